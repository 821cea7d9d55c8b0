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
