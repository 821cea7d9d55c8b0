import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sameAmount } from '../../../core/protocol/index.js';
import { createTestServer, type TestServer } from '../../../testing/server/index.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 0, 5, 4, 30);
const HOST = 'https://shop.example.com';
/** What a request may hold that nobody may be told of, and what only the server knows. */
const PLANTED = ['9876543210', 'asha@okaxis', '4111111111111111', '-----BEGIN PRIVATE KEY-----'];
const SECRETS = [...PLANTED, 'an-api-key-of-the-dashboard', 'a password of the dashboard'];
const CODES: Readonly<Record<number, readonly string[]>> = {
  400: ['malformed'],
  403: ['forbidden'],
  404: ['notFound', 'unknownOrder'],
  405: ['methodNotAllowed'],
  409: ['otherTerms', 'orderEnded', 'conflict'],
  413: ['tooLarge'],
  415: ['unsupported'],
  422: ['invalid'],
};
const gym = {
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: NOW + DAY,
  endDate: NOW + 365 * DAY,
} as const;

let test: TestServer;
/** What the server reported. */
const errors: unknown[] = [];

beforeAll(async () => {
  test = await createTestServer({
    world: { device: 'LINKED' },
    server: {
      limits: { customer: 1e9, failed: 1e9 },
      onError: (error) => errors.push(error),
    },
  });
  const { orders, customerId } = test;
  await orders.create({ orderId: 'A1', customerId, amount: '2.00' });
  await orders.create({ orderId: 'M1', customerId, amount: '2.00', mandate: gym });
  await orders.create({ orderId: 'B1', customerId: 'somebody-else', amount: '2.00' });
});

afterAll(() => test.stop());

/** Everything that is in the books. */
async function booksOf({ orders: { db } }: TestServer) {
  return {
    orders: await db.selectFrom('upi_orders').selectAll().execute(),
    attempts: await db.selectFrom('upi_attempts').selectAll().execute(),
    webhooks: await db.selectFrom('upi_webhook_events').selectAll().execute(),
    keys: await db.selectFrom('upi_idempotency').selectAll().execute(),
    outbox: await db.selectFrom('upi_outbox').selectAll().execute(),
  };
}

interface Sent {
  readonly method?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | ReadableStream<Uint8Array>;
}

function requestOf(path: string, { method = 'POST', type, headers, body }: Sent): Request {
  return new Request(`${HOST}${path}`, {
    method,
    headers: {
      'x-customer': test.customerId,
      'content-type': type ?? 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    duplex: 'half',
  });
}

/** Sends what is wrong: it is refused in the one form, and nothing has happened. */
async function refused(path: string, sent: Sent) {
  const before = await booksOf(test);
  const calls = test.mock.calls.length;
  const response = await test.server(requestOf(path, sent));
  const text = await response.text();
  const body = JSON.parse(text);
  expect(Object.keys(CODES)).toContain(String(response.status));
  expect(body).toMatchObject({
    type: 'about:blank',
    status: response.status,
    title: expect.stringMatching(/\.$/),
  });
  expect(CODES[response.status]).toContain(body.code);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\n\s*at |\.[jt]s:\d|node_modules/);
  expect(inspect(errors, { depth: 12 })).toBe('[]');
  expect(test.mock.calls).toHaveLength(calls);
  expect(await booksOf(test)).toEqual(before);
  return { status: response.status, code: String(body.code), detail: String(body.detail), body };
}

const who = () => ({
  merchant_id: test.simulator.merchant.merchantId,
  customer_id: test.customerId,
  timestamp: String(NOW),
});
const paying = (): Record<string, unknown> => ({ ...who(), amount: '2.00', order_id: 'A1' });
const mandating = (): Record<string, unknown> => ({
  ...paying(),
  order_id: 'M1',
  'metadata.YES_BIZ:mandate_name': 'Gym',
  'options.create_mandate': 'REQUIRED',
  'mandate.max_amount': '500.00',
  'mandate.amount_rule': 'VARIABLE',
  'mandate.frequency': 'MONTHLY',
  'mandate.start_date': String(gym.startDate),
  'mandate.end_date': String(gym.endDate),
  'mandate.block_funds': 'false',
});

const IDENTITY = [
  ...['initiate', 'updateAuth', 'upiGetSessionToken', 'upiBindActivateDevice'],
  ...['onboarding', 'upiValidVpa', 'management'],
];
const MONEY = ['upiTxn', 'onboardingAndPay'];

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...PLANTED, 'A1', '\ud800', 'A1\udfff', 'नमस्ते', '\u0000', '__proto__', ''),
);
const anyKey = fc.oneof(
  anyText,
  fc.constantFrom('__proto__', 'constructor', 'toString', 'action', 'claims', 'orderId', 'id'),
);
const { json: anyJson } = fc.letrec<{ json: unknown; object: object }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyText,
    fc.constantFrom(null, true, false, 0, -1, 1e21, 2, 2.0),
    fc.array(tie('json'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(anyKey, tie('json')), { maxLength: 5 }).map((entries) =>
    entries.reduce(
      (all, [key, value]) =>
        Object.defineProperty(all, key, {
          ...{ value, enumerable: true, configurable: true, writable: true },
        }),
      {},
    ),
  ),
}));

/** Runs a property as often as a loaded machine bears. */
const always = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<void>, numRuns = 80) =>
  fc.assert(fc.asyncProperty(arbitrary, check), { numRuns });

describe.each(['/authorize', '/sessions'])('POST %s', (path) => {
  it('takes what it takes, or these tests would say nothing', async () => {
    const body = path === '/sessions' ? { orderId: 'A2' } : { action: 'initiate', claims: who() };
    await test.orders.create({ orderId: 'A2', customerId: test.customerId, amount: '2.00' });
    expect((await test.request(path, { body })).ok).toBe(true);
  });

  it('refuses any text that is no JSON, and any bytes that are no text', async () => {
    await always(fc.oneof(anyText, fc.uint8Array({ maxLength: 60 })), async (body) => {
      await refused(path, { body });
    });
    const half = new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]);
    expect(await refused(path, { body: half })).toMatchObject({ status: 400, code: 'malformed' });
    expect(await refused(path, {})).toMatchObject({ status: 400, code: 'malformed' });
  });

  it('refuses any JSON that is not what it takes', async () => {
    await always(anyJson, async (value) => {
      const orderId: unknown = Reflect.get(Object(value), 'orderId');
      if (typeof orderId === 'string' && /^[AM]\d$/.test(orderId)) return;
      await refused(path, { body: JSON.stringify(value) });
    });
  });

  it('refuses JSON under any other content type', async () => {
    const other = fc
      .stringMatching(/^[a-z*]{1,12}\/[a-z+.-]{1,12}$/)
      .filter((type) => !/^application\/(?:.*\+)?json$/.test(type));
    const types = fc.oneof(
      other,
      fc.constantFrom(
        ...['', 'text/plain', 'text/json', 'application/json-seq', 'application/jsonp', 'json'],
        ...['multipart/form-data; boundary=json', 'text/plain; application/json'],
        'application/x-www-form-urlencoded',
      ),
    );
    await always(types, async (type) => {
      const answer = await refused(path, { type, body: '{"orderId":"A1"}' });
      expect(answer).toMatchObject({ status: 415, code: 'unsupported' });
    });
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json'])(
    'reads JSON as %s',
    async (type) => {
      expect(await refused(path, { type, body: '{}' })).toMatchObject({ code: 'invalid' });
    },
  );

  it('refuses a body that is too large, by what it announces', async () => {
    const body = JSON.stringify({ orderId: 'A1', more: 'x'.repeat(20_000) });
    const headers = { 'content-length': String(body.length) };
    expect(await refused(path, { body, headers })).toMatchObject({ status: 413, code: 'tooLarge' });
  });

  it('refuses a body that is too large and announces nothing, or less, and reads no more of it', async () => {
    for (const announced of [{}, { 'content-length': '10' }, { 'content-length': 'many' }]) {
      let read = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          read += 1;
          controller.enqueue(new Uint8Array(1_024).fill(0x20));
        },
      });
      const answer = await refused(path, { body: endless, headers: announced });
      expect(answer).toMatchObject({ status: 413, code: 'tooLarge' });
      expect(read).toBeLessThan(20);
    }
  });

  it('refuses a body that ends in the middle', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error(`reset by ${PLANTED[0]}`)),
    });
    expect(await refused(path, { body: broken })).toMatchObject({
      status: 400,
      code: 'malformed',
    });
  });

  it('refuses a body that somebody else has read', async () => {
    const request = requestOf(path, { body: '{}' });
    await request.text();
    const response = await test.server(request);
    expect(response.status).toBe(503);
    // That is a mistake in how the server was mounted, so its owner hears of it.
    expect(errors.splice(0)).toEqual([
      expect.objectContaining({ message: expect.stringContaining('body') }),
    ]);
  });

  it('refuses what is nested too deeply, however deep', async () => {
    await always(
      fc.tuple(fc.integer({ min: 33, max: 8_000 }), fc.boolean()),
      async ([depth, isList]) => {
        const open = isList ? '['.repeat(depth) : '{"a":'.repeat(Math.min(depth, 2_000));
        const close = isList ? ']'.repeat(depth) : '}'.repeat(Math.min(depth, 2_000));
        const body = `{"orderId":"A1","more":${open}1${close}}`;
        expect(await refused(path, { body })).toMatchObject({ status: 422, code: 'invalid' });
      },
      20,
    );
  });

  it('refuses what says something twice', async () => {
    const body =
      path === '/sessions'
        ? '{"orderId":"B1","orderId":"A1"}'
        : `{"action":"initiate","action":"upiTxn","claims":${JSON.stringify(paying())}}`;
    expect(await refused(path, { body })).toMatchObject({ status: 422, code: 'invalid' });
    const escaped = body
      .replace('"orderId"', '"\\u006frderId"')
      .replace('"action"', '"\\u0061ction"');
    expect(await refused(path, { body: escaped })).toMatchObject({ status: 422, code: 'invalid' });
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('takes no %s', async (method) => {
    const response = await test.server(new Request(`${HOST}${path}`, { method }));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('POST /authorize', () => {
  const signs = (claims: unknown, action = 'upiTxn') =>
    refused('/authorize', { body: JSON.stringify({ action, claims }) });

  it('signs nothing but the nine actions', async () => {
    await always(anyText, async (action) => {
      expect(await signs(paying(), action)).toMatchObject({ status: 422, code: 'invalid' });
    });
    for (const action of ['UPITXN', 'upitxn', 'refund', 'upiTxn ', 'constructor', '__proto__']) {
      expect(await signs(paying(), action)).toMatchObject({ status: 422, code: 'invalid' });
    }
  });

  it.each(IDENTITY)('signs %s for nobody but the customer and the merchant', async (action) => {
    for (const change of [
      { customer_id: 'somebody-else' },
      { customer_id: test.customerId.toUpperCase() },
      { customer_id: `${test.customerId} ` },
      { customer_id: undefined },
      { merchant_id: 'another' },
      { merchant_id: undefined },
    ]) {
      const answer = await signs({ ...who(), ...change }, action);
      expect(answer).toMatchObject({ status: 403, code: 'forbidden' });
      expect(answer.detail).toMatch(/customer_id|merchant_id/);
    }
  });

  it.each(IDENTITY)(
    'signs %s with no claim that moves money, and none that nobody knows',
    async (action) => {
      const claim = fc.oneof(
        fc.tuple(anyKey, anyText),
        fc.constantFrom(
          ...Object.entries({ ...mandating(), currency: 'INR', udf1: 'x', 'options.x': 'y' })
            .filter(([name]) => !Object.hasOwn(who(), name))
            .map(([name, value]): [string, string] => [name, String(value)]),
        ),
      );
      await always(
        claim,
        async ([name, value]) => {
          const claims = Object.defineProperty({ ...who() }, name, { value, enumerable: true });
          const { code } = await signs(claims, action);
          expect(['forbidden', 'invalid']).toContain(code);
        },
        40,
      );
    },
  );

  it('signs a phone number that is one, in no other form', async () => {
    const asked = (number: unknown) =>
      signs({ ...who(), customer_mobile_number: number }, 'upiGetSessionToken');
    await always(fc.oneof(anyText, fc.stringMatching(/^[0-9+ -]{1,16}$/)), async (number) => {
      if (/^(?:91)?\d{10}$/.test(number)) return;
      expect(await asked(number)).toMatchObject({ status: 422, code: 'invalid' });
    });
    const { body } = await asked('98765');
    expect(body.issues).toEqual([
      expect.objectContaining({
        path: 'claims.customer_mobile_number',
        code: 'mobileNumber.format',
      }),
    ]);
  });

  it.each(MONEY)(
    '%s pays no order that the books do not have for this customer',
    async (action) => {
      await always(anyText, async (orderId) => {
        if (orderId === 'A1') return;
        const claims = { ...paying(), order_id: orderId };
        const { status } = await signs(claims, action);
        expect(status).toBe(orderId.trim() === 'A1' ? 409 : 404);
      });
      for (const order of ['B1', 'b1', 'A9', undefined]) {
        expect(await signs({ ...paying(), order_id: order }, action)).toMatchObject({
          status: 404,
          code: 'unknownOrder',
        });
      }
    },
  );

  it.each(MONEY)('%s signs each claim as the books have it, or nothing', async (action) => {
    const names = Object.keys(mandating()).filter((name) => name !== 'timestamp');
    const change = fc.record({
      name: fc.constantFrom(...names),
      value: fc.oneof(
        anyText,
        fc.constantFrom(
          ...['2.01', '200', '0.02', '1.99', '2.001', '2,00', '+2.00', '2e0', ' 2.00', '２.00'],
          ...['500.01', '5000.00', 'FIXED', 'DAILY', 'true', 'OPTIONAL', 'Gym '],
          ...[String(gym.startDate + 1), String(gym.endDate - 1), 'monthly'],
        ),
      ),
    });
    await always(change, async ({ name, value }) => {
      const isSame = /amount$/.test(name) ? sameAmount : Object.is;
      if (isSame(value, mandating()[name])) return;
      const { status } = await signs({ ...mandating(), [name]: value }, action);
      expect([403, 404, 409, 422]).toContain(status);
    });
    for (const name of names) {
      const { [name]: _, ...rest } = mandating();
      const { status, detail } = await signs(rest, action);
      expect(status).toBeGreaterThanOrEqual(403);
      if (name !== 'order_id') expect(detail).toContain(name);
    }
  });

  it.each(MONEY)(
    '%s signs no claim in another spelling, none too many, none that is no text',
    async (action) => {
      for (const [name, value] of Object.entries(paying())) {
        const { [name]: _, ...rest } = paying();
        if (name === 'timestamp') continue;
        for (const other of [
          name.toUpperCase(),
          name.replace('_', ''),
          ` ${name}`,
          `${name}\u0000`,
        ]) {
          if (other === name) continue;
          await signs({ ...rest, [other]: value }, action);
          await signs({ ...paying(), [other]: value }, action);
        }
      }
      await always(fc.tuple(anyKey, anyText), async ([name, value]) => {
        const claims = Object.defineProperty(paying(), name, { value, enumerable: true });
        await signs(claims, action);
      });
      await always(
        anyJson.filter((value) => typeof value !== 'string'),
        async (value) => {
          for (const name of ['amount', 'order_id', 'customer_id', 'timestamp']) {
            expect(await signs({ ...paying(), [name]: value }, action)).toMatchObject({
              code: 'invalid',
            });
          }
        },
        40,
      );
    },
  );

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'signs nothing with a claim that is called %s',
    async (name) => {
      for (const [action, claims] of [
        ['upiTxn', paying()],
        ['initiate', who()],
      ] as const) {
        Object.defineProperty(claims, name, { value: 'x', enumerable: true });
        const { code } = await signs(claims, action);
        expect(['otherTerms', 'forbidden', 'invalid']).toContain(code);
      }
    },
  );

  it('tells nobody the name of a claim that the books do not know', async () => {
    for (const planted of PLANTED) {
      const { detail } = await signs({ ...paying(), [planted]: planted });
      expect(detail).toBe('These claims differ: one that is not known.');
    }
  });

  it('signs its own time, whatever time was asked for', async () => {
    for (const timestamp of ['0', '1', '9999999999999', '', 'never', PLANTED[0], '-1', undefined]) {
      const response = await test.request('/authorize', {
        body: { action: 'initiate', claims: { ...who(), timestamp } },
      });
      const body: unknown = await response.json();
      const signed = { ...who(), timestamp: String(test.simulator.clock.now()) };
      expect(body).toMatchObject({ signaturePayload: JSON.stringify(signed) });
    }
  });
});

describe('POST /sessions', () => {
  const opens = (orderId: unknown, headers = {}) =>
    refused('/sessions', { body: JSON.stringify({ orderId }), headers });

  it('opens none for an order that the books do not have for this customer', async () => {
    for (const order of ['B1', 'b1', 'A9', 'a-_9']) {
      expect(await opens(order)).toMatchObject({ status: 404, code: 'unknownOrder' });
      expect(await opens(order, { 'idempotency-key': 'k1' })).toMatchObject({ status: 404 });
    }
  });

  it('opens none for what is no order id', async () => {
    await always(
      anyJson.filter((id) => id !== 'A1'),
      async (id) => {
        expect([404, 422]).toContain((await opens(id)).status);
      },
    );
  });
});

describe('GET /orders/:id', () => {
  const TRICKS = [
    ...['..', '.', '%2e%2e', '%2E', '%00', 'A1%00', 'A1%2f..', 'A1/..', 'A1%2F', '../authorize'],
    ...['%', '%E0%A4%A', '%ff', '%ed%a0%80', 'A1;x', 'A1%20', '%20A1', 'A1%0a', '%41%31%2e', ''],
    ...['B1', 'b1', '__proto__', 'constructor', 'A1%3f', `${'A'.repeat(21)}`, 'A'.repeat(60_000)],
    ...["A1'--", 'A1%22', '*', 'A_', '%25', 'A1%5c', 'A1//', '%F0%9F%92%A9', 'Ａ１'],
  ];

  it.each(TRICKS.map((id) => [id.slice(0, 30), id]))('tells nothing of %s', async (_, id) => {
    const { code } = await refused(`/orders/${id}`, { method: 'GET' });
    expect(['unknownOrder', 'notFound', 'methodNotAllowed']).toContain(code);
  });

  it('tells nothing of any id that the books do not have', async () => {
    const ids = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.stringMatching(/^[A-Za-z0-9_-]{1,21}$/),
      fc.stringMatching(/^[A-Za-z0-9%.\\/]{1,30}$/),
    );
    await always(fc.tuple(ids, fc.boolean()), async ([id, isEncoded]) => {
      if (/^[am][12]$/i.test(id)) return;
      const path = `/orders/${isEncoded ? encodeURIComponent(id) : id.replaceAll(/[?#]/g, '')}`;
      await refused(path, { method: 'GET' });
    });
  });
});

describe('any other path', () => {
  it.each([
    '/',
    '//authorize',
    '/authorize/',
    '/Authorize',
    '/authorize%2f',
    '/orders',
    '/orders/',
  ])('%s is not there', async (path) => {
    expect(await refused(path, { body: '{}' })).toMatchObject({ status: 404, code: 'notFound' });
  });

  it('is not there, whatever it is', async () => {
    await always(fc.webPath(), async (path) => {
      if (/^\/(?:authorize|sessions|healthz|webhooks\/juspay|orders\/[^/]+)$/.test(path)) return;
      expect(await refused(path, { body: '{}' })).toMatchObject({ status: 404, code: 'notFound' });
    });
  });
});
