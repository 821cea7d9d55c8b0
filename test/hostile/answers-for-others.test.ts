import { describe, expect, it } from 'vitest';
import type { Json } from './support/sdk.js';
import { DAY, MINUTE, PROCESS_DEADLINE, SECOND, World } from './support/world.js';

async function sent(canQueryStatus = true): Promise<World> {
  const world = await World.ready({ canQueryStatus });
  await world.pay();
  await world.advance(3 * SECOND);
  return world;
}

const rich: Json = {
  txnUuid: 'other_txn',
  gatewayResponseCode: 'U30',
  selectedAccount: {
    vpa: 'other@okbank',
    account: { referenceId: 'acc-9', bankCode: '999999', maskedAccountNumber: 'XXXXXX9999' },
  },
  mandate: { umn: 'umn-other@okbank', gatewayResponseCode: '00', amount: '500.00' },
};

const strangers: readonly { what: string; payload: Json; envelope?: Json }[] = [
  { what: 'another order', payload: { orderId: 'B1' } },
  { what: 'another order, in snake case', payload: { order_id: 'B1', orderId: undefined } },
  { what: 'our order and another', payload: { orderId: 'A1', order_id: 'B1' } },
  { what: 'another action', payload: { action: 'upiCheckBalance' } },
  { what: 'the action of a session token', payload: { action: 'upiGetSessionToken' } },
  { what: 'the action of onboarding', payload: { action: 'onboarding' } },
  {
    what: 'an initiate_result',
    payload: { action: 'initiate' },
    envelope: { event: 'initiate_result' },
  },
  {
    what: 'an initiate_result with our action',
    payload: {},
    envelope: { event: 'initiate_result' },
  },
];

const statuses = ['SUCCESS', 'FAILURE', 'BACKPRESS', 'USER_ABORTED', 'PENDING'];
const cases = strangers.flatMap((one) => statuses.map((status) => ({ ...one, status })));

/** `reply` adds the action that was asked for; these answers say theirs, or none. */
function tell(world: World, status: string, payload: Json, envelope: Json = {}): void {
  const orderId = envelope['event'] === 'initiate_result' ? {} : { orderId: 'A1' };
  world.sdk.reply(world.request(), { ...rich, ...orderId, status, ...payload }, envelope);
}

describe('an answer under our request id', () => {
  it.each(cases)(
    'with $what, $status: nothing of it is taken',
    async ({ payload, envelope, status }) => {
      const world = await sent();
      world.server.lag = DAY;
      tell(world, status, payload, envelope);
      await world.advance(3 * MINUTE);
      const order = world.order();
      expect(order?.settled).toBe(false);
      expect(order?.canRetry).toBe(false);
      expect(['pending', 'submitted']).toContain(order?.status);
      expect(order?.reported).toBeOneOf([undefined, 'pending']);
      expect(order?.txnUuid).toBeUndefined();
      expect(order?.code).toBeUndefined();
      expect(order?.account).toBeUndefined();
      expect(order?.mandate).toBeUndefined();
      world.debit('A1', 'A1_t1');
      await world.finale();
    },
  );

  it.each(cases.slice(0, 25))(
    'with $what, $status, and nobody to ask: it stays open',
    async ({ payload, envelope, status }) => {
      const world = await sent(false);
      tell(world, status, payload, envelope);
      await world.advance(PROCESS_DEADLINE + MINUTE);
      world.shows({ status: 'pending', settled: false, canRetry: false });
      await world.cannotPay();
      await world.stop();
    },
  );

  it.each(strangers)(
    'with $what does not stop the true one that follows',
    async ({ payload, envelope }) => {
      const world = await sent();
      tell(world, 'FAILURE', payload, envelope);
      await world.advance(SECOND);
      world.debit('A1', 'A1_t1');
      world.says('SUCCESS', world.request(), { txnUuid: 'A1_t1' });
      await world.advance(3 * MINUTE);
      world.shows({ status: 'success', verified: true, txnUuid: 'A1_t1' });
      await world.finale();
    },
  );

  it.each(strangers)('with $what after SUCCESS changes nothing', async ({ payload, envelope }) => {
    const world = await sent();
    world.debit('A1', 'A1_t1');
    world.says('SUCCESS', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(SECOND);
    const before = world.order();
    tell(world, 'FAILURE', payload, envelope);
    await world.advance(MINUTE);
    world.shows({ status: 'success', verified: true, txnUuid: 'A1_t1' });
    expect(world.order()?.account).toEqual(before?.account);
    expect(world.order()?.mandate).toBeUndefined();
    await world.finale();
  });

  it('that names another order does not touch that order either', async () => {
    const world = await sent();
    world.bankSays('AUTHORIZATION_FAILED');
    world.says('FAILURE', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(3 * MINUTE);
    await world.pay('B1');
    await world.advance(3 * SECOND);
    world.server.lag = DAY;
    world.sdk.reply(world.request('B1'), { status: 'SUCCESS', orderId: 'A1', ...rich });
    await world.advance(MINUTE);
    world.shows({ status: 'failure', settled: true, txnUuid: 'A1_t1' }, 'A1');
    world.shows({ status: 'pending', settled: false }, 'B1');
    world.debit('B1');
    await world.finale();
  });
});

describe('an answer under another id', () => {
  it.each([
    { what: 'an id of nobody', id: 'c0ffee00-cafe-4bad-8dad-aaaaaaaaaaaa' },
    { what: 'no id', id: undefined },
    { what: 'an id that is a number', id: 7 },
    { what: 'an empty id', id: '' },
    { what: 'an id that is an object', id: {} },
    { what: 'an id called constructor', id: 'constructor' },
    { what: 'an id called __proto__', id: '__proto__' },
  ])('$what settles nothing, even if it names our order', async ({ id }) => {
    const world = await sent();
    world.server.lag = DAY;
    for (const status of ['SUCCESS', 'FAILURE']) {
      world.sdk.reply({}, { status, orderId: 'A1', action: 'upiTxn', ...rich }, { requestId: id });
    }
    await world.advance(MINUTE);
    expect(world.order()).toMatchObject({ settled: false, canRetry: false });
    expect(world.order()?.txnUuid).toBeUndefined();
    world.debit();
    await world.finale();
  });

  it('the request id of a payment of another order says nothing of this one', async () => {
    const world = await sent();
    const other = world.request();
    world.debit('A1', 'A1_t1');
    world.says('SUCCESS', other);
    await world.advance(SECOND);
    await world.pay('B1');
    await world.advance(3 * SECOND);
    world.server.lag = DAY;
    world.sdk.reply(other, { status: 'FAILURE', orderId: 'B1' });
    await world.advance(MINUTE);
    world.shows({ status: 'submitted', settled: false }, 'B1');
    world.shows({ status: 'success' }, 'A1');
    await world.finale();
  });
});

describe('the true answer, in every wrapping', () => {
  const plain = (world: World) => ({
    event: 'process_result',
    requestId: world.request().requestId,
    payload: { action: 'upiTxn', status: 'SUCCESS', orderId: 'A1', txnUuid: 'A1_t1' },
  });
  const wrappings: readonly { how: string; wrap: (event: Json) => unknown }[] = [
    { how: 'a string', wrap: (event) => JSON.stringify(event) },
    { how: 'an object', wrap: (event) => event },
    { how: 'a string in a string', wrap: (event) => JSON.stringify(JSON.stringify(event)) },
    { how: 'wrapped twice', wrap: (event) => ({ event: 'process_result', payload: event }) },
    {
      how: 'its payload a string',
      wrap: (event) => ({ ...event, payload: JSON.stringify(event['payload']) }),
    },
    { how: 'without an event', wrap: ({ event: _, ...rest }) => rest },
    {
      how: 'order_id in place of orderId',
      wrap: (event) => ({
        ...event,
        payload: { action: 'upiTxn', status: 'SUCCESS', order_id: 'A1', txn_uuid: 'A1_t1' },
      }),
    },
    {
      how: 'order_id beside an empty orderId',
      wrap: (event) => ({
        ...event,
        payload: {
          action: 'upiTxn',
          status: 'SUCCESS',
          orderId: null,
          order_id: 'A1',
          txnUuid: 'A1_t1',
        },
      }),
    },
    {
      how: 'in lower case',
      wrap: (event) => ({
        ...event,
        payload: { action: 'upiTxn', status: 'success', orderId: 'A1', txnUuid: 'A1_t1' },
      }),
    },
    {
      how: 'without an action',
      wrap: (event) => ({
        ...event,
        payload: { status: 'SUCCESS', orderId: 'A1', txnUuid: 'A1_t1' },
      }),
    },
    { how: 'frozen', wrap: (event) => Object.freeze(event) },
  ];

  it.each(wrappings)('$how', async ({ wrap }) => {
    const world = await sent();
    world.debit('A1', 'A1_t1');
    world.sdk.emit(wrap(plain(world)));
    await world.advance(2 * SECOND);
    world.shows({ status: 'success', verified: true, txnUuid: 'A1_t1' });
    await world.finale();
  });

  it.each(['FAILURE', 'SUCCESS'] as const)('%s inside `process`', async (word) => {
    const world = await World.ready();
    world.sdk.takes = (request) => {
      world.debit('A1', 'A1_t1');
      world.says(word, request, { txnUuid: 'A1_t1' });
    };
    await world.pay();
    await world.advance(5 * SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('what is no answer at all', () => {
  const noise: readonly unknown[] = [
    '',
    'null',
    '[]',
    '{}',
    'not json',
    '<xml/>',
    null,
    undefined,
    0,
    true,
    [],
    Symbol('x'),
    () => {},
    { event: 'process_result' },
    { event: {} },
    { payload: 'x' },
    '{"payload":',
    new Date(0),
    new Map(),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('a trap');
        },
      },
    ),
  ];

  it.each(noise.map((raw, at) => ({ raw, at })))('number $at is dropped', async ({ raw }) => {
    const world = await sent();
    world.sdk.emit(raw);
    await world.advance(0);
    world.shows({ status: 'submitted', settled: false });
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });
});
