import { afterEach, describe, expect, it, vi } from 'vitest';
import type { NewOrder } from '../../../src/server/index.js';
import {
  createTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../../testing/server/index.js';

vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const servers: TestServer[] = [];
const details = {
  customerEmail: 'asha@example.com',
  customerPhone: '9876500000',
  paymentPageClientId: 'stock',
} as const;

afterEach(async () => {
  await Promise.all(servers.splice(0).map((test) => test.stop()));
});

async function serverWith(
  order: Partial<NewOrder>,
  server: TestServerOptions['server'] = {},
): Promise<TestServer> {
  const test = await createTestServer({ world: { device: 'LINKED' }, server });
  servers.push(test);
  await test.orders.create({
    ...{ orderId: 'A1', customerId: test.customerId, amount: '2.00' },
    ...order,
  });
  return test;
}

async function refusal(test: TestServer, path: '/authorize' | '/sessions') {
  const { merchantId } = test.simulator.merchant;
  const claims = {
    ...{ merchant_id: merchantId, customer_id: test.customerId, timestamp: '1767587400000' },
    ...{ amount: '2.00', order_id: 'A1' },
  };
  const body = path === '/sessions' ? { orderId: 'A1' } : { action: 'upiTxn', claims };
  const response = await test.request(path, { body });
  const { code, detail }: { code?: string; detail?: string } = Object(await response.json());
  const attempts = (await test.orders.find('A1'))?.attempts;
  return { status: response.status, code, detail, attempts };
}

describe('an order that may be paid in one way', () => {
  it('gets no signature where it is paid by a session', async () => {
    const test = await serverWith({ payBy: 'session' });
    expect(await refusal(test, '/authorize')).toMatchObject({
      ...{ status: 409, code: 'otherTerms', attempts: 0 },
    });
    expect(await refusal(test, '/sessions')).toMatchObject({ status: 201, attempts: 1 });
  });

  it('gets no session where it is paid by a signature', async () => {
    const test = await serverWith({ payBy: 'signature' });
    expect(await refusal(test, '/sessions')).toMatchObject({
      ...{ status: 409, code: 'otherTerms', attempts: 0 },
    });
    expect(await refusal(test, '/authorize')).toMatchObject({ status: 200, attempts: 1 });
  });

  it('is another order than one that may be paid in any', async () => {
    const { orders, customerId } = await serverWith({ payBy: 'session' });
    const order = { orderId: 'A1', customerId, amount: '2.00' };
    await expect(orders.create(order)).rejects.toMatchObject({ reason: 'conflict' });
    const odd = { ...order, orderId: 'A2' };
    Reflect.set(odd, 'payBy', 'cash');
    await expect(orders.create(odd)).rejects.toMatchObject({
      ...{ reason: 'invalid', issues: [{ path: 'payBy' }] },
    });
  });
});

it('an order whose banks are named by codes alone, which nobody signs, gets no signature', async () => {
  const test = await serverWith({ tpv: { bankCodes: ['607153'] } });
  expect(await refusal(test, '/authorize')).toMatchObject({ status: 409, code: 'otherTerms' });
});

it('an order that the shop gave up is paid by nobody, and followed', async () => {
  const test = await serverWith({});
  await refusal(test, '/sessions');
  expect(await test.orders.withdraw('A1')).toBe(true);
  for (const path of ['/authorize', '/sessions'] as const) {
    expect(await refusal(test, path)).toMatchObject({ status: 409, code: 'orderWithdrawn' });
  }
  // Whoever has the page may still pay it.
  test.mock.pays('A1');
  await test.pass(MINUTE);
  expect(test.events.map(({ kind, order: { status } }) => `${kind} ${status}`)).toEqual([
    'settled paid',
  ]);
});

it.each([
  ['patience', { failedFor: 0 }],
  ['patience', { untouchedFor: Number.NaN }],
  ['limits', { customer: -1 }],
])('%s that cannot be is refused when the server is made: %j', async (name, value) => {
  const making = createTestServer({ server: { [name]: value } });
  await expect(making).rejects.toThrow(new RegExp(`createUpiServer: \`${name}\\.`));
});

describe('what sessionOf answers', () => {
  it.each([
    ['amount', '1.00'],
    ['currency', 'USD'],
    ['gatewayReferenceId', 'other'],
    ['orderId', 'A2'],
    ['customerId', 'ravi'],
    ['mandate', {}],
  ])('names no %s: that is in the books', async (name, value) => {
    const test = await serverWith({}, { sessionOf: () => ({ ...details, [name]: value }) });
    expect(await refusal(test, '/sessions')).toMatchObject({ code: 'otherTerms', attempts: 0 });
    expect(test.errors.map(String).join()).toContain(`leave \`${name}\` out`);
  });

  it('is checked before an attempt is written down', async () => {
    const test = await serverWith({}, { sessionOf: () => ({ ...details, customerPhone: '12' }) });
    expect(await refusal(test, '/sessions')).toMatchObject({ code: 'refused', attempts: 0 });
    expect(await test.orders.find('A1')).toMatchObject({ status: 'created' });
  });
});
