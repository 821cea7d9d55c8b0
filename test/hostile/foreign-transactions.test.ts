import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, unpaidWords, type Word, World, windowOf } from './support/world.js';

const eachWord = unpaidWords.map((word) => ({ word }));

/** What the server may say of somebody else's transaction. */
const foreign = (word: string, txnUuid?: string) => ({
  orderId: 'A1',
  status: word,
  amount: '2.00',
  ...(txnUuid === undefined ? {} : { txnUuid }),
});

const FAILED = ['AUTHORIZATION_FAILED', 'AUTHENTICATION_FAILED', 'JUSPAY_DECLINED'] as const;

async function sent(): Promise<World> {
  const world = await World.ready();
  await world.pay();
  await world.advance(3 * SECOND);
  expect(world.sent()).toHaveLength(1);
  return world;
}

/** The first attempt ended without money; the second was sent. */
async function sentTwice(firstTxn: string | undefined, serverNames: boolean): Promise<World> {
  const world = await sent();
  world.server.namesTransactions = serverNames;
  world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_t1');
  world.says('FAILURE', world.request(), firstTxn === undefined ? {} : { txnUuid: firstTxn });
  await world.advance(3 * MINUTE);
  world.shows({ status: 'failure', settled: true, canRetry: true });
  await world.retry();
  await world.advance(3 * SECOND);
  expect(world.sent()).toHaveLength(2);
  return world;
}

describe('the server names the failure of another transaction than the SDK did', () => {
  it.each(unpaidWords.slice(0, 4).flatMap((word) => FAILED.map((status) => ({ word, status }))))(
    '$word and $status: no sign of this attempt',
    async ({ word, status }) => {
      const world = await sent();
      world.server.says.set('A1', () => foreign(status, 'other_txn'));
      world.debit('A1', 'A1_t1');
      world.says(word, world.request(), { txnUuid: 'A1_t1' });
      await world.advance(windowOf(word) - 3 * SECOND);
      world.shows({ settled: false, canRetry: false, txnUuid: 'A1_t1' });
      world.server.says.clear();
      await world.advance(3 * MINUTE);
      world.shows({ status: 'success', verified: true, txnUuid: 'A1_t1' });
      await world.finale();
    },
  );

  it.each([{ word: 'PENDING' }, { word: 'SUCCESS' }] as const)(
    '$word: it stays open, and the id of the SDK is kept',
    async ({ word }) => {
      const world = await sent();
      world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', 'other_txn'));
      world.says(word, world.request(), { txnUuid: 'A1_t1' });
      await world.advance(5 * MINUTE);
      world.shows({ status: 'pending', settled: false, canRetry: false, txnUuid: 'A1_t1' });
      await world.advance(30 * MINUTE);
      world.shows({ status: 'pending', settled: false, canRetry: false, txnUuid: 'A1_t1' });
      world.debit('A1', 'A1_t1');
      await world.finale();
    },
  );

  it('a failure without an id is a first attempt’s own: servers may name no ids', async () => {
    const world = await sent();
    world.bankSays('AUTHORIZATION_FAILED');
    world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED'));
    world.says('FAILURE', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(5 * SECOND);
    world.shows({ status: 'failure', settled: true, canRetry: true });
    await world.finale();
  });

  it('the failure of the very transaction settles, whatever came before it', async () => {
    const world = await sent();
    world.says('PENDING', world.request(), { txnUuid: 'A1_t1' });
    world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', 'other_txn'));
    await world.advance(MINUTE);
    world.shows({ status: 'pending' });
    world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', 'A1_t1'));
    await world.advance(2 * MINUTE);
    world.shows({ status: 'failure', settled: true, canRetry: true });
    world.server.says.clear();
    await world.finale();
  });

  it('order.inform with the failure of another transaction is no word', async () => {
    const world = await sent();
    world.says('PENDING', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(0);
    await world.send({
      type: 'order.inform',
      orderId: 'A1',
      status: foreign('AUTHORIZATION_FAILED', 'other_txn'),
    });
    world.shows({ status: 'pending', settled: false, txnUuid: 'A1_t1' });
    await world.finale();
  });
});

describe('the failure of the first attempt is no word about the second', () => {
  const cases = [
    { named: 'by both', txn: 'A1_t1', server: true },
    { named: 'by the SDK', txn: 'A1_t1', server: false },
    { named: 'by the server', txn: undefined, server: true },
    { named: 'by nobody', txn: undefined, server: false },
  ] as const;
  const words: readonly Word[] = ['PENDING', 'FAILURE', 'silence'];

  it.each(cases.flatMap((one) => words.map((word) => ({ ...one, word }))))(
    'named $named, the SDK says $word: nothing is settled for it',
    async ({ txn, server, word }) => {
      const world = await sentTwice(txn, server);
      // The server goes on about the first one, though the second was debited.
      const stale = world.server.truth('A1');
      world.server.says.set('A1', () => stale);
      world.debit('A1', 'A1_t2');
      world.says(word);
      await world.advance(100 * SECOND);
      world.shows({ settled: false, canRetry: false });
      await world.finale();
    },
  );

  it.each(cases)(
    'named $named, the SDK names the second: only that one settles',
    async ({ txn, server }) => {
      const world = await sentTwice(txn, server);
      world.says('FAILURE', world.request(), { txnUuid: 'A1_t2' });
      world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', 'A1_t1'));
      await world.advance(MINUTE);
      world.shows({ settled: false, canRetry: false, txnUuid: 'A1_t2' });
      world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', 'A1_t2'));
      await world.advance(70 * SECOND);
      world.shows({ settled: true, canRetry: true });
      world.server.says.clear();
      world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_t2');
      await world.finale();
    },
  );

  it('a second attempt without an id, after a first that the server never saw: a failure without id is doubt', async () => {
    const world = await sent();
    world.says('BACKPRESS');
    await world.advance(20 * SECOND);
    world.shows({ status: 'backPress', settled: true, canRetry: true });
    await world.retry();
    await world.advance(3 * SECOND);
    world.debit('A1', 'A1_t2');
    // The first one's transaction, known only now.
    world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED'));
    world.says('PENDING');
    await world.advance(10 * MINUTE);
    world.shows({ settled: false, canRetry: false });
    await world.finale();
  });
});

describe('the order had failed before this flow knew of it', () => {
  const channels = [
    { how: 'on another channel', lost: false },
    { how: 'before a reinstall', lost: true },
  ];

  it.each(channels.flatMap((one) => eachWord.map(({ word }) => ({ ...one, word }))))(
    '$how, now $word: the old failure settles nothing',
    async ({ lost, word }) => {
      const world = await World.ready();
      if (lost) {
        await world.pay();
        await world.advance(3 * SECOND);
        world.says('FAILURE', world.request(), { txnUuid: 'A1_old' });
        world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_old');
        await world.advance(3 * MINUTE);
        world.kept.clear();
        await world.restart();
      } else world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_old');
      await world.pay();
      await world.advance(3 * SECOND);
      const before = world.sent().length;
      expect(before).toBe(lost ? 2 : 1);
      world.server.lag = 5 * MINUTE;
      world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', 'A1_old'));
      world.debit('A1', 'A1_new');
      world.says(word);
      await world.advance(windowOf(word) - 3 * SECOND);
      world.shows({ settled: false, canRetry: false });
      await world.finale();
    },
  );

  it.each([
    { read: 'fails', answer: () => Promise.reject(new Error('no network')) },
    { read: 'never ends', answer: () => new Promise(() => {}) },
  ])(
    'and the look before sending $read: a failure that nobody can place leaves doubt',
    async ({ answer }) => {
      const world = await World.ready();
      world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_old');
      world.server.says.set('A1', answer);
      await world.pay();
      await world.advance(5 * SECOND);
      expect(world.sent()).toHaveLength(1);
      world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', 'A1_old'));
      world.debit('A1', 'A1_new');
      world.says('PENDING');
      await world.advance(10 * MINUTE);
      world.shows({ status: 'pending', settled: false, canRetry: false });
      await world.finale();
    },
  );

  it('a failure that nobody can place ends the order when polling ends', async () => {
    const world = await World.ready();
    world.server.says.set('A1', () => Promise.reject(new Error('no network')));
    await world.pay();
    await world.advance(5 * SECOND);
    world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', 'A1_x'));
    world.says('PENDING');
    await world.advance(13 * MINUTE);
    world.shows({ status: 'pending', settled: false });
    await world.advance(5 * MINUTE);
    world.shows({ status: 'failure', settled: true, canRetry: true });
    world.server.says.clear();
    await world.finale();
  });
});

describe('the id that the SDK named', () => {
  it.each([{ status: 'PENDING_VBV' }, { status: 'AUTHORIZATION_FAILED' }, { status: 'NEW' }])(
    'is not replaced by the one of a $status',
    async ({ status }) => {
      const world = await sent();
      world.says('PENDING', world.request(), { txnUuid: 'A1_t1' });
      world.server.says.set('A1', () => foreign(status, 'other_txn'));
      await world.advance(MINUTE);
      world.shows({ txnUuid: 'A1_t1', settled: false });
      await world.restart();
      await world.advance(10 * SECOND);
      world.shows({ txnUuid: 'A1_t1', settled: false });
      await world.finale();
    },
  );
});

describe('transactions whose ids could be numbers of somebody', () => {
  const pairs = [
    ['9876543210', '9876543211'],
    ['4111111111111111', '4111111111111112'],
    ['asha@upf', 'ravi@upf'],
    ['x'.repeat(200), 'y'.repeat(200)],
  ] as const;

  it.each(pairs)('%s is not %s, and neither is kept or shown', async (own, other) => {
    const world = await sent();
    world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', other));
    world.debit('A1', 'A1_t1');
    world.says('FAILURE', world.request(), { txnUuid: own });
    await world.advance(MINUTE);
    world.shows({ status: 'failure', settled: false, canRetry: false });
    const kept = [...world.kept.values(), JSON.stringify(world.state)].join();
    expect(kept).not.toContain(own);
    expect(kept).not.toContain(other);
    expect(world.order()).not.toHaveProperty('txnUuid');
    world.server.says.clear();
    await world.advance(3 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it.each(pairs)('%s that failed is the one that the SDK named', async (own) => {
    const world = await sent();
    world.server.says.set('A1', () => foreign('AUTHORIZATION_FAILED', own));
    world.says('FAILURE', world.request(), { txnUuid: own });
    await world.advance(3 * SECOND);
    world.shows({ status: 'failure', settled: true, canRetry: true });
    await world.stop();
  });
});

describe('the look before sending lists a transaction without an id', () => {
  it.each(FAILED)(
    'that is %s: its failure, named later, is not that of this attempt',
    async (word) => {
      const world = await World.ready();
      const listed = { orderId: 'A1', status: 'NEW', amount: '2.00', txn_list: [{ status: word }] };
      world.server.says.set('A1', () => listed);
      await world.pay();
      await world.advance(3 * SECOND);
      expect(world.sent()).toHaveLength(1);
      world.server.says.set('A1', () => foreign(word, 'A1_t0'));
      world.says('FAILURE');
      await world.advance(MINUTE);
      world.shows({ settled: false, canRetry: false });
      world.debit();
      await world.finale();
      await world.stop();
    },
  );
});
