import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/server/index.js';

vi.setConfig({ testTimeout: 60_000 });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((test) => test.stop()));
});

/** An order that was paid an hour ago; nobody looks at it, and no webhook of the simulated Juspay arrives. */
async function paid(): Promise<TestServer> {
  const test = await createTestServer({ world: { device: 'LINKED' } });
  servers.push(test);
  test.mock.webhooks.arm('lose', { times: Number.POSITIVE_INFINITY });
  await test.orders.create({ orderId: 'A1', customerId: test.customerId, amount: '2.00' });
  await test.request('/sessions', { body: { orderId: 'A1' } });
  test.mock.pays('A1');
  await test.pass(HOUR);
  expect(await test.orders.find('A1')).toMatchObject({ status: 'paid', nextCheckAt: undefined });
  return test;
}

let events = 0;

/** Says that something has happened to A1. */
async function hears(test: TestServer): Promise<void> {
  events += 1;
  const body = { id: `evt_${events}`, event_name: 'X', content: { order: { order_id: 'A1' } } };
  const password = btoa('juspay:a password of the dashboard');
  const headers = { authorization: `Basic ${password}` };
  const path = '/webhooks/juspay';
  expect((await test.request(path, { body, headers, customerId: null })).status).toBe(200);
}

const refund = (test: TestServer) =>
  test.juspay.refund({ orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' });
const kinds = (test: TestServer) => test.events.map(({ kind }) => kind);

describe('a webhook about an order that nobody looks at any more', () => {
  it.each(['status', 'disconnect', 'timeout', 'html'] as const)(
    'is not spent on a look that Juspay does not answer: %s',
    async (fault) => {
      const test = await paid();
      await refund(test);
      test.mock.faults.arm(fault, { route: 'orderStatus', times: 6 });
      await hears(test);
      await test.pass(DAY);
      expect(kinds(test)).toContain('refund');
      expect(await test.orders.find('A1')).toMatchObject({ status: 'refunded' });
    },
  );

  it('is not spent on what was asked before it came', async () => {
    const test = await paid();
    test.mock.faults.arm('slow', { route: 'orderStatus', ms: 4 * SECOND });
    const looking = test.request('/orders/A1');
    await test.pass(SECOND);
    await refund(test);
    await hears(test);
    await test.pass(DAY);
    expect((await looking).status).toBe(200);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'refunded' });
  });

  it('is not spent on the look of the webhook before it', async () => {
    const test = await paid();
    test.mock.faults.arm('slow', { route: 'orderStatus', ms: 4 * SECOND });
    await hears(test);
    await test.pass(100);
    await refund(test);
    await hears(test);
    await test.pass(DAY);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'refunded' });
  });
});

it('books may be closed when the server has stopped, though somebody is being told', async () => {
  let done = 0;
  const test = await createTestServer({
    world: { device: 'LINKED' },
    server: {
      onOrderSettled: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        done += 1;
      },
    },
  });
  await test.orders.create({ orderId: 'A1', customerId: test.customerId, amount: '2.00' });
  await test.request('/sessions', { body: { orderId: 'A1' } });
  test.mock.webhooks.arm('lose', { times: Number.POSITIVE_INFINITY });
  test.mock.pays('A1');
  expect((await test.request('/orders/A1')).status).toBe(200);
  await test.stop();
  expect(done).toBe(1);
  expect(test.errors).toEqual([]);
});
