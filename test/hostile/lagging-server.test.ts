import { describe, expect, it } from 'vitest';
import type { OrderStatusWord } from '../../src/index.js';
import {
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  unpaidWords,
  type Word,
  World,
  windowOf,
} from './support/world.js';

const lags = [0, 4 * SECOND, 14 * SECOND, 90 * SECOND, 10 * MINUTE, 3 * HOUR] as const;

const shown: Readonly<Record<(typeof unpaidWords)[number], OrderStatusWord>> = {
  FAILURE: 'failure',
  Pay_Failure: 'payFailure',
  BACKPRESS: 'backPress',
  USER_ABORTED: 'userAborted',
  JP_002: 'userAborted',
  JP_012: 'failure',
};

const eachLagAndWord = lags.flatMap((lag) => unpaidWords.map((word) => ({ lag, word })));
const eachWord = unpaidWords.map((word) => ({ word }));

/** The person pays; the SDK says the word; the bank debited just before, or did not. */
async function paid(word: Word, lag: number, debited: boolean, txnUuid?: string): Promise<World> {
  const world = await World.ready();
  world.server.lag = lag;
  await world.pay();
  await world.advance(3 * SECOND);
  if (debited) world.debit('A1', 'A1_t1');
  world.says(word, world.request(), txnUuid === undefined ? {} : { txnUuid });
  await world.advance(0);
  return world;
}

describe('the SDK says not paid, the bank debited, and the server is behind', () => {
  it.each(eachLagAndWord)(
    '$word, $lag ms behind: never settled before the window is over',
    async ({ lag, word }) => {
      const world = await paid(word, lag, true);
      const window = windowOf(word);
      for (let passed = 0; passed < window - SECOND; passed += SECOND) {
        if (world.order()?.status === 'success') break;
        world.shows({
          status: shown[word],
          settled: false,
          canRetry: false,
        });
        await world.advance(SECOND);
      }
      await world.finale();
    },
  );

  it.each(eachLagAndWord.filter(({ lag, word }) => lag < windowOf(word)))(
    '$word, $lag ms behind: success as soon as the server knows, and not-paid never settled',
    async ({ lag, word }) => {
      const world = await paid(word, lag, true, 'A1_t1');
      await world.advance(Math.max(lag, windowOf(word)) + 90 * SECOND);
      world.shows({ status: 'success', verified: true, settled: true });
      for (const notice of world.noticesOf('order.settled')) {
        expect(notice).toMatchObject({ order: { status: 'success' } });
      }
      await world.finale();
    },
  );

  it.each(eachLagAndWord.filter(({ lag, word }) => lag >= windowOf(word)))(
    '$word, $lag ms behind: found by a later look, without a restart',
    async ({ lag, word }) => {
      const world = await paid(word, lag, true);
      await world.advance(windowOf(word) + 20 * MINUTE);
      await world.advance(lag);
      await world.send({ type: 'app.foreground' });
      await world.advance(5 * SECOND);
      world.shows({ status: 'success', verified: true, canRetry: false });
      await world.finale();
    },
  );

  it.each([{ after: MINUTE }, { after: 5 * MINUTE }, { after: 15 * MINUTE }])(
    'a settled failure is looked up $after ms after it settled',
    async ({ after }) => {
      const world = await paid('FAILURE', 0, false);
      await world.advance(2 * MINUTE + SECOND);
      world.shows({ status: 'failure', settled: true, canRetry: true });
      await world.advance(after - 20 * SECOND);
      world.debit();
      await world.advance(40 * SECOND);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it.each([{ hours: 1 }, { hours: 20 }, { hours: 47 }])(
    'a settled failure is looked up at a return of the app $hours hours later',
    async ({ hours }) => {
      const world = await paid('FAILURE', 0, false);
      await world.advance(30 * MINUTE);
      world.debit();
      await world.advance((hours - 1) * HOUR + 20 * MINUTE);
      await world.send({ type: 'app.foreground' });
      await world.advance(SECOND);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it.each([{ hours: 1 }, { hours: 20 }, { hours: 47 }])(
    'a settled failure is looked up at a start $hours hours later',
    async ({ hours }) => {
      const world = await paid('BACKPRESS', 0, false);
      await world.advance(20 * MINUTE);
      world.debit();
      await world.advance((hours - 1) * HOUR + 30 * MINUTE);
      await world.restart();
      await world.advance(SECOND);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it('a failure settled days ago is let be', async () => {
    const world = await paid('FAILURE', 0, false);
    await world.advance(3 * DAY);
    const since = world.clock.elapsed;
    await world.send({ type: 'app.foreground' });
    await world.restart();
    await world.advance(MINUTE);
    expect(world.server.reads('A1', since)).toBe(0);
    await world.stop();
  });

  it.each(eachWord)('$word: a look-up that fails is no word', async ({ word }) => {
    const world = await paid(word, 0, false);
    world.server.says.set('A1', () => Promise.reject(new Error('no network')));
    await world.advance(14 * SECOND);
    world.shows({ settled: false, canRetry: false });
    world.debit();
    world.server.says.clear();
    await world.advance(2 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('the SDK says not paid, and so it was', () => {
  it.each(eachWord)(
    '$word settles at the end of its window, and can be tried again',
    async ({ word }) => {
      const world = await paid(word, 0, false);
      await world.advance(windowOf(word) - 2 * SECOND);
      world.shows({ status: shown[word], settled: false, canRetry: false });
      await world.advance(4 * SECOND);
      world.shows({ status: shown[word], settled: true, canRetry: true });
      await world.retry();
      await world.advance(3 * SECOND);
      expect(world.sent()).toHaveLength(2);
      world.debit('A1', 'A1_t2');
      world.says('SUCCESS');
      await world.finale();
    },
  );

  it.each(eachWord)(
    '$word settles at once when the server says so of this very transaction',
    async ({ word }) => {
      const world = await World.ready();
      await world.pay();
      await world.advance(3 * SECOND);
      world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_t1');
      world.says(word, world.request(), { txnUuid: 'A1_t1' });
      await world.advance(SECOND);
      world.shows({ status: shown[word], settled: true, canRetry: true });
      await world.finale();
    },
  );

  it.each(
    [
      { server: 'slow', ms: 6 * SECOND },
      { server: 'silent', ms: 60 * SECOND },
    ].flatMap((one) => unpaidWords.map((word) => ({ ...one, word }))),
  )('$word is no end while the server is $server', async ({ ms, word }) => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.server.latency = ms;
    world.says(word);
    await world.advance(0);
    world.shows({ settled: false, canRetry: false });
    await world.advance(11 * SECOND);
    world.shows({ settled: false, canRetry: false });
    expect(world.state.busy).toBe(false);
    await world.finale();
  });

  it('no retry and no second pay is taken while the word is provisional', async () => {
    const world = await paid('FAILURE', 0, false);
    for (let second = 0; second < 110; second += 10) {
      await world.retry();
      await world.pay();
      await world.advance(10 * SECOND);
    }
    expect(world.sent()).toHaveLength(1);
    await world.finale();
  });

  it('another order may be paid meanwhile', async () => {
    const world = await paid('FAILURE', 0, false);
    await world.pay('B1');
    await world.advance(3 * SECOND);
    expect(world.sent('B1')).toHaveLength(1);
    await world.finale();
  });

  it('one value of `noTransactionFor` holds for every word', async () => {
    const timings: Record<string, number> = { noTransactionFor: 40 * SECOND };
    for (const word of ['FAILURE', 'BACKPRESS'] as const) {
      const world = await World.ready({ config: { timings } });
      await world.pay();
      await world.advance(3 * SECOND);
      world.says(word);
      await world.advance(38 * SECOND);
      world.shows({ settled: false });
      await world.advance(4 * SECOND);
      world.shows({ settled: true, canRetry: true });
      await world.finale();
    }
  });
});

describe('the window counts the time that passed', () => {
  it.each([
    { jump: DAY, name: 'a day forward' },
    { jump: -DAY, name: 'a day back' },
    { jump: 365 * DAY, name: 'a year forward' },
    { jump: -365 * DAY, name: 'a year back' },
  ])('a clock that jumps $name does not shorten or stretch it', async ({ jump }) => {
    const world = await paid('FAILURE', 60 * SECOND, true);
    await world.advance(5 * SECOND);
    world.clock.shown += jump;
    await world.send({ type: 'app.foreground' });
    await world.advance(5 * SECOND);
    world.shows({ settled: false, canRetry: false });
    await world.advance(3 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it.each([{ bursts: 5 }, { bursts: 200 }])(
    '$bursts returns of the app do not shorten it',
    async ({ bursts }) => {
      const world = await paid('USER_ABORTED', 10 * SECOND, true);
      for (let burst = 0; burst < bursts; burst += 1) await world.send({ type: 'app.foreground' });
      world.shows({ settled: false, canRetry: false });
      await world.advance(20 * SECOND);
      expect(world.noticesOf('order.settled')).toHaveLength(1);
      world.shows({ status: 'success' });
      await world.finale();
    },
  );
});

describe('the last read of the window', () => {
  it.each(unpaidWords.flatMap((word) => [500, 1_500, 4_000].map((early) => ({ word, early }))))(
    '$word: money that the server knows $early ms before the end is seen, however often it was asked',
    async ({ word, early }) => {
      const world = await paid(word, windowOf(word) - early, true);
      for (let passed = 0; passed < windowOf(word); passed += 500) {
        await world.send({ type: 'app.foreground' }, { type: 'order.recheck', orderId: 'A1' });
        await world.advance(500);
      }
      await world.advance(MINUTE);
      world.shows({ status: 'success', verified: true });
      for (const notice of world.noticesOf('order.settled')) {
        expect(notice).toMatchObject({ order: { status: 'success' } });
      }
      await world.finale();
    },
  );
});

describe('the looks after it settled', () => {
  it.each([
    { restart: 30 * SECOND, debit: 40 * SECOND },
    { restart: 90 * SECOND, debit: 2 * MINUTE },
    { restart: 6 * MINUTE, debit: 7 * MINUTE },
  ])(
    'go on after a restart $restart ms after it, without a return of the app',
    async ({ restart, debit }) => {
      const world = await paid('BACKPRESS', 0, false);
      await world.advance(16 * SECOND);
      world.shows({ status: 'backPress', settled: true });
      await world.advance(restart);
      await world.restart();
      await world.advance(debit - restart);
      world.debit();
      await world.advance(16 * MINUTE - debit);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it.each(
    ['STARTED', 'PENDING_VBV', 'AUTHORIZING'].flatMap((status) =>
      [0, HOUR].flatMap((later) =>
        ['a return of the app', 'time'].flatMap((by) =>
          [undefined, 'A1_t1'].map((named) => ({ status, later, by, named })),
        ),
      ),
    ),
  )(
    'of $by that name a transaction under way ($status, to the SDK $named): no retry is sent $later ms later',
    async ({ status, later, by, named }) => {
      const world = await paid('BACKPRESS', 0, false, named);
      await world.advance(16 * SECOND);
      world.shows({ status: 'backPress', settled: true });
      world.server.says.set('A1', () => ({
        orderId: 'A1',
        status,
        amount: '2.00',
        txnUuid: 'A1_t1',
      }));
      if (by === 'a return of the app') await world.send({ type: 'app.foreground' });
      await world.advance(6 * MINUTE);
      // The server's last word was that it is open; now it says nothing any more.
      world.server.says.set('A1', () => Promise.reject(new Error('no network')));
      await world.advance(later);
      await world.retry();
      await world.pay();
      await world.advance(10 * SECOND);
      expect(world.sent()).toHaveLength(1);
      expect(world.order()?.canRetry).toBe(false);
      world.debit('A1', 'A1_t1');
      await world.finale();
    },
  );

  it('are made for each of many orders, and politely', async () => {
    const world = await World.ready();
    const names = Array.from({ length: 10 }, (_, at) => `S${at}`);
    for (const name of names) {
      await world.pay(name);
      await world.advance(SECOND);
      world.says('BACKPRESS', world.request(name));
      await world.advance(17 * SECOND);
      world.shows({ status: 'backPress', settled: true }, name);
    }
    for (const name of names) world.debit(name);
    world.server.latency = SECOND;
    await world.send({ type: 'app.foreground' });
    await world.advance(MINUTE);
    for (const name of names) world.shows({ status: 'success', verified: true }, name);
    await world.finale();
  });
});

describe('a restart within the window', () => {
  it.each(lags.map((lag) => ({ lag })))(
    'the bank debited, $lag ms behind: never settled as not paid early',
    async ({ lag }) => {
      const world = await paid('FAILURE', lag, true, 'A1_t1');
      await world.advance(5 * SECOND);
      await world.restart();
      for (let passed = 0; passed < 100; passed += 10) {
        if (world.order()?.status === 'success') break;
        world.shows({ settled: false, canRetry: false });
        await world.advance(10 * SECOND);
      }
      await world.finale();
    },
  );

  it.each(eachWord)('$word and nothing debited: it settles in the end', async ({ word }) => {
    const world = await paid(word, 0, false);
    await world.restart();
    world.shows({ settled: false, canRetry: false });
    await world.advance(20 * MINUTE);
    world.shows({ settled: true });
    await world.finale();
  });
});

describe('the second attempt is behind too', () => {
  it.each(eachLagAndWord)(
    '$word, $lag ms behind, with the first failure still named',
    async ({ lag, word }) => {
      const world = await World.ready();
      await world.pay();
      await world.advance(3 * SECOND);
      world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_t1');
      world.says('FAILURE', world.request(), { txnUuid: 'A1_t1' });
      await world.advance(3 * MINUTE);
      world.shows({ settled: true, canRetry: true });
      await world.advance(5 * HOUR);
      world.server.lag = lag;
      await world.retry();
      await world.advance(3 * SECOND);
      expect(world.sent()).toHaveLength(2);
      world.debit('A1', 'A1_t2');
      world.says(word);
      for (let passed = 0; passed < windowOf(word) - SECOND; passed += SECOND) {
        await world.advance(0);
        if (world.order()?.status === 'success') break;
        world.shows({ settled: false, canRetry: false });
        await world.advance(SECOND);
      }
      await world.finale();
    },
  );
});
