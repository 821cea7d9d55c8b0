import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AuthorizeRequest } from '../../src/index.js';
import {
  HttpBackendError,
  type HttpBackendOptions,
  type HttpFetch,
  httpBackend,
} from '../../src/index.js';
import { createTestApp, createVirtualClock } from '../../testing/index.js';
import { createTestServer } from '../../testing/server/index.js';
import { pay } from '../flow/support/paying.js';

vi.setConfig({ testTimeout: 60_000 });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const SECRETS = [
  '9876543210',
  'asha@okaxis',
  'Bearer ey',
  'tkn_20f89d52',
  'c2lnbmF0dXJl',
  'shop.example',
];
const AUTHORIZATION = { authorization: 'Bearer eyJhbGciOi.tkn_20f89d52' };
const SIGNED = { merchantKeyId: '1234', signature: 'c2lnbmF0dXJl', signaturePayload: '{}' };
const asked: AuthorizeRequest = {
  action: 'initiate',
  claims: { merchant_id: 'stock', customer_id: '9876543210', timestamp: '1767587400000' },
};

afterEach(() => vi.unstubAllGlobals());

/** What a server says, or does instead: `silence` never ends. */
type Said = Response | Error | 'silence' | (() => unknown);

/** A backend whose server says one thing after the other; the last again and again. */
function backendWith(said: readonly Said[], options: Partial<HttpBackendOptions> = {}) {
  const clock = createVirtualClock();
  const requests: { url: string; init: Parameters<HttpFetch>[1]; at: number }[] = [];
  const start = clock.now();
  const fetch: HttpFetch = (url, init) => {
    const next = said[Math.min(requests.length, said.length - 1)];
    requests.push({ url, init, at: clock.now() - start });
    if (next === 'silence' || next === undefined) return new Promise(() => {});
    if (next instanceof Error) return Promise.reject(next);
    if (next instanceof Response) return Promise.resolve(next.clone());
    return Promise.resolve(Object(next()));
  };
  const backend = httpBackend({
    ...{ baseUrl: 'https://shop.example.com/upi', headers: AUTHORIZATION, fetch, clock },
    ...options,
  });
  return { backend, clock, requests, times: () => requests.map(({ at }) => at) };
}

/** What comes of a call once so much time has passed; `undefined` while nothing has. */
async function outcome(
  call: Promise<unknown>,
  { clock }: Pick<ReturnType<typeof backendWith>, 'clock'>,
  ms = 10 * MINUTE,
): Promise<unknown> {
  let came: unknown;
  call.then(
    (answer) => {
      came = answer;
    },
    (error: unknown) => {
      came = error;
    },
  );
  await clock.advance(ms);
  return came;
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const problem = (status: number, code = 'invalid', headers: Record<string, string> = {}) =>
  json({ type: 'about:blank', code, status, title: `For asha@okaxis` }, status, headers);

describe('httpBackend asks', () => {
  it('for a signature, with what is to be signed and who is logged in', async () => {
    const bed = backendWith([json(SIGNED)]);
    expect(await outcome(bed.backend.authorize(asked), bed)).toEqual(SIGNED);
    expect(bed.requests).toHaveLength(1);
    const [request] = bed.requests;
    expect(request?.url).toBe('https://shop.example.com/upi/authorize');
    expect(request?.init).toMatchObject({
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...AUTHORIZATION },
    });
    expect(JSON.parse(request?.init.body ?? '')).toEqual(asked);
  });

  it('for an order, without a body and its type', async () => {
    const bed = backendWith([json({ orderId: 'A1', status: 'CHARGED', amount: '2.00' })]);
    expect(await outcome(bed.backend.orderStatus('A1'), bed)).toMatchObject({ status: 'CHARGED' });
    const [request] = bed.requests;
    expect(request?.url).toBe('https://shop.example.com/upi/orders/A1');
    expect(request?.init.method).toBe('GET');
    expect(request?.init.body).toBeUndefined();
    expect(request?.init.headers).toEqual({ accept: 'application/json', ...AUTHORIZATION });
  });

  it('for a session, and answers its payload', async () => {
    const sdkPayload = { requestId: 'r1', service: 'in.juspay.hyperpay', payload: { a: 1 } };
    const bed = backendWith([json({ orderId: 'A1', sdkPayload }, 201)]);
    expect(await outcome(bed.backend.session('A1'), bed)).toEqual(sdkPayload);
    expect(bed.requests[0]?.url).toBe('https://shop.example.com/upi/sessions');
    expect(bed.requests[0]?.init.body).toBe('{"orderId":"A1"}');
  });

  it.each([
    ['A/1', 'A%2F1'],
    ['../healthz', '..%2Fhealthz'],
    ['A1?x=1#y', 'A1%3Fx%3D1%23y'],
    ['A 1', 'A%201'],
    ['आ', '%E0%A4%86'],
    ['%2e%2e', '%252e%252e'],
  ])('for the order %s in its place', async (id, encoded) => {
    const bed = backendWith([json({ orderId: id, status: 'NEW' })]);
    await outcome(bed.backend.orderStatus(id), bed);
    expect(bed.requests[0]?.url).toBe(`https://shop.example.com/upi/orders/${encoded}`);
    expect(new URL(bed.requests[0]?.url ?? '').pathname).toBe(`/upi/orders/${encoded}`);
  });

  it.each(['.', '..', '', 'A1\ud800'])('for no order that has no place: %j', async (id) => {
    const bed = backendWith([json({ status: 'NEW' })]);
    expect(await outcome(bed.backend.orderStatus(id), bed)).toBeInstanceOf(HttpBackendError);
    expect(bed.requests).toEqual([]);
  });

  it.each([
    ['https://shop.example.com', 'https://shop.example.com/orders/A1'],
    ['https://shop.example.com/', 'https://shop.example.com/orders/A1'],
    ['https://shop.example.com/a/b///', 'https://shop.example.com/a/b/orders/A1'],
    ['http://10.0.2.2:8080/upi', 'http://10.0.2.2:8080/upi/orders/A1'],
    ['https://[::1]:8080', 'https://[::1]:8080/orders/A1'],
  ])('below %s', async (baseUrl, url) => {
    const bed = backendWith([json({ status: 'NEW' })], { baseUrl });
    await outcome(bed.backend.orderStatus('A1'), bed);
    expect(bed.requests[0]?.url).toBe(url);
  });

  it.each([
    ...['', 'shop.example.com', '/upi', 'ftp://shop.example.com', 'https://', 'https:///upi'],
    ...['https://shop.example.com?a=1', 'https://shop.example.com/#a', 'javascript:alert(1)'],
    ...['https://shop.example.com/a b', 'https://asha:tkn_20f89d52@shop.example.com', ' https://a'],
    ...[undefined, null, 7, {}],
  ])('nobody at %j, and says so when it is made', (baseUrl) => {
    const make = () => httpBackend({ baseUrl: Object(baseUrl), fetch: async () => json({}) });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/httpBackend: `baseUrl` must be an address such as/);
    expect(make).not.toThrow(/tkn_20f89d52|alert/);
  });

  it.each(['http://shop.example.com', 'http://10.0.0.1.example.com/upi', 'http://8.8.8.8'])(
    'nobody at %s, where whoever listens would have the session',
    (baseUrl) => {
      expect(() => httpBackend({ baseUrl, fetch: async () => json({}) })).toThrow(/https:/);
    },
  );

  it.each([
    'http://localhost:8787/upi',
    'http://10.0.2.2:8787',
    'http://192.168.1.7',
    'http://[::1]:1',
  ])('%s, while one develops', (baseUrl) => {
    expect(httpBackend({ baseUrl, fetch: async () => json({}) })).toBeDefined();
  });

  it('with the fetch of the host, found when it is called', async () => {
    vi.stubGlobal('fetch', undefined);
    expect(() => httpBackend({ baseUrl: 'https://shop.example.com' })).toThrow(
      'httpBackend: there is no `fetch` here; pass one.',
    );
    vi.stubGlobal('fetch', async () => json({ status: 'OLD' }));
    const backend = httpBackend({ baseUrl: 'https://shop.example.com' });
    vi.stubGlobal('fetch', async () => json({ status: 'NEW' }));
    expect(await backend.orderStatus('A1')).toEqual({ status: 'NEW' });
  });

  it('without a way to end a request where the host has none', async () => {
    vi.stubGlobal('AbortController', undefined);
    const bed = backendWith(['silence'], { retries: 0 });
    expect(await outcome(bed.backend.orderStatus('A1'), bed)).toMatchObject({
      message: 'The server did not answer in time.',
    });
    expect(bed.requests[0]?.init).not.toHaveProperty('signal');
  });
});

describe('the headers of httpBackend', () => {
  it('are asked for before each try', async () => {
    let count = 0;
    const headers = async () => {
      count += 1;
      return { authorization: `Bearer ${count}` };
    };
    const bed = backendWith([problem(503), json({ status: 'NEW' })], { headers });
    await outcome(bed.backend.orderStatus('A1'), bed);
    await outcome(bed.backend.orderStatus('A1'), bed);
    const sent = bed.requests.map(({ init }) => init.headers['authorization']);
    expect(sent).toEqual(['Bearer 1', 'Bearer 2', 'Bearer 3']);
  });

  it.each<[string, () => Promise<Record<string, string>>]>([
    [
      'throw',
      () => {
        throw new Error('tkn_20f89d52 expired');
      },
    ],
    ['reject', () => Promise.reject(new Error('tkn_20f89d52 expired'))],
  ])(
    'that %s send nothing, are asked for again, and are no fault of the server',
    async (_, headers) => {
      const ask = vi.fn(headers);
      const bed = backendWith([json(SIGNED)], { headers: ask });
      const error = await outcome(bed.backend.authorize(asked), bed);
      expect(error).toMatchObject({
        name: 'HttpBackendError',
        message: 'The `headers` of httpBackend could not be made.',
        status: undefined,
      });
      expect(bed.requests).toEqual([]);
      expect(ask).toHaveBeenCalledTimes(2);
      expect(inspect(error)).not.toContain('tkn_20f89d52');
    },
  );

  it('that never come end with the time for a try', async () => {
    const headers = () => new Promise<Record<string, string>>(() => {});
    const bed = backendWith([json(SIGNED)], { headers, retries: 0 });
    expect(await outcome(bed.backend.authorize(asked), bed, 10 * SECOND)).toMatchObject({
      message: 'The server did not answer in time.',
    });
    expect(bed.requests).toEqual([]);
    expect(bed.clock.pending).toBe(0);
  });

  it('that come too late send nothing', async () => {
    const headers = () =>
      new Promise<Record<string, string>>((resolve) => {
        bed.clock.setTimeout(() => resolve({}), 30 * SECOND);
      });
    const bed = backendWith([json(SIGNED)], { headers, retries: 0 });
    await outcome(bed.backend.authorize(asked), bed);
    expect(bed.requests).toEqual([]);
  });
});

describe('httpBackend tries again', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])(
    'after %i, once, half a second later',
    async (status) => {
      const bed = backendWith([problem(status), json(SIGNED)]);
      expect(await outcome(bed.backend.authorize(asked), bed)).toEqual(SIGNED);
      expect(bed.times()).toEqual([0, 500]);
      const failing = backendWith([problem(status, 'unavailable')]);
      expect(await outcome(failing.backend.authorize(asked), failing)).toMatchObject({
        ...{ name: 'HttpBackendError', status, code: 'unavailable' },
        message: `The server answered ${status} (unavailable).`,
      });
      expect(failing.requests).toHaveLength(2);
    },
  );

  it('when nobody could be reached, or nobody answered', async () => {
    const bed = backendWith([new TypeError('Failed to fetch https://shop.example.com')]);
    expect(await outcome(bed.backend.authorize(asked), bed)).toMatchObject({
      ...{ message: 'The server cannot be reached.', status: undefined },
    });
    expect(bed.times()).toEqual([0, 500]);
    const silent = backendWith(['silence']);
    expect(await outcome(silent.backend.authorize(asked), silent)).toMatchObject({
      ...{ message: 'The server did not answer in time.', status: undefined },
    });
    expect(silent.times()).toEqual([0, 10_500]);
  });

  it('as often as it was told, twice as long after each', async () => {
    const bed = backendWith([problem(503)], { retries: 4 });
    await outcome(bed.backend.orderStatus('A1'), bed);
    expect(bed.times()).toEqual([0, 500, 1_500, 3_500, 7_500]);
    const never = backendWith([problem(503)], { retries: 0 });
    await outcome(never.backend.orderStatus('A1'), never);
    expect(never.times()).toEqual([0]);
  });

  it('when the server says, if it says so in seconds', async () => {
    for (const [after, at] of [
      ['7', 7_000],
      ['0', 0],
      ['30', 30_000],
      ['-5', 500],
      ['soon', 500],
      ['', 500],
      ['Infinity', 500],
      ['Mon, 05 Jan 2026 04:31:00 GMT', 500],
    ] as const) {
      const bed = backendWith([problem(429, 'tooMany', { 'retry-after': after }), json(SIGNED)]);
      expect(await outcome(bed.backend.authorize(asked), bed)).toEqual(SIGNED);
      expect(bed.times()).toEqual([0, at]);
    }
  });

  it('not when the server asks for more time than anybody waits', async () => {
    const bed = backendWith([problem(429, 'tooMany', { 'retry-after': '31' }), json(SIGNED)]);
    expect(await outcome(bed.backend.authorize(asked), bed, 0)).toMatchObject({ status: 429 });
    expect(bed.requests).toHaveLength(1);
    expect(bed.clock.pending).toBe(0);
  });

  it.each([300, 302, 304, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 451])(
    'not after %i: the request has to be mended',
    async (status) => {
      const said = status === 304 ? new Response(null, { status }) : problem(status, 'otherTerms');
      const bed = backendWith([said]);
      expect(await outcome(bed.backend.authorize(asked), bed, 0)).toMatchObject({
        ...{ name: 'HttpBackendError', status },
        code: status === 304 ? undefined : 'otherTerms',
      });
      expect(bed.requests).toHaveLength(1);
    },
  );

  it.each<[string, Said]>([
    ['a page', new Response('<html>Sign in to the network</html>')],
    ['nothing', new Response('')],
    ['half an object', new Response('{"merchantKeyId":"1234"')],
    ['a list', json([SIGNED])],
    ['a text', json('signed')],
    ['null', json(null)],
    ['too much', json({ ...SIGNED, more: 'x'.repeat(300_000) })],
    ['no answer at all', () => undefined],
    [
      'no headers, and a status that is none',
      () => ({ status: Number.NaN, text: async () => '{}' }),
    ],
    ['no text', () => ({ status: 200, headers: new Headers() })],
    [
      'a text that breaks off',
      () => ({
        status: 200,
        headers: new Headers(),
        text: () => Promise.reject(new Error('reset')),
      }),
    ],
    [
      'an exception',
      () => {
        throw new Error('asha@okaxis');
      },
    ],
  ])('after %s', async (_, said) => {
    const bed = backendWith([said, json(SIGNED)]);
    expect(await outcome(bed.backend.authorize(asked), bed)).toEqual(SIGNED);
    expect(bed.requests).toHaveLength(2);
    const failing = backendWith([said]);
    const error = await outcome(failing.backend.authorize(asked), failing);
    expect(error).toBeInstanceOf(HttpBackendError);
    expect(Reflect.get(Object(error), 'status')).toBeUndefined();
  });

  it('not after an object that is no signature, and no session', async () => {
    for (const body of [
      {},
      { signature: 'c2lnbmF0dXJl' },
      { ...SIGNED, clientAuthToken: 'tkn_20f89d52' },
    ]) {
      const bed = backendWith([json(body)]);
      expect(await outcome(bed.backend.authorize(asked), bed)).toMatchObject({
        message: 'The server answered no signature: is it the one of upi-flow/server?',
      });
      expect(bed.requests).toHaveLength(1);
    }
    for (const body of [{}, { sdkPayload: null }, { sdkPayload: [] }, { sdkPayload: 'tkn' }]) {
      const bed = backendWith([json(body)]);
      expect(await outcome(bed.backend.session('A1'), bed)).toMatchObject({
        message: 'The server answered no session.',
      });
    }
  });
});

describe('a request of httpBackend', () => {
  it('ends when its time is up, also while its body is read', async () => {
    const body = () => ({ status: 200, headers: new Headers(), text: () => new Promise(() => {}) });
    for (const said of ['silence', body] as const) {
      const bed = backendWith([said], { timeout: 3 * SECOND, retries: 0 });
      const call = bed.backend.orderStatus('A1');
      expect(await outcome(call, bed, 2_999)).toBeUndefined();
      expect(await outcome(call, bed, 1)).toMatchObject({
        message: 'The server did not answer in time.',
      });
      expect(Reflect.get(bed.requests[0]?.init ?? {}, 'signal')).toMatchObject({ aborted: true });
      expect(bed.clock.pending).toBe(0);
    }
  });

  it('leaves no timer behind when it was answered, whatever the answer', async () => {
    for (const said of [json(SIGNED), problem(404), new Error('away')]) {
      const bed = backendWith([said], { retries: 0 });
      await outcome(bed.backend.authorize(asked), bed, 0);
      expect(bed.clock.pending).toBe(0);
    }
  });

  it('ends when nobody wants it any more, and is not tried again', async () => {
    const ending = new AbortController();
    const bed = backendWith(['silence'], { signal: ending.signal });
    const call = bed.backend.orderStatus('A1');
    expect(await outcome(call, bed, SECOND)).toBeUndefined();
    ending.abort();
    expect(await outcome(call, bed, 0)).toMatchObject({
      ...{ name: 'HttpBackendError', message: 'The request was ended.', status: undefined },
    });
    await bed.clock.advance(MINUTE);
    expect(bed.requests).toHaveLength(1);
    expect(bed.clock.pending).toBe(0);
  });

  it('ends while it waits for its next try, and sends nothing more', async () => {
    const ending = new AbortController();
    const said = problem(429, 'tooMany', { 'retry-after': '20' });
    const bed = backendWith([said, json(SIGNED)], { signal: ending.signal });
    const call = bed.backend.authorize(asked);
    expect(await outcome(call, bed, SECOND)).toBeUndefined();
    ending.abort();
    expect(await outcome(call, bed, 0)).toBeInstanceOf(HttpBackendError);
    await bed.clock.advance(MINUTE);
    expect(bed.requests).toHaveLength(1);
    expect(bed.clock.pending).toBe(0);
  });

  it('is not even begun after that, nor are its headers asked for', async () => {
    const headers = vi.fn(async () => AUTHORIZATION);
    const bed = backendWith([json(SIGNED)], { signal: AbortSignal.abort(), headers });
    expect(await outcome(bed.backend.authorize(asked), bed, 0)).toMatchObject({
      message: 'The request was ended.',
    });
    expect(bed.requests).toEqual([]);
    expect(headers).not.toHaveBeenCalled();
  });

  it('leaves no listener on the signal', async () => {
    const listeners = new Set<unknown>();
    const signal = {
      aborted: false,
      addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
      removeEventListener: (_: string, listener: () => void) => void listeners.delete(listener),
    };
    const bed = backendWith([problem(503), json(SIGNED)], { signal });
    await outcome(bed.backend.authorize(asked), bed);
    expect(bed.requests).toHaveLength(2);
    expect(listeners.size).toBe(0);
  });

  it('that fails says nothing of who asked, what for, or what was answered', async () => {
    const loud = new Response(JSON.stringify({ code: SECRETS[0], message: SECRETS.join(' ') }), {
      status: 422,
      statusText: 'For asha at okaxis',
    });
    const says: readonly Said[] = [
      loud,
      problem(503, 'tkn_20f89d52'),
      new Response(SECRETS.join(' ')),
      new TypeError(`fetch failed: ${SECRETS.join(' ')}`, { cause: new Error(SECRETS.join(' ')) }),
      json({ error: SECRETS }),
      'silence',
    ];
    for (const said of says) {
      const bed = backendWith([said]);
      const error = await outcome(bed.backend.authorize(asked), bed);
      expect(error).toBeInstanceOf(HttpBackendError);
      const shown = inspect(error, { depth: 12, showHidden: true }) + JSON.stringify(error);
      for (const secret of SECRETS) expect(shown).not.toContain(secret);
    }
  });
});

describe('an app on httpBackend', () => {
  /** An app, its server, and what lies between them. */
  async function worldWith() {
    const test = await createTestServer({ world: { device: 'LINKED' } });
    const line = { isUp: true, sent: [] as string[] };
    const fetch: HttpFetch = (url, init) => {
      line.sent.push(new URL(url).pathname);
      if (!line.isUp) return Promise.reject(new TypeError('Network request failed'));
      const headers = { ...init.headers, 'x-customer': test.customerId };
      return test.server(new Request(url, { ...init, headers }));
    };
    const { clock } = test.simulator;
    const backend = httpBackend({ baseUrl: 'https://shop.example.com', fetch, clock });
    const app = createTestApp({ simulator: test.simulator, config: { backend } });
    await test.orders.create({ orderId: 'A1', customerId: test.customerId, amount: '2.00' });
    return { ...test, app, line };
  }

  it('that starts offline goes on when it is online again', async () => {
    const { app, line, pass, stop } = await worldWith();
    line.isUp = false;
    app.flow.start();
    await pass(2 * MINUTE);
    expect(app.state.orders).toEqual({});
    expect(app.step.name).toBe('unavailable');
    line.isUp = true;
    app.flow.send({ type: 'sdk.retry' });
    await pass(10 * SECOND);
    app.flow.send(pay('A1'));
    await pass(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    await stop();
  });

  it('that goes offline in the middle of a payment is told of the money when it is back', async () => {
    const { app, line, pass, simulator, orders, events, stop } = await worldWith();
    app.flow.start();
    await pass(5 * SECOND);
    simulator.person.plansOrder('A1', { answer: 'PENDING', debitAfter: 30 * SECOND });
    app.flow.send(pay('A1'));
    await pass(5 * SECOND);
    expect(await orders.find('A1')).toMatchObject({ attempts: 1 });
    line.isUp = false;
    await pass(2 * MINUTE);
    expect(app.order('A1').status).toBe('pending');
    // The server needs no phone to know.
    expect(events.map(({ kind, order }) => `${kind} ${order.status}`)).toEqual(['settled paid']);
    line.isUp = true;
    await pass(5 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(simulator.ledger.debits('A1')).toHaveLength(1);
    await stop();
  });

  it('is told at once of an order that the books do not have, and asks once', async () => {
    const { app, line, pass, simulator, stop } = await worldWith();
    app.flow.start();
    await pass(5 * SECOND);
    line.sent.splice(0);
    app.flow.send(pay('A2'));
    await pass(MINUTE);
    expect(simulator.wire.requests('upiTxn')).toEqual([]);
    expect(line.sent.filter((path) => path === '/authorize')).toHaveLength(1);
    expect(app.order('A2')).toMatchObject({ status: 'failure' });
    expect(simulator.ledger.debits('A2')).toEqual([]);
    await stop();
  });
});
