import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createJuspay } from '../../../src/server/juspay/create-juspay.js';
import { JuspayError } from '../../../src/server/juspay/juspay-error.js';
import { createVirtualClock } from '../../../testing/index.js';

const apiKey = 'sk_live_0123456789abcdef';
const basic = Buffer.from(`${apiKey}:`).toString('base64');
const SECRETS = [apiKey, basic, '9876543210', 'asha@okbank', '198731890123', 'tkn_20f89d52'];
const merchant = { environment: 'sandbox', merchantId: 'stock', apiKey } as const;

afterEach(() => {
  vi.unstubAllGlobals();
});

const shownOf = (value: unknown): string =>
  `${inspect(value, { depth: 12, showHidden: true, getters: true })}${JSON.stringify(value)}${Object(value).stack}`;

describe('the options of a client', () => {
  const make = (options: unknown): unknown => {
    try {
      return Reflect.apply(createJuspay, undefined, [options]);
    } catch (error) {
      return error;
    }
  };

  it.each<[string, object, string]>([
    ['no address', { environment: undefined }, 'environment or baseUrl'],
    ['another environment', { environment: 'prod' }, 'environment'],
    ['two addresses', { baseUrl: 'https://bank.example.com' }, 'environment'],
    ['no merchant', { merchantId: undefined }, 'merchantId'],
    ['a blank in the merchant', { merchantId: 'my stock' }, 'merchantId'],
    ['no key', { apiKey: '' }, 'apiKey'],
    ['a line break behind the key', { apiKey: `${apiKey}\n` }, 'apiKey'],
    ['a key that is no text', { apiKey: 7 }, 'apiKey'],
    ['a version that is no date', { version: '2024-2-1' }, 'version'],
    ['a version of no calendar', { version: '2024-13-01' }, 'version'],
    ['no time', { timeout: 0 }, 'timeout'],
    ['an endless time', { timeout: Number.POSITIVE_INFINITY }, 'timeout'],
    ['half a retry', { retries: 0.5 }, 'retries'],
    ['endless retries', { retries: 11 }, 'retries'],
    ['a fetch that is none', { fetch: {} }, 'fetch'],
    ['a clock that is none', { clock: { now: () => 0 } }, 'clock'],
  ])('are refused with %s', (_, change, name) => {
    const error = make({ ...merchant, ...change });
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining(`createJuspay: ${name} must be`),
    );
    expect(shownOf(error)).not.toContain(apiKey);
  });

  it.each([
    'http://bank.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1',
    'ftp://localhost',
    'https://user:word@bank.example.com',
    'https://bank.example.com/?a=1',
    'https://bank.example.com/#a',
    'bank.example.com',
    '',
    7,
  ])('are refused with the address %j', (baseUrl) => {
    const error = make({ merchantId: 'stock', apiKey, baseUrl });
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining('createJuspay: baseUrl must be'),
    );
  });

  it.each([undefined, null, 'sandbox'])('are refused when they are %j', (options) => {
    expect(make(options)).toBeInstanceOf(TypeError);
  });

  it.each([
    'https://smartgateway.example.com',
    'https://bank.example.com:8443/juspay/',
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://127.9.9.9',
    'http://[::1]:3000',
  ])('take the address %s', (baseUrl) => {
    expect(make({ merchantId: 'stock', apiKey, baseUrl })).not.toBeInstanceOf(Error);
  });

  it.each([
    ['sandbox', 'https://sandbox.juspay.in/orders/A1'],
    ['production', 'https://api.juspay.in/orders/A1'],
  ] as const)('know the host of %s, and the fetch of the platform', async (environment, url) => {
    const fetched = vi.fn(async () => new Response('{"order_id":"A1","status":"NEW"}'));
    const juspay = createJuspay({ ...merchant, environment });
    vi.stubGlobal('fetch', fetched);
    await juspay.orderStatus('A1');
    expect(fetched).toHaveBeenCalledExactlyOnceWith(
      url,
      expect.objectContaining({ method: 'GET', redirect: 'manual' }),
    );
  });

  it('know the time of the platform', async () => {
    const fetch = async () => new Response('', { status: 503, headers: { 'retry-after': '31' } });
    const juspay = createJuspay({ ...merchant, fetch });
    await expect(juspay.orderStatus('A1')).rejects.toMatchObject({ reason: 'unavailable' });
  });
});

describe('the API key', () => {
  it('does not show when the client is printed', () => {
    const juspay = createJuspay(merchant);
    for (const secret of [apiKey, basic]) expect(shownOf(juspay)).not.toContain(secret);
    expect(JSON.stringify(juspay)).toBe('{"mandates":{}}');
  });

  it('does not show in an error of the network that prints what was sent', async () => {
    const juspay = createJuspay({
      ...merchant,
      retries: 0,
      fetch: async (url, init) => {
        throw new TypeError(`${url} ${JSON.stringify(init)}`, { cause: init });
      },
    });
    const error: unknown = await juspay.orderStatus('A1').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(JuspayError);
    expect(error).not.toHaveProperty('cause');
    for (const secret of [apiKey, basic]) expect(shownOf(error)).not.toContain(secret);
  });
});

/** JSON of any kind, with the keys that are read and with somebody's numbers. */
const { json } = fc.letrec<{ json: unknown; object: object }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...SECRETS, 'A1', 'CHARGED', 'RESOURCE_NOT_FOUND', 'INVALID_INPUT', '2.0'),
    fc.constantFrom(null, true, false, 2, 200, 1e21, -1),
    fc.string(),
    fc.array(tie('json'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.constantFrom(
      ...['order_id', 'orderId', 'id', 'status', 'amount', 'sdk_payload', 'payload', 'requestId'],
      ...['payment_links', 'web', 'expiry', 'order_expiry', 'refunds', 'unique_request_id'],
      ...['error', 'error_code', 'error_message', 'error_info', 'code', 'type', 'message'],
      ...['fields', 'field_name', 'mandate_id', 'object_reference_id', 'currency', '__proto__'],
    ),
    tie('json'),
    { maxKeys: 8 },
  ),
}));

const session = {
  orderId: 'A1',
  amount: '2.00',
  customerId: 'cust-1',
  customerEmail: 'asha@example.com',
  customerPhone: '9876543210',
  paymentPageClientId: 'stock',
};
/** Every call with good fields. */
const calls = (juspay: ReturnType<typeof createJuspay>): Promise<unknown>[] => [
  juspay.createSession(session),
  juspay.orderStatus('A1'),
  juspay.refund({ orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' }),
  juspay.mandates.status({ mandateId: 'm1' }),
  juspay.mandates.execute({ mandateId: 'm1', orderId: 'A1', amount: '2.00' }),
  juspay.mandates.notification('n1'),
];

/** Plain, for it runs some thousand times. */
function expectSafe(error: unknown): void {
  if (!(error instanceof JuspayError)) throw new Error('another error', { cause: error });
  const shown = `${inspect(error, { depth: 4 })}${JSON.stringify(error)}`;
  const secret = SECRETS.find((text) => shown.includes(text));
  if (secret !== undefined) throw new Error(`${secret} shows in ${shown}`);
}

it('whatever Juspay answers, a call answers or rejects with a safe JuspayError', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        json.map((value) => JSON.stringify(value)),
        fc.string(),
        fc.constantFrom(...SECRETS),
      ),
      fc.constantFrom(200, 201, 204, 302, 400, 401, 404, 409, 410, 422, 429, 500),
      async (text, status) => {
        const fetch = async () => new Response(status === 204 ? null : text, { status });
        const juspay = createJuspay({ ...merchant, retries: 0, fetch });
        for (const call of calls(juspay)) await call.catch(expectSafe);
      },
    ),
    { numRuns: 200 },
  );
});

it('whatever a fetch does, a call answers or rejects with a safe JuspayError', async () => {
  await fc.assert(
    fc.asyncProperty(fc.anything(), fc.boolean(), async (value, throws) => {
      const fetch = () => {
        if (throws) throw value;
        return Promise.resolve(value);
      };
      const clock = createVirtualClock();
      const juspay = Reflect.apply(createJuspay, undefined, [
        { ...merchant, retries: 0, fetch, clock },
      ]);
      for (const call of calls(juspay)) {
        const settled = call.then(() => undefined, expectSafe);
        await clock.advance(10_000);
        await settled;
      }
    }),
    { numRuns: 80 },
  );
});

it('whatever a call is given, nothing is thrown but a safe JuspayError', async () => {
  const odd = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }),
    fc.record(
      {
        orderId: fc.oneof(fc.string(), fc.constant('A1')),
        amount: fc.oneof(fc.string(), fc.constant('2.00'), fc.double()),
        customerId: fc.oneof(fc.string(), fc.constantFrom('', ...SECRETS)),
        customerEmail: fc.oneof(fc.string(), fc.constantFrom('asha@example.com', ...SECRETS)),
        customerPhone: fc.oneof(fc.string(), fc.constantFrom(...SECRETS)),
        paymentPageClientId: fc.string(),
        returnUrl: fc.oneof(fc.constantFrom('https://a.b/c', 'http://a'), fc.string()),
        tpv: fc.anything(),
        mandate: fc.anything(),
        mandateId: fc.oneof(fc.string(), fc.constantFrom(...SECRETS)),
        objectReferenceId: fc.string(),
        uniqueRequestId: fc.string(),
        executionDate: fc.oneof(fc.double(), fc.maxSafeInteger()),
        [SECRETS[2] ?? '']: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(odd, async (input) => {
      const fetch = async () => new Response('', { status: 400 });
      const juspay = createJuspay({ ...merchant, retries: 0, fetch });
      const { mandates } = juspay;
      for (const call of [
        ...[juspay.createSession, juspay.orderStatus, juspay.refund, mandates.notify],
        ...[mandates.execute, mandates.pause, mandates.status, mandates.cancelExecution],
        mandates.notification,
      ]) {
        const promise: Promise<unknown> = Reflect.apply(call, undefined, [input, input]);
        await promise.catch(expectSafe);
      }
    }),
    { numRuns: 150 },
  );
});
