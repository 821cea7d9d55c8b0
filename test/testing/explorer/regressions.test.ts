import { expect, it } from 'vitest';
import { runScript } from '../../../testing/index.js';

// The server lags, and the process that heard the SDK's answer is gone: the new one asked once,
// heard of no transaction, and believed it. S3: O2 userAborted but debited.
it('believes "no transaction" only twice, also after a restart, seed 304921', async () => {
  const { violations } = await runScript({
    seed: 304921,
    device: 'LINKED',
    orderStatus: true,
    actions: [
      {
        do: 'pay',
        orderId: 'O2',
        command: { type: 'pay', order: { orderId: 'O2', amount: '2.00' } },
        plan: { answer: 'BACKPRESS', money: 'debited' },
      },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
      { do: 'lag', ms: 2_000 },
      { do: 'deliver', nth: 0 },
      { do: 'die' },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'tick' },
    ],
  });
  expect(violations).toEqual([]);
});

// The device's clock was set back while the SDK worked, then the app slept: a wait that was measured
// on that clock grew by an hour. L1: order:O2 never rests.
it('sleeps with a clock that was set back, seed 10418', async () => {
  const { violations } = await runScript({
    seed: 10418,
    device: 'LINKED',
    orderStatus: true,
    actions: [
      {
        do: 'pay',
        orderId: 'O2',
        command: { type: 'pay', order: { orderId: 'O2', amount: '2.00' } },
        plan: { answer: 'SUCCESS' },
      },
      { do: 'otherFlow' },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'clock', jump: -3_600_000 },
      { do: 'deliver', nth: 0 },
      { do: 'send', command: { type: 'sdk.retry' } },
      { do: 'sleep', ms: 1_000 },
    ],
  });
  expect(violations).toEqual([]);
});

// The server lagged: it still told of the first attempt's failure, and the SDK's wrong "not paid"
// about the second was taken as confirmed. S3: O1 failure but debited.
it('takes an earlier attempt’s failure for no word about this one, seed 111530', async () => {
  const { violations } = await runScript({
    seed: 111530,
    device: 'LINKED',
    orderStatus: true,
    actions: [
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
        plan: { answer: 'FAILURE' },
      },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'advance', ms: 700_000 },
      { do: 'deliver', nth: 0 },
      { do: 'advance', ms: 10_000 },
      {
        do: 'checkout',
        orderId: 'O1',
        plan: { answer: 'FAILURE', money: 'debited', gatewayResponseCode: 'ZM' },
      },
      { do: 'lag', ms: 2_000 },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
    ],
  });
  expect(violations).toEqual([]);
});

// The look took longer than a payment waits for it, but answered while the record was being written:
// the attempt was sent all the same. S2: O1 was sent, and the server had called it paid.
it('takes a look that comes late, as long as nothing was sent, seed 3275', async () => {
  const { violations } = await runScript({
    seed: 3275,
    device: 'FRESH',
    orderStatus: true,
    actions: [
      { do: 'paidElsewhere', orderId: 'O1' },
      { do: 'storage', mode: 'slow' },
      { do: 'server', mode: 'slow' },
      { do: 'checkout', orderId: 'O1', plan: { answer: 'SUCCESS', amount: '9.00' } },
      { do: 'tick' },
      { do: 'sleep', ms: 30_000 },
    ],
  });
  expect(violations).toEqual([]);
});

// The SDK named another transaction, with an id that could be a phone number. It was left out, so that
// a failure was taken for this attempt's. S3: O1 settled as failure, which the server did not say.
it('tells transactions apart whose ids are not kept, seed 33408', async () => {
  const { violations } = await runScript({
    seed: 33408,
    device: 'LINKED',
    orderStatus: true,
    keepOrders: 0,
    actions: [
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
        plan: { answer: 'USER_ABORTED', money: 'none' },
      },
      { do: 'tick' },
      { do: 'tick' },
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
        plan: { answer: 'FAILURE', names: { txnUuid: 'other' } },
      },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
    ],
  });
  expect(violations).toEqual([]);
});

// As before; then the order was paid again, although its first attempt had been called paid.
// S2: O1 was sent, and the SDK had called it paid.
it('waits for the transaction that the SDK named, seed 182419', async () => {
  const { violations } = await runScript({
    seed: 182419,
    device: 'LINKED',
    orderStatus: true,
    keepOrders: 0,
    actions: [
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' }, onboard: true },
        plan: { answer: 'Pay_Failure', money: 'declined' },
      },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'emit', status: 'PENDING', about: 'otherTxn', times: 1 },
      { do: 'send', command: { type: 'order.dismiss', orderId: 'O1' } },
      { do: 'advance', ms: 10_000 },
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
        plan: { answer: 'PENDING', debitAfter: 1_000, refundAfter: 2_000 },
      },
      { do: 'emit', status: 'SUCCESS', about: 'noTxn', times: 1 },
    ],
  });
  expect(violations).toEqual([]);
});

// The server called the order paid, but the clock had jumped a day: the answer on its way was given
// up, and the attempt was sent. S2: O1 was sent, and the server had called it paid.
it('gives no answer up because the clock jumped, seed 180776', async () => {
  const { violations } = await runScript({
    seed: 180776,
    device: 'LINKED',
    orderStatus: true,
    keepOrders: 1,
    actions: [
      { do: 'paidElsewhere', orderId: 'O1' },
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
        plan: { answer: 'FAILURE', money: 'debitedLater' },
      },
      { do: 'clock', jump: 86_400_000 },
      { do: 'send', command: { type: 'app.foreground' } },
    ],
  });
  expect(violations).toEqual([]);
});

// The SDK ended while the look before sending was out: the order was shown as not paid until a look-up
// a moment later. S3: O1 failure but debited.
it('waits for the look when the SDK ends, seed 113675', async () => {
  const { violations } = await runScript({
    seed: 113675,
    device: 'LINKED',
    orderStatus: true,
    keepOrders: 2,
    actions: [
      { do: 'send', command: { type: 'onboard' } },
      { do: 'paidElsewhere', orderId: 'O1' },
      { do: 'expireSession' },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'deliver', nth: 0 },
      { do: 'deliver', nth: 0 },
      { do: 'tick' },
      {
        do: 'pay',
        orderId: 'O1',
        command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
        plan: { answer: 'FAILURE', money: 'debited' },
      },
      { do: 'tick' },
      { do: 'tick' },
      { do: 'send', command: { type: 'sdk.terminate' } },
      { do: 'tick' },
    ],
  });
  expect(violations).toEqual([]);
});
