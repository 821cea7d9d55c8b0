import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../../testing/server/index.js';

vi.setConfig({ testTimeout: 60_000 });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const details = {
  customerEmail: 'asha@example.com',
  customerPhone: '9876500000',
  paymentPageClientId: 'stock',
} as const;
const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((test) => test.stop()));
});

/** A server that has given the customer the means to pay A1, and learns nothing by webhooks. */
async function serverWith(
  server: TestServerOptions['server'] = {},
  status?: () => Promise<Response>,
): Promise<TestServer> {
  const juspay: TestServerOptions['juspay'] = status && {
    fetch: (url, init) =>
      init.method === 'GET' ? status() : test.mock.fetch(new Request(url, init)),
  };
  const test: TestServer = await createTestServer({ world: { device: 'LINKED' }, server, juspay });
  servers.push(test);
  await test.orders.create({ orderId: 'A1', customerId: test.customerId, amount: '2.00' });
  test.mock.webhooks.arm('lose', { times: Number.POSITIVE_INFINITY });
  expect((await test.request('/sessions', { body: { orderId: 'A1' } })).status).toBe(201);
  return test;
}

const asked = {
  signature: ({ simulator, customerId }: TestServer) => ({
    path: '/authorize',
    body: {
      action: 'upiTxn',
      claims: {
        ...{ merchant_id: simulator.merchant.merchantId, customer_id: customerId },
        ...{ timestamp: '1767587400000', amount: '2.00', order_id: 'A1' },
      },
    },
  }),
  session: () => ({ path: '/sessions', body: { orderId: 'A1' } }),
} as const;

describe.each(['signature', 'session'] as const)('another %s for an order', (what) => {
  async function ask(test: TestServer) {
    const { path, body: sent } = asked[what](test);
    const response = await test.request(path, { body: sent });
    const body: { code?: string } = Object(await response.json());
    return { status: response.status, code: body.code };
  }
  const attempts = async ({ orders }: TestServer) => (await orders.find('A1'))?.attempts;

  it('is given while Juspay knows no transaction of it', async () => {
    const test = await serverWith();
    expect((await ask(test)).status).toBeLessThan(300);
    expect(await attempts(test)).toBe(2);
  });

  it('is not given for one that was just paid, which nobody has noticed', async () => {
    const test = await serverWith();
    test.mock.pays('A1');
    expect(await ask(test)).toEqual({ status: 409, code: 'orderEnded' });
    expect(await test.orders.find('A1')).toMatchObject({ status: 'paid', attempts: 1 });
  });

  it('is not given on the word of a read that began before it was paid', async () => {
    const test = await serverWith();
    test.mock.faults.arm('slow', { route: 'orderStatus', ms: 4 * SECOND });
    const looking = test.request('/orders/A1');
    await test.pass(SECOND);
    test.mock.pays('A1');
    const asking = ask(test);
    await test.pass(5 * SECOND);
    expect(await asking).toEqual({ status: 409, code: 'orderEnded' });
    expect(await (await looking).json()).toMatchObject({ status: 'NEW' });
  });

  it('is not given while its money may be on its way', async () => {
    const test = await serverWith();
    test.mock.pays('A1', { answer: 'PENDING', debitAfter: HOUR });
    expect(await ask(test)).toEqual({ status: 409, code: 'orderPending' });
    expect(await attempts(test)).toBe(1);
  });

  it('is not given where a transaction is named, whatever the order is called', async () => {
    const test = await serverWith({}, async () =>
      Response.json({ order_id: 'A1', status: 'NEW', amount: 2, txn_uuid: 'moz1' }),
    );
    expect(await ask(test)).toEqual({ status: 409, code: 'orderPending' });
  });

  it('is given after a failure', async () => {
    const test = await serverWith();
    test.mock.pays('A1', { answer: 'FAILURE', money: 'declined' });
    await test.pass(MINUTE);
    expect((await ask(test)).status).toBeLessThan(300);
    expect(await attempts(test)).toBe(2);
  });

  it.each(['unknownWord', 'noAmount', 'html', 'status', 'disconnect'] as const)(
    'is not given for one that was paid where Juspay answers oddly: %s',
    async (fault) => {
      const test = await serverWith();
      test.mock.pays('A1');
      test.mock.faults.arm(fault, { route: 'orderStatus', times: Number.POSITIVE_INFINITY });
      const asking = ask(test);
      await test.pass(MINUTE);
      expect([409, 503]).toContain((await asking).status);
      expect(await attempts(test)).toBe(1);
    },
  );

  it('is not given where Juspay speaks of another order: a person looks', async () => {
    const test = await serverWith();
    test.mock.faults.arm('otherOrder', { route: 'orderStatus' });
    expect(await ask(test)).toEqual({ status: 409, code: 'orderDisputed' });
  });

  it('is not waited for long where Juspay is silent', async () => {
    const test = await serverWith();
    test.mock.faults.arm('timeout', { route: 'orderStatus', times: Number.POSITIVE_INFINITY });
    const asking = ask(test);
    await test.pass(9 * SECOND);
    expect(await asking).toEqual({ status: 503, code: 'unavailable' });
    expect(await attempts(test)).toBe(1);
  });
});

describe('a session that is slow to make', () => {
  it('is not opened for an order that was paid meanwhile', async () => {
    let waiting = () => {};
    const test = await createTestServer({
      world: { device: 'LINKED' },
      server: {
        sessionOf: async () => {
          await new Promise<void>((resolve) => (waiting = resolve));
          return details;
        },
      },
    });
    servers.push(test);
    test.mock.webhooks.arm('lose', { times: Number.POSITIVE_INFINITY });
    await test.orders.create({ orderId: 'A1', customerId: test.customerId, amount: '2.00' });
    const opening = test.request('/sessions', { body: { orderId: 'A1' } });
    await test.pass(0);
    const { path, body } = asked.signature(test);
    expect((await test.request(path, { body })).status).toBe(200);
    // The phone that has the signature pays with it.
    await test.juspay.createSession({
      ...{ orderId: 'A1', amount: '2.00', customerId: test.customerId },
      ...details,
    });
    test.mock.pays('A1');
    waiting();
    expect((await opening).status).toBe(409);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'paid', attempts: 1 });
  });
});

describe('the first signature for an order', () => {
  it('waits for nobody', async () => {
    const test = await createTestServer({ world: { device: 'LINKED' } });
    servers.push(test);
    await test.orders.create({ orderId: 'A1', customerId: test.customerId, amount: '2.00' });
    test.mock.faults.arm('timeout', { route: 'orderStatus', times: Number.POSITIVE_INFINITY });
    const { path, body } = asked.signature(test);
    expect((await test.request(path, { body })).status).toBe(200);
  });
});

describe('orders.recheck', () => {
  it('learns of a refund whose webhook was lost, and of its end', async () => {
    const test = await serverWith();
    test.mock.pays('A1');
    await test.pass(HOUR);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'paid', nextCheckAt: undefined });
    await test.juspay.refund({ orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' });
    await test.pass(HOUR);
    expect((await test.orders.find('A1'))?.refund).toBeUndefined();
    expect(await test.orders.recheck('a1')).toBe(true);
    await test.pass(SECOND);
    expect(test.events.map(({ kind }) => kind)).toEqual(['settled', 'refund']);
    await test.pass(2 * HOUR);
    expect(await test.orders.find('A1')).toMatchObject({
      ...{ status: 'refunded', refund: { status: 'success' }, nextCheckAt: undefined },
    });
  });

  it('learns of a refund that Juspay lists a while later', async () => {
    const test = await serverWith();
    test.mock.pays('A1');
    await test.pass(HOUR);
    await test.orders.recheck('A1');
    await test.pass(10 * MINUTE);
    await test.juspay.refund({ orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' });
    await test.pass(2 * HOUR);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'refunded' });
  });

  it('asks for about an hour about an order that nobody could pay here', async () => {
    const test = await serverWith();
    await test.orders.create({ orderId: 'A2', customerId: test.customerId, amount: '2.00' });
    expect(await test.orders.recheck('A3')).toBe(false);
    expect(await test.orders.recheck('A2')).toBe(true);
    await test.pass(2 * HOUR);
    expect(await test.orders.find('A2')).toMatchObject({
      ...{ status: 'created', nextCheckAt: undefined },
    });
  });

  it('is heard at once by a server that was started, and by none that was stopped', async () => {
    const test = await serverWith();
    test.mock.pays('A1');
    await test.pass(HOUR);
    const reads = () => test.mock.calls.filter(({ route }) => route === 'orderStatus').length;
    const before = reads();
    await test.orders.recheck('A1');
    await test.pass(0);
    expect(reads()).toBe(before + 1);
    await test.server.stop();
    await test.orders.recheck('A1');
    await test.pass(HOUR);
    expect(reads()).toBe(before + 1);
  });
});

describe('addressOf', () => {
  it('tells callers behind a proxy apart', async () => {
    const test = await serverWith({
      limits: { failed: 2 },
      addressOf: (request) => request.headers.get('x-real-ip') ?? undefined,
    });
    const from = async (address: string) => {
      const headers = { 'x-real-ip': address };
      return (await test.request('/orders/A1', { customerId: null, headers })).status;
    };
    const statuses = [await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')];
    expect(statuses).toEqual([401, 401, 429]);
    expect(await from('192.0.2.2')).toBe(401);
  });
});

describe('HEAD', () => {
  it('is answered as GET is, without a body', async () => {
    const test = await createTestServer({ over: 'http' });
    servers.push(test);
    const response = await test.request('/healthz', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});
