import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../../testing/server/index.js';

vi.setConfig({ testTimeout: 60_000 });

const URL_OF_IT = 'https://shop.example.com/webhooks/juspay';
const SECOND = 1_000;
const USER = 'juspay';
const PASSWORD = 'a password of the dashboard';
const SECRETS = [PASSWORD, '9876543210', 'asha@okaxis', '4111111111111111', 'ASHA RAO'];
const basic = (said: string) => `Basic ${Buffer.from(said).toString('base64')}`;
const RIGHT = basic(`${USER}:${PASSWORD}`);

const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((test) => test.stop()));
});

/** A server with an order that can be paid, and one that nobody could pay yet. */
async function serverWith(server: TestServerOptions['server'] = {}): Promise<TestServer> {
  const test = await createTestServer({
    world: { device: 'LINKED' },
    server: { limits: { customer: 1e9, failed: 1e9 }, ...server },
  });
  servers.push(test);
  const { orders, customerId } = test;
  await orders.create({ orderId: 'A1', customerId, amount: '2.00' });
  await orders.create({ orderId: 'A2', customerId, amount: '2.00' });
  await test.request('/sessions', { body: { orderId: 'A1' } });
  return test;
}

interface Posted {
  readonly body?: unknown;
  readonly authorization?: string | undefined;
  readonly type?: string;
}

async function post(test: TestServer, { body, type, ...said }: Posted) {
  const authorization = 'authorization' in said ? said.authorization : RIGHT;
  const isText = typeof body === 'string' || body instanceof Uint8Array;
  const response = await test.server(
    new Request(URL_OF_IT, {
      method: 'POST',
      headers: {
        'content-type': type ?? 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: body instanceof ReadableStream || isText ? body : JSON.stringify(body),
      duplex: 'half',
    }),
  );
  const text = await response.text();
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(response.headers.get('content-type')).toBe(
    response.status < 400 ? 'application/json' : 'application/problem+json',
  );
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  const { status, headers } = response;
  return { status, headers, text, body: JSON.parse(text) };
}

const ordersOf = async ({ orders: { db } }: TestServer) => ({
  orders: await db.selectFrom('upi_orders').selectAll().orderBy('order_key').execute(),
  attempts: await db.selectFrom('upi_attempts').selectAll().execute(),
  outbox: await db.selectFrom('upi_outbox').selectAll().execute(),
});
const eventsOf = ({ orders: { db } }: TestServer) =>
  db.selectFrom('upi_webhook_events').selectAll().orderBy('event_id').execute();

const charged = (orderId: string, id?: string) => ({
  ...(id === undefined ? {} : { id }),
  event_name: 'ORDER_SUCCEEDED',
  date_created: '2026-01-05T04:30:00Z',
  content: { order: { order_id: orderId, status: 'CHARGED', amount: 2, currency: 'INR' } },
});

describe('a webhook', () => {
  it('is written down, answered, and makes its order be looked at', async () => {
    const test = await serverWith();
    await test.pass(60 * SECOND);
    const calls = test.mock.calls.length;
    expect(await post(test, { body: charged('A1', 'evt_1') })).toMatchObject({
      status: 200,
      body: { received: true },
    });
    expect(await eventsOf(test)).toEqual([
      {
        ...{ event_id: 'evt_1', event_name: 'ORDER_SUCCEEDED', order_key: 'a1' },
        received_at: test.simulator.clock.now(),
      },
    ]);
    await test.pass(0);
    expect(test.mock.calls).toHaveLength(calls + 1);
  });

  it('is a hint: an order is paid when Juspay says so, not when a webhook does', async () => {
    const test = await serverWith();
    await post(test, { body: charged('A1', 'evt_1') });
    await test.pass(10 * SECOND);
    expect(await test.orders.find('A1')).toMatchObject({ status: 'open' });
    expect(test.events).toEqual([]);
  });

  it('of an order that nobody could pay here makes Juspay be asked, whose word counts', async () => {
    const test = await serverWith();
    expect((await post(test, { body: charged('A2', 'evt_1') })).status).toBe(200);
    await test.pass(SECOND);
    expect(test.mock.calls.map(({ path }) => path)).toContain('/orders/A2');
    expect(await test.orders.find('A2')).toMatchObject({ status: 'created' });
  });

  it('that comes again, in whatever order, counts once', async () => {
    const test = await serverWith();
    await test.pass(60 * SECOND);
    await post(test, { body: charged('A1', 'evt_1') });
    await test.pass(0);
    const calls = test.mock.calls.length;
    const before = await ordersOf(test);
    for (let count = 0; count < 5; count += 1) {
      expect((await post(test, { body: charged('A1', 'evt_1') })).status).toBe(200);
      await test.pass(0);
    }
    expect(await ordersOf(test)).toEqual(before);
    expect(test.mock.calls).toHaveLength(calls);
    expect(await eventsOf(test)).toHaveLength(1);
  });

  it('without an id is known by what it says', async () => {
    const test = await serverWith();
    await post(test, { body: charged('A1') });
    await post(test, { body: charged('A1') });
    await post(test, { body: charged('A2') });
    const events = await eventsOf(test);
    expect(events.map(({ order_key: key }) => key).sort()).toEqual(['a1', 'a2']);
    for (const { event_id: id } of events) expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('that says it is text is read all the same', async () => {
    const test = await serverWith();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      const body = JSON.stringify(charged('A1', `evt_${type.length}`));
      expect((await post(test, { body, type })).status).toBe(200);
    }
  });

  it('of an order that the books do not have is taken, and changes no order', async () => {
    const test = await serverWith();
    const before = await ordersOf(test);
    const ids = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc.constantFrom('A9', '..', 'İ'.repeat(64), '\ud800', '__proto__', '9876543210', '', ' A1'),
    );
    await fc.assert(
      fc.asyncProperty(ids, fc.uuid(), async (orderId, id) => {
        if (/^\s*a[12]\s*$/i.test(orderId)) return;
        expect((await post(test, { body: charged(orderId, id) })).status).toBe(200);
      }),
      { numRuns: 80 },
    );
    expect(await ordersOf(test)).toEqual(before);
    for (const { order_key: key } of await eventsOf(test)) {
      expect(key ?? 'none').toMatch(/^[a-z0-9_-]{1,20}$/);
    }
    expect(test.errors).toEqual([]);
  });

  it('may be any JSON object, and nothing of it is kept but its id, its name and its order', async () => {
    const test = await serverWith();
    const before = await ordersOf(test);
    const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom(...SECRETS));
    const { any } = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.constantFrom(null, true, 0, 1e21),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(
            text,
            fc.constantFrom('id', 'event_name', 'content', 'order', 'txn', '__proto__'),
          ),
          tie('any'),
          { maxKeys: 4 },
        ),
      ),
    }));
    const bodies = fc.record({
      id: any,
      event_name: fc.oneof(text, any),
      content: any,
      more: any,
    });
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expect((await post(test, { body })).status).toBe(200);
      }),
      { numRuns: 80 },
    );
    expect(await ordersOf(test)).toEqual(before);
    for (const event of await eventsOf(test)) {
      expect(event.event_name).toMatch(/^[A-Z_]{1,64}$/);
      expect(event.event_id).toMatch(/^[\w.:-]{1,71}$/);
    }
    expect(test.errors).toEqual([]);
  });

  it('that is no JSON object is refused, and nothing is written', async () => {
    const test = await serverWith();
    const before = await ordersOf(test);
    const bodies = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('[]', 'null', '"text"', '7', '', '{', '{"id":"evt_1"', '[{"id":"evt_1"}]'),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { status, body: problem } = await post(test, { body });
        expect([400, 422]).toContain(status);
        expect(['malformed', 'invalid']).toContain(problem.code);
      }),
      { numRuns: 80 },
    );
    expect(await ordersOf(test)).toEqual(before);
    expect(await eventsOf(test)).toEqual([]);
  });

  it('that is too large, or nested too deeply, is refused', async () => {
    const test = await serverWith();
    const large = { ...charged('A1', 'evt_1'), more: 'x'.repeat(262_144) };
    expect(await post(test, { body: large })).toMatchObject({
      ...{ status: 413, body: { code: 'tooLarge' } },
    });
    const deep = `{"id":"evt_1","content":${'['.repeat(40_000)}${']'.repeat(40_000)}}`;
    expect(await post(test, { body: deep })).toMatchObject({
      ...{ status: 422, body: { code: 'invalid' } },
    });
    const fits = { ...charged('A1', 'evt_2'), more: 'x'.repeat(200_000) };
    expect((await post(test, { body: fits })).status).toBe(200);
    expect(await eventsOf(test)).toHaveLength(1);
  });
});

describe('a webhook from somebody else', () => {
  const WRONG: readonly (readonly [string, string | undefined])[] = [
    ['no password', undefined],
    ['an empty header', ''],
    ['another password', basic(`${USER}:another`)],
    ['another user', basic(`somebody:${PASSWORD}`)],
    ['neither', basic('somebody:another')],
    ['the password alone', basic(PASSWORD)],
    ['the user alone', basic(USER)],
    ['the user and a colon', basic(`${USER}:`)],
    ['both the other way round', basic(`${PASSWORD}:${USER}`)],
    ['the password in capitals', basic(`${USER}:${PASSWORD.toUpperCase()}`)],
    ['a blank behind the password', basic(`${USER}:${PASSWORD} `)],
    ['a line break behind the password', basic(`${USER}:${PASSWORD}\n`)],
    ['a NUL behind the password', basic(`${USER}:${PASSWORD}\u0000`)],
    ['the beginning of the password', basic(`${USER}:${PASSWORD.slice(0, -1)}`)],
    ['two colons', basic(`${USER}::${PASSWORD}`)],
    ['the pair as it is', `Basic ${USER}:${PASSWORD}`],
    ['the pair twice', `${RIGHT}, ${RIGHT}`],
    ['another scheme', RIGHT.replace('Basic', 'Bearer')],
    ['no scheme', RIGHT.replace('Basic ', '')],
    ['no blank behind the scheme', RIGHT.replace(' ', '')],
    ['a scheme alone', 'Basic'],
    ['a very long one', `Basic ${'QUFB'.repeat(5_000)}`],
    ['something behind it', `${RIGHT}!`],
  ];

  it.each(WRONG)('is refused with %s, alike, and nothing happens', async (_, authorization) => {
    const test = await serverWith();
    const before = await ordersOf(test);
    const answer = await post(test, { body: charged('A1', 'evt_1'), authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="webhooks"');
    expect(answer.body).toEqual({
      ...{ type: 'about:blank', code: 'unauthenticated', status: 401 },
      title: expect.any(String),
    });
    expect(await ordersOf(test)).toEqual(before);
    expect(await eventsOf(test)).toEqual([]);
    expect(inspect(test.errors)).toBe('[]');
  });

  it('is told the same, whichever part is wrong', async () => {
    const test = await serverWith();
    const answers = new Set<string>();
    for (const [, authorization] of WRONG) {
      answers.add((await post(test, { body: charged('A1'), authorization })).text);
    }
    expect(answers.size).toBe(1);
  });

  it('is refused with anything that is not the password', async () => {
    const test = await serverWith();
    const headers = fc.oneof(
      fc.stringMatching(/^[\x21-\x7e]{0,60}$/),
      fc.string({ unit: 'binary', maxLength: 40 }).map(basic),
      fc.string({ maxLength: 20 }).map((word) => basic(`${USER}:${word}`)),
    );
    await fc.assert(
      fc.asyncProperty(headers, async (authorization) => {
        expect((await post(test, { body: charged('A1', 'e'), authorization })).status).toBe(401);
      }),
      { numRuns: 80 },
    );
    expect(await eventsOf(test)).toEqual([]);
  });

  it('is not read: nobody without the password makes the server hold a body', async () => {
    const test = await serverWith();
    let read = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          read += 1;
          controller.enqueue(new Uint8Array(1_024));
        },
      },
      { highWaterMark: 0 },
    );
    expect((await post(test, { body, authorization: 'Basic eDp5' })).status).toBe(401);
    expect(read).toBe(0);
  });

  it('is cut off when it tries too often, while Juspay is still heard', async () => {
    const test = await serverWith({ limits: { failed: 5 } });
    const statuses: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      const authorization = basic(`${USER}:${count}`);
      statuses.push((await post(test, { body: charged('A1'), authorization })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await post(test, { body: charged('A1', 'evt_1') })).status).toBe(200);
  });

  it('is refused by a password that is no ASCII, too', async () => {
    const password = 'पासवर्ड:£';
    const test = await serverWith({ webhook: { username: USER, password } });
    const authorization = basic(`${USER}:${password}`);
    expect((await post(test, { body: charged('A1', 'evt_1'), authorization })).status).toBe(200);
    for (const other of ['पासवर्ड:€', 'पासवर्ड', '£']) {
      const wrong = basic(`${USER}:${other}`);
      expect((await post(test, { body: charged('A1'), authorization: wrong })).status).toBe(401);
    }
  });
});
