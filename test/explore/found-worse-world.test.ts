import { describe, expect, it } from 'vitest';
import { runScript } from '../../testing/index.js';
import { CASES } from './support/worse-world.js';

// Each of these broke the rules it names, on the product as it was before the world got worse.
describe('in a worse world', () => {
  it.each(CASES)('$name', async ({ script }) => {
    const { violations } = await runScript(script);
    expect(violations).toEqual([]);
  });
});

// The order fails at the bank while the SDK still answers, and a webhook says so, all in one millisecond. The
// checker took the transaction of the webhook for one that was known before. It reported S3.
it('is no violation: the failure of a transaction that was named in the moment it was sent, seed 20332981', async () => {
  const { violations } = await runScript({
    seed: 20332981,
    device: 'LINKED',
    orderStatus: true,
    keepOrders: 2,
    actions: [
      {
        do: 'pay',
        orderId: 'O1',
        command: {
          type: 'mandate.create',
          order: { orderId: 'O1', amount: '2.00' },
          mandate: {
            name: 'Gym',
            maxAmount: '2.00',
            amountRule: 'FIXED',
            frequency: 'MONTHLY',
            ruleType: 'ON',
            ruleValue: 5,
            startDate: 1767657600000,
            endDate: 1799193600000,
          },
        },
        plan: { answer: 'PENDING', money: 'declined', atOnce: true },
      },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'inform', orderId: 'O1', as: 'orderWebhook' },
    ],
  });
  expect(violations).toEqual([]);
});

// `newId` throws while the flow is asked whether an order can be retried, and no more when it is told to. The
// checker did not count the person's second attempt. It reported S2.
it('is no violation: a retry that was doubted while a port threw, seed 20401355', async () => {
  const { violations } = await runScript({
    seed: 20401355,
    device: 'LINKED',
    orderStatus: false,
    actions: [
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
        plan: { answer: 'FAILURE', money: 'debitedLater' },
      },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
      { do: 'breaks', port: 'newId', times: 3 },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'deliver', nth: 0 },
      { do: 'call', operation: 'management' },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'send', command: { type: 'order.retry', orderId: 'O1' } },
    ],
  });
  expect(violations).toEqual([]);
});

// The record of an order that was paid elsewhere is lost, and the server goes back to what it knew ten minutes
// ago: the look before sending finds nothing. The checker only saw what was said before. It reported S2.
it('is no violation: a server that takes its word back for an order nobody remembers, seed 20418483', async () => {
  const { violations } = await runScript({
    seed: 20418483,
    device: 'LINKED',
    orderStatus: true,
    keepOrders: 0,
    actions: [
      { do: 'paidElsewhere', orderId: 'O1' },
      {
        do: 'checkout',
        orderId: 'O1',
        plan: { answer: 'SUCCESS', thenAnswer: 'USER_ABORTED', thenAfter: 30000 },
      },
      { do: 'tick' },
      { do: 'lag', ms: 600000 },
      { do: 'send', command: { type: 'order.dismiss', orderId: 'O1' } },
      { do: 'forget', nth: 0 },
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
        plan: {
          answer: 'BACKPRESS',
          money: 'debitedLater',
          thenAnswer: 'USER_ABORTED',
          thenAfter: 1000,
        },
      },
      { do: 'tick' },
      { do: 'tick' },
    ],
  });
  expect(violations).toEqual([]);
});

// The failure comes in an envelope within an envelope. The checker did not read it, and waited for 15 minutes
// where 2 are enough. It reported S3.
it('is no violation: a failure that is wrapped twice, seed 20458778', async () => {
  const { violations } = await runScript({
    seed: 20458778,
    device: 'LINKED',
    orderStatus: true,
    actions: [
      {
        do: 'pay',
        orderId: 'O2',
        command: {
          type: 'mandate.create',
          order: { orderId: 'O2', amount: '2.00' },
          mandate: {
            name: 'Gym',
            maxAmount: '2.00',
            amountRule: 'FIXED',
            frequency: 'MONTHLY',
            ruleType: 'ON',
            ruleValue: 5,
            startDate: 1767657600000,
            endDate: 1799193600000,
          },
        },
        plan: { answer: 'Pay_Failure' },
      },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'lag', ms: 600000 },
      { do: 'advance', ms: 10000 },
      { do: 'deliver', nth: 0 },
      { do: 'deliver', nth: 0, as: 'doubleWrap' },
      { do: 'advance', ms: 700000 },
    ],
  });
  expect(violations).toEqual([]);
});
