import { expect, it } from 'vitest';
import { createTestServer } from '../../testing/server/index.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

it('a server that is stopped begins no more checks, however many are due while Juspay is silent', async () => {
  const test = await createTestServer({ world: { device: 'LINKED' } });
  const { merchantId } = test.simulator.merchant;
  // More than one process looks at side by side, so that some wait for their turn.
  for (let no = 0; no < 12; no += 1) {
    const order = { orderId: `A${no}`, amount: '2.00' };
    await test.orders.create({ ...order, customerId: test.customerId });
    const claims = {
      ...{ merchant_id: merchantId, customer_id: test.customerId, timestamp: '1767587400000' },
      ...{ amount: order.amount, order_id: order.orderId },
    };
    await test.request('/authorize', { body: { action: 'upiTxn', claims } });
  }
  test.mock.faults.arm('timeout', { route: 'orderStatus', times: Number.POSITIVE_INFINITY });
  const asked = () => new Set(test.mock.calls.map(({ path }) => path));
  await test.pass(5 * SECOND);
  const before = asked();
  expect(before.size).toBe(8);

  let isStopped = false;
  const stopped = test.server.stop().then(() => {
    isStopped = true;
  });
  await test.pass(MINUTE);
  expect(asked()).toEqual(before);
  expect(isStopped).toBe(true);
  await stopped;
  await test.orders.close();
});

it('a server that is stopped while Juspay is silent waits for nobody, and the next one asks at once', async () => {
  const test = await createTestServer({ world: { device: 'LINKED' } });
  await test.orders.create({ orderId: 'A1', amount: '2.00', customerId: test.customerId });
  await test.request('/sessions', { body: { orderId: 'A1' } });
  test.mock.webhooks.arm('lose', { times: Number.POSITIVE_INFINITY });
  test.mock.pays('A1');
  // The server gives a read up after 31 s; this one has just begun.
  test.mock.faults.arm('timeout', { route: 'orderStatus' });
  await test.pass(3 * SECOND);
  const next = await test.restarted();
  await next.pass(SECOND);
  expect(await test.orders.find('A1')).toMatchObject({ status: 'paid' });
  expect(test.errors).toEqual([]);
  await next.stop();
});

it('a server that was stopped for long and is started again looks at what is due', async () => {
  const test = await createTestServer({ world: { device: 'LINKED' } });
  await test.orders.create({ orderId: 'A1', amount: '2.00', customerId: test.customerId });
  await test.server.stop();
  await test.pass(30 * MINUTE);
  await test.server.start();
  test.mock.webhooks.arm('lose', { times: Number.POSITIVE_INFINITY });
  await test.request('/sessions', { body: { orderId: 'A1' } });
  test.mock.pays('A1');
  await test.pass(MINUTE);
  expect(await test.orders.find('A1')).toMatchObject({ status: 'paid' });
  await test.stop();
});
