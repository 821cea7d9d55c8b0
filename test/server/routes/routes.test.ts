import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createTestServer,
  type TestRequest,
  type TestServer,
  type TestServerOptions,
} from '../../../testing/server/index.js';

vi.setConfig({ testTimeout: 60_000 });

const HOST = 'https://shop.example.com';
const MINUTE = 60_000;
const SECRETS = [
  ...['an-api-key-of-the-dashboard', 'a password of the dashboard', 'PRIVATE KEY'],
  ...[
    '9876543210',
    'asha@okaxis',
    '4111111111111111',
    'asha@example.com',
    'ASHA RAO',
    '9876500000',
  ],
];
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const servers: TestServer[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(servers.splice(0).map((test) => test.stop()));
});

/** A server with an order of its customer, and one of somebody else. */
async function serverWith(server: TestServerOptions['server'] = {}): Promise<TestServer> {
  const test = await createTestServer({ world: { device: 'LINKED' }, server });
  servers.push(test);
  const { orders, customerId } = test;
  await orders.create({ orderId: 'A1', customerId, amount: '2.00' });
  await orders.create({ orderId: 'A2', customerId, amount: '3.00' });
  await orders.create({ orderId: 'B1', customerId: 'somebody-else', amount: '2.00' });
  return test;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** One request; what holds of every answer is checked of each. */
async function ask(test: TestServer, path: string, init?: TestRequest): Promise<Answer> {
  return read(await test.request(path, init));
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = JSON.parse(text);
  const { status, headers } = response;
  expect(Object.fromEntries(headers)).toMatchObject(HEADERS);
  expect(headers.get('content-type')).toBe(
    status < 400 ? 'application/json' : 'application/problem+json',
  );
  if (status >= 400) {
    expect(body).toMatchObject({ type: 'about:blank', status, code: expect.any(String) });
    expect(status).not.toBe(500);
  }
  expect(text).not.toMatch(/\n\s*at |\.[jt]s:\d|node_modules/);
  return { status, headers, body, text };
}

const who = ({ simulator, customerId }: TestServer) => ({
  merchant_id: simulator.merchant.merchantId,
  customer_id: customerId,
  timestamp: '1767587400000',
});
const initiate = (test: TestServer) => ({ action: 'initiate', claims: who(test) });
const paying = (test: TestServer, more = {}) => ({
  action: 'upiTxn',
  claims: { ...who(test), amount: '2.00', order_id: 'A1', ...more },
});
const keysOf = (test: TestServer) =>
  test.orders.db.selectFrom('upi_idempotency').selectAll().execute();

describe('the routes answer', () => {
  it('POST /authorize with a signature of who is logged in', async () => {
    const test = await serverWith();
    const { status, body } = await ask(test, '/authorize', { body: initiate(test) });
    expect(status).toBe(200);
    const timestamp = String(test.simulator.clock.now());
    expect(body).toEqual({
      merchantKeyId: 'test-key',
      signature: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      signaturePayload: JSON.stringify({ ...who(test), timestamp }),
    });
  });

  it('POST /authorize with a signature of an order, which is written down first', async () => {
    const test = await serverWith();
    const { status, body } = await ask(test, '/authorize', { body: paying(test) });
    expect(status).toBe(200);
    expect(JSON.parse(String(body['signaturePayload']))).toMatchObject({
      amount: '2.00',
      order_id: 'A1',
      customer_id: test.customerId,
    });
    expect(await test.orders.find('A1')).toMatchObject({ status: 'open', attempts: 1 });
    const attempts = await test.orders.db.selectFrom('upi_attempts').selectAll().execute();
    expect(attempts).toEqual([
      { order_key: 'a1', no: 1, action: 'upiTxn', at: test.simulator.clock.now() },
    ]);
  });

  it('POST /authorize with the spelling of the books, where another amount is the same', async () => {
    const test = await serverWith();
    for (const amount of ['2', '2.0', '2.00']) {
      const { body } = await ask(test, '/authorize', { body: paying(test, { amount }) });
      expect(body['signaturePayload']).toContain('"amount":"2.00"');
    }
  });

  it('POST /sessions with the payload for checkout, once the order is written down', async () => {
    const test = await serverWith();
    const { status, body } = await ask(test, '/sessions', { body: { orderId: 'A1' } });
    expect(status).toBe(201);
    expect(body).toEqual({
      orderId: 'A1',
      sdkPayload: expect.objectContaining({ service: expect.any(String) }),
    });
    expect(await test.orders.find('A1')).toMatchObject({ status: 'open', attempts: 1 });
  });

  it('GET /orders/:id for an order that nobody could pay here: it may be paid by another way', async () => {
    const test = await serverWith();
    const { status, body } = await ask(test, '/orders/A1');
    expect(status).toBe(200);
    expect(body).toEqual({ order_id: 'A1', status: 'NOT_FOUND' });
    expect(test.mock.calls).toHaveLength(1);
  });

  it('GET /orders/:id with what Juspay says', async () => {
    const test = await serverWith();
    await ask(test, '/sessions', { body: { orderId: 'A1' } });
    expect((await ask(test, '/orders/A1')).body).toMatchObject({
      ...{ order_id: 'A1', status: 'NEW' },
    });
    const txn = test.mock.pays('A1');
    expect((await ask(test, '/orders/a1')).body).toMatchObject({
      ...{ order_id: 'A1', status: 'CHARGED', txn_uuid: txn },
    });
  });

  it('GET /healthz while the database answers, and a problem when it does not', async () => {
    const test = await serverWith();
    expect(await ask(test, '/healthz', { customerId: null })).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
    servers.splice(0);
    await test.stop();
    const closed = await ask(test, '/healthz', { customerId: null });
    expect(closed).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(closed.headers.get('retry-after')).toBe('5');
    expect(test.errors).toHaveLength(1);
  });

  it('every route with 503 while the database does not, and tells nobody why', async () => {
    const test = await serverWith();
    servers.splice(0);
    await test.stop();
    for (const [path, body] of [
      ['/authorize', paying(test)],
      ['/sessions', { orderId: 'A1' }],
      ['/orders/A1', undefined],
    ] as const) {
      expect(await ask(test, path, { body })).toMatchObject({
        status: 503,
        body: { code: 'unavailable', title: expect.any(String) },
      });
    }
  });

  it('under a base path, and nowhere else', async () => {
    for (const basePath of ['/upi', 'upi', '/upi/', 'upi/']) {
      const test = await serverWith({ basePath });
      expect((await ask(test, '/upi/orders/A1')).status).toBe(200);
      for (const path of [
        '/orders/A1',
        '/upiorders/A1',
        '/upi',
        '/upi//orders/A1',
        '/UPI/healthz',
      ]) {
        expect((await ask(test, path)).status).toBe(404);
      }
    }
  });

  it('with 404 where a route was left out', async () => {
    const test = await serverWith({ sessionOf: undefined, webhook: undefined });
    expect(await ask(test, '/sessions', { body: { orderId: 'A1' } })).toMatchObject({
      ...{ status: 404, body: { code: 'notFound' } },
    });
    expect(await ask(test, '/webhooks/juspay', { body: {} })).toMatchObject({
      ...{ status: 404, body: { code: 'notFound' } },
    });
  });
});

describe('an order that has ended, or is for a person,', () => {
  it('is signed for no more, and gets no session', async () => {
    const test = await serverWith();
    await ask(test, '/sessions', { body: { orderId: 'A1' } });
    test.mock.pays('A1');
    await test.pass(MINUTE);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'paid', attempts: 1 });
    for (const [path, body] of [
      ['/authorize', paying(test)],
      ['/sessions', { orderId: 'A1' }],
    ] as const) {
      expect(await ask(test, path, { body })).toMatchObject({
        status: 409,
        body: { code: 'orderEnded' },
      });
    }
    expect(await test.orders.find('A1')).toMatchObject({ attempts: 1 });
  });

  it('is signed for no more while it is disputed', async () => {
    const test = await serverWith();
    await ask(test, '/sessions', { body: { orderId: 'A1' } });
    test.mock.pays('A1');
    test.mock.faults.arm('otherAmount', { route: 'orderStatus' });
    await test.pass(3_000);
    expect(await test.orders.find('A1')).toMatchObject({ dispute: 'otherAmount', status: 'open' });
    expect(await ask(test, '/authorize', { body: paying(test) })).toMatchObject({
      status: 409,
      body: { code: 'orderDisputed' },
    });
  });
});

describe('an Idempotency-Key of POST /sessions', () => {
  const opens = (test: TestServer, orderId: string, key: string, customerId = test.customerId) =>
    ask(test, '/sessions', {
      ...{ body: { orderId }, headers: { 'idempotency-key': key }, customerId },
    });

  it('opens the same session again for the same order', async () => {
    const test = await serverWith();
    for (const orderId of ['A1', 'A1', 'a1']) {
      const { status, body } = await opens(test, orderId, 'k1');
      expect([status, body['orderId']]).toEqual([201, 'A1']);
    }
    expect(await keysOf(test)).toHaveLength(1);
  });

  it('is a conflict with another order, which is not touched', async () => {
    const test = await serverWith();
    await opens(test, 'A1', 'k1');
    expect(await opens(test, 'A2', 'k1')).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect(await test.orders.find('A2')).toMatchObject({ status: 'created', attempts: 0 });
    expect((await opens(test, 'A2', 'k2')).status).toBe(201);
  });

  it("is each customer's own, whatever both are called", async () => {
    const test = await serverWith();
    await test.orders.create({ orderId: 'C1', customerId: 'asha', amount: '2.00' });
    await test.orders.create({ orderId: 'C2', customerId: 'asha","k', amount: '2.00' });
    expect((await opens(test, 'C1', 'k","k1', 'asha')).status).toBe(201);
    expect((await opens(test, 'C2', 'k1', 'asha","k')).status).toBe(201);
    expect((await opens(test, 'B1', 'k1', 'somebody-else')).status).toBe(201);
  });

  it('may be anything that a header can be, and is kept as a digest', async () => {
    const test = await serverWith({ limits: { customer: 1e9 } });
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\x21-\x7e]{1,200}$/), async (key) => {
        expect((await opens(test, 'A1', key)).status).toBe(201);
      }),
      { numRuns: 20 },
    );
    await opens(test, 'A1', '9876543210');
    expect(inspect(await keysOf(test))).not.toContain('9876543210');
  });

  it('counts as none when it is empty', async () => {
    const test = await serverWith();
    expect((await opens(test, 'A1', '')).status).toBe(201);
    expect((await opens(test, 'A2', '')).status).toBe(201);
    expect(await keysOf(test)).toEqual([]);
  });
});

describe('a flood of requests', () => {
  it('of one customer is cut off at the 121st in a minute, and nobody else is', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const test = await serverWith();
    const asks = (customerId: string) => ask(test, '/orders/A1', { customerId });
    for (let count = 0; count < 120; count += 1) {
      expect((await asks(test.customerId)).status).toBe(200);
    }
    const cut = await asks(test.customerId);
    expect(cut).toMatchObject({ status: 429, body: { code: 'tooMany' } });
    expect(Number(cut.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(cut.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await ask(test, '/authorize', { body: paying(test) })).toMatchObject({ status: 429 });
    expect(await test.orders.find('A1')).toMatchObject({ attempts: 0 });
    expect((await ask(test, '/orders/B1', { customerId: 'somebody-else' })).status).toBe(200);
    vi.setSystemTime(Date.now() + MINUTE);
    expect((await asks(test.customerId)).status).toBe(200);
  });

  it('of nobody is cut off by its address, and touches no customer and no other address', async () => {
    const test = await serverWith({ limits: { failed: 5 } });
    const from = async (ip: string, headers = {}) => {
      const request = new Request(`${HOST}/orders/A1`, { headers });
      return read(await test.server(Object.assign(request, { ip })));
    };
    for (let count = 0; count < 5; count += 1) expect((await from('192.0.2.1')).status).toBe(401);
    const cut = await from('192.0.2.1');
    expect(cut).toMatchObject({ status: 429, body: { code: 'tooMany' } });
    expect(cut.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await from('192.0.2.2')).status).toBe(401);
    expect((await from('192.0.2.1', { 'x-customer': test.customerId })).status).toBe(200);
  });

  it('of nobody cannot choose its address with a header', async () => {
    const test = await serverWith({ limits: { failed: 3 } });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const headers = { 'x-forwarded-for': `192.0.2.${count}`, forwarded: `for=192.0.2.${count}` };
      statuses.push((await ask(test, '/orders/A1', { customerId: null, headers })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });
});

describe('authenticate', () => {
  const everywhere = (test: TestServer) => [
    ['/authorize', initiate(test)] as const,
    ['/authorize', paying(test)] as const,
    ['/authorize', { action: 'initiate', claims: { merchant_id: who(test).merchant_id } }] as const,
    ['/authorize', { action: 'initiate', claims: { ...who(test), customer_id: '42' } }] as const,
    [
      '/authorize',
      { action: 'initiate', claims: { ...who(test), customer_id: 'undefined' } },
    ] as const,
    ['/sessions', { orderId: 'A1' }] as const,
    ['/orders/A1', undefined] as const,
  ];

  it.each([undefined, null, '', false, 0])('that knows nobody (%j) is a 401', async (nobody) => {
    const test = await serverWith({
      authenticate: () => JSON.parse(JSON.stringify({ nobody })).nobody,
    });
    for (const [path, body] of everywhere(test)) {
      const answer = await ask(test, path, { body });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(test.errors).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['an empty object', {}],
    ['a number', 42],
    ['yes', true],
    ['a list', ['asha']],
    ['a customer without an id', { customerId: null }],
    ['a customer with a number for an id', { customerId: 42 }],
    ['a customer with an empty id', { customerId: '' }],
    ['a blank id', ' '],
    ['an id that is too long', 'a'.repeat(129)],
    ['an id with a blank, which no header takes', 'asha rao'],
    ['an id with a line break', 'asha\n'],
    ['an id with half a character', 'asha\ud800'],
    ['a phone number that is none', { customerId: 'abcde12345', mobileNumber: '98765' }],
    ['a phone number that is no text', { customerId: 'abcde12345', mobileNumber: 9876543210 }],
    ['a function', () => 'asha'],
  ])('that answers %s is a 503, signs nothing, and its owner is told', async (_, rubbish) => {
    // A JavaScript server may answer anything.
    const test = await serverWith({ authenticate: () => Object(rubbish) });
    for (const [path, body] of everywhere(test)) {
      const answer = await ask(test, path, { body });
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    }
    expect(test.errors).toHaveLength(everywhere(test).length);
    expect(test.errors[0]).toBeInstanceOf(TypeError);
    expect(String(test.errors[0])).toContain('`authenticate` must answer');
    expect(inspect(test.errors)).not.toContain('98765');
    expect(await test.orders.find('A1')).toMatchObject({ status: 'created', attempts: 0 });
  });

  it.each<[string, () => Promise<string>]>([
    [
      'throws',
      () => {
        throw new Error('no key for the token');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the session store is away'))],
    ['rejects with nothing', () => Promise.reject(undefined)],
    ['throws an answer', () => Promise.reject(new Response('nobody', { status: 401 }))],
  ])('that %s is a 503, and nothing is signed', async (_, authenticate) => {
    const test = await serverWith({ authenticate });
    for (const [path, body] of everywhere(test)) {
      const { status, body: problem, text } = await ask(test, path, { body });
      expect({ status, code: problem['code'] }).toEqual({ status: 503, code: 'unavailable' });
      expect(text).not.toMatch(/token|store|nobody/);
    }
    expect(test.errors).toHaveLength(everywhere(test).length);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'created', attempts: 0 });
  });

  it('may answer a phone number, and no other is signed then', async () => {
    const test = await serverWith({
      authenticate: () => ({ customerId: 'abcde12345', mobileNumber: '919876543210' }),
    });
    const claims = (number: string) => ({
      ...who(test),
      ...{ customer_id: 'abcde12345', customer_mobile_number: number },
    });
    const asks = (number: string) =>
      ask(test, '/authorize', { body: { action: 'upiGetSessionToken', claims: claims(number) } });
    for (const number of ['9876543210', '919876543210']) {
      expect((await asks(number)).status).toBe(200);
    }
    const other = await asks('919876543211');
    expect(other).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(other.text).not.toContain('98765');
  });

  it('may answer a customer whose phone number a database has as null', async () => {
    const customer: unknown = { customerId: 'abcde12345', mobileNumber: null };
    const test = await serverWith({ authenticate: () => Object(customer) });
    const claims = { ...who(test), customer_id: 'abcde12345' };
    expect((await ask(test, '/authorize', { body: { action: 'initiate', claims } })).status).toBe(
      200,
    );
  });
});

describe('what the app is told', () => {
  const planted = {
    ...{ customer_phone: '9876543210', customer_email: 'asha@example.com' },
    ...{ customer_id: 'asha', return_url: 'https://shop.example.com/?p=9876543210' },
    payer_name: 'ASHA RAO',
    payer_vpa: 'asha@okaxis',
    udf1: '9876543210',
    card: { card_number: '4111111111111111', name_on_card: 'ASHA RAO' },
    upi: { payer_vpa: 'asha@okaxis', payer_app: 'app' },
    payment_gateway_response: { rrn: '4111111111111111', resp_message: 'ASHA RAO' },
    metadata: { payer: 'ASHA RAO' },
    payment_links: { web: 'https://pay.example.com/9876543210' },
    txn_detail: { txn_uuid: 'moz1', status: 'CHARGED', txn_amount: 2, payer_vpa: 'asha@okaxis' },
    txn_list: [{ txn_uuid: 'moz1', status: 'CHARGED', payer: { name: 'ASHA RAO' } }],
    refunds: [
      { status: 'PENDING', amount: 1, ref: '9876543210', initiated_by: 'asha@example.com' },
    ],
    mandate: { mandate_status: 'ACTIVE', umn: 'asha@okaxis', payer_name: 'ASHA RAO' },
    amount_refunded: { vpa: 'asha@okaxis' },
  };

  it("is nothing of the customer's", async () => {
    const test = await serverWith();
    const { juspay } = test;
    const original = juspay.orderStatus;
    Object.assign(juspay, {
      orderStatus: async (id: string, options: object) => ({
        ...(await original(id, options)),
        ...planted,
      }),
    });
    await ask(test, '/sessions', { body: { orderId: 'A1' } });
    test.mock.pays('A1');
    const { body, text } = await ask(test, '/orders/A1');
    expect(body).toMatchObject({ status: 'CHARGED', amount: 2 });
    expect(body['txn_list']).toEqual([{ txn_uuid: 'moz1', status: 'CHARGED' }]);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(inspect(await test.orders.find('A1'))).not.toMatch(/9876543210|asha@|ASHA/);
  });

  it('is the same whatever else Juspay says of an order', async () => {
    const test = await serverWith({ limits: { customer: 1e9 } });
    let said: object = {};
    Object.assign(test.juspay, { orderStatus: async () => said });
    await ask(test, '/authorize', { body: paying(test) });
    const KNOWN = new Set([
      ...['orderId', 'order_id', 'status', 'amount', 'currency', 'txn_uuid', 'txn_detail'],
      ...['txn_list', 'refunded', 'amount_refunded', 'refunds', 'mandate'],
    ]);
    const secret = fc.constantFrom(...SECRETS);
    const within = fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof(secret, fc.array(secret)));
    const answers = fc.dictionary(
      fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...Object.keys(planted), '__proto__')),
      fc.oneof(within, fc.array(within, { maxLength: 3 })),
      { maxKeys: 6 },
    );
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        said = { order_id: 'A1', status: 'NEW', amount: 2, ...answer };
        const { body, status, text } = await ask(test, '/orders/A1');
        expect(status).toBe(200);
        expect(Object.keys(body).filter((key) => !KNOWN.has(key))).toEqual([]);
        for (const one of SECRETS) expect(text).not.toContain(one);
      }),
      { numRuns: 80 },
    );
    expect(test.errors).toEqual([]);
  });

  it("is nothing of Juspay's own errors, nor of what the server is made of", async () => {
    const test = await serverWith();
    await ask(test, '/authorize', { body: paying(test) });
    test.mock.faults.arm('status', { times: 100, status: 401 });
    const asking = ask(test, '/orders/A1');
    await test.pass(MINUTE);
    const order = await asking;
    expect(order).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    const session = await ask(test, '/sessions', { body: { orderId: 'A2' } });
    expect(session).toMatchObject({ status: 502, body: { code: 'refused' } });
    expect(test.errors.length).toBeGreaterThan(0);
    for (const secret of SECRETS) {
      expect(inspect(test.errors, { depth: 12, showHidden: true })).not.toContain(secret);
      expect(order.text + session.text).not.toContain(secret);
    }
  });

  it('is not what a handler of the merchant threw', async () => {
    const test = await serverWith({
      sessionOf: () => {
        throw new Error('no phone for asha@example.com');
      },
    });
    const { status, text } = await ask(test, '/sessions', { body: { orderId: 'A1' } });
    expect(status).toBe(503);
    expect(text).not.toContain('asha');
    expect(test.errors).toEqual([expect.objectContaining({ message: expect.any(String) })]);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'created', attempts: 0 });
  });
});

describe('onError', () => {
  it.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('the log is full');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('the log is away'))],
  ])('that %s changes no answer, and ends no process', async (_, onError) => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const test = await serverWith({
      authenticate: () => Promise.reject(new Error('away')),
      onError,
    });
    expect((await ask(test, '/orders/A1')).status).toBe(503);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe('a customer whose id cannot be sent to Juspay', () => {
  it.each(['asha rao', 'आशा', ' ', 'asha\n', '', 'a'.repeat(129), 42, null])(
    'has no order in the books, for nobody could ask about it: %j',
    async (customerId) => {
      const test = await serverWith();
      const order = Object({ orderId: 'C1', customerId, amount: '2.00' });
      await expect(test.orders.create(order)).rejects.toMatchObject({
        reason: 'invalid',
        issues: [expect.objectContaining({ path: 'customerId', code: 'customerId.format' })],
      });
    },
  );
});
