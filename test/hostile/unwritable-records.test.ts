import { describe, expect, it } from 'vitest';
import { never } from './support/clock.js';
import type { StorageMode } from './support/storage.js';
import { DAY, HOUR, MINUTE, SECOND, unpaidWords, World } from './support/world.js';

const broken: readonly StorageMode[] = ['rejects', 'throws', 'hangs', 8 * SECOND];
const eachBroken = broken.map((mode) => ({ mode }));

async function sent(): Promise<World> {
  const world = await World.ready();
  await world.pay();
  await world.advance(3 * SECOND);
  expect(world.sent()).toHaveLength(1);
  return world;
}

/** What is in the storage holds the truth: the next process starts from it. */
async function afterRestart(world: World): Promise<World> {
  await world.restart();
  await world.advance(SECOND);
  return world;
}

describe('the claim cannot be written', () => {
  it.each(eachBroken)('$mode: nothing is sent, and it says why', async ({ mode }) => {
    const world = await World.ready();
    world.storage.set = mode;
    await world.pay();
    await world.advance(MINUTE);
    expect(world.sent()).toEqual([]);
    world.shows({ settled: true });
    expect(world.order()?.problem).toMatchObject({ reason: 'storageFailed' });
    world.storage.works();
    await world.advance(MINUTE);
    await world.retry();
    await world.advance(3 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('a storage that forgets what it acknowledged: nothing is sent', async () => {
    const world = await World.ready();
    world.storage.setItem = () => Promise.resolve();
    await world.pay();
    await world.advance(MINUTE);
    expect(world.sent()).toEqual([]);
    await world.stop();
  });

  it.each([{ get: 'rejects' }, { get: 'hangs' }] as const)(
    'it cannot be read whether the order is open ($get): nothing is sent',
    async ({ get }) => {
      const world = await World.ready();
      world.storage.get = get;
      await world.pay();
      await world.advance(MINUTE);
      expect(world.sent()).toEqual([]);
      world.storage.works();
      await world.stop();
    },
  );
});

describe('what is known later cannot be written', () => {
  it.each(eachBroken)(
    'SUCCESS, $mode, then the storage works again: it is written',
    async ({ mode }) => {
      const world = await sent();
      world.server.lag = DAY;
      world.storage.set = mode;
      world.says('SUCCESS');
      await world.advance(MINUTE);
      world.storage.works();
      await world.advance(10 * MINUTE);
      await afterRestart(world);
      // Nobody but the record knows: the server is a day behind.
      expect(['success', 'pending']).toContain(world.order()?.status);
      world.says('FAILURE', world.request());
      await world.advance(10 * MINUTE);
      await world.cannotPay();
      world.debit();
      await world.finale();
    },
  );

  it.each(eachBroken)('$mode is said once per order, as an error', async ({ mode }) => {
    const world = await sent();
    world.storage.set = mode;
    world.says('PENDING');
    await world.advance(MINUTE);
    world.says('FAILURE');
    await world.advance(20 * MINUTE);
    const said = world.notices.filter(
      (notice) => notice.type === 'error' && notice.problem.reason === 'storageFailed',
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ orderId: 'A1' });
    world.storage.works();
    await world.finale();
  });

  it.each([
    ['returns', 'app.foreground'],
    ['goes', 'app.background'],
  ] as const)('is written when the app %s (%s)', async (_, type) => {
    const world = await sent();
    world.server.lag = DAY;
    world.storage.set = 'rejects';
    world.says('SUCCESS');
    await world.advance(2 * HOUR);
    world.storage.works();
    await world.send({ type });
    await world.advance(SECOND);
    await afterRestart(world);
    expect(world.order()?.reported).toBe('success');
    world.says('FAILURE', world.request());
    await world.advance(10 * MINUTE);
    await world.cannotPay();
    world.debit();
    await world.finale();
  });

  it('is written before the next claim', async () => {
    const world = await sent();
    world.server.lag = DAY;
    world.storage.set = 'rejects';
    world.says('SUCCESS');
    await world.advance(2 * HOUR);
    world.storage.works();
    await world.pay('B1');
    await world.advance(3 * SECOND);
    await afterRestart(world);
    world.says('FAILURE', world.request('A1'));
    await world.advance(10 * MINUTE);
    await world.cannotPay('A1');
    world.debit();
    await world.finale();
  });

  it('waiting writes are not asked of the storage without end', async () => {
    const world = await sent();
    world.storage.set = 'rejects';
    world.says('FAILURE');
    const before = world.storage.writes;
    await world.advance(HOUR);
    // Backing off: not one write a second.
    expect(world.storage.writes - before).toBeLessThan(120);
    await world.stop();
  });
});

describe('a reopened order whose record could not be written, and a restart', () => {
  it.each(unpaidWords.map((word) => ({ word })))(
    '$word settled, late SUCCESS, storage full for a while',
    async ({ word }) => {
      const world = await sent();
      world.server.lag = DAY;
      world.says(word);
      await world.advance(3 * MINUTE);
      world.shows({ settled: true, canRetry: true });
      world.storage.set = 'rejects';
      world.says('SUCCESS', world.request());
      await world.advance(MINUTE);
      expect(world.order()?.canRetry).toBe(false);
      world.storage.works();
      await world.advance(5 * MINUTE);
      await afterRestart(world);
      expect(world.order()?.canRetry).toBe(false);
      await world.cannotPay();
      world.debit();
      await world.finale();
    },
  );

  it('storage full to the end: the server is asked before anything is sent again', async () => {
    const world = await sent();
    world.says('FAILURE');
    await world.advance(3 * MINUTE);
    world.storage.set = 'rejects';
    world.debit();
    world.says('SUCCESS', world.request());
    await world.advance(MINUTE);
    // What was never written died with the process.
    world.promises.forgive('A1');
    await afterRestart(world);
    await world.cannotPay();
    await world.finale();
  });

  it('CHARGED by a look-up, storage full for a while', async () => {
    const world = await sent();
    world.says('FAILURE');
    await world.advance(3 * MINUTE);
    world.storage.set = 'rejects';
    world.debit();
    await world.send({ type: 'app.foreground' });
    await world.advance(5 * SECOND);
    world.shows({ status: 'success', verified: true });
    world.storage.works();
    await world.advance(5 * MINUTE);
    world.server.lag = DAY;
    await afterRestart(world);
    await world.cannotPay();
    world.server.lag = 0;
    await world.finale();
  });
});

describe('a storage that is slow', () => {
  it.each([{ ms: 100 }, { ms: 1_000 }])(
    '$ms ms for everything: a payment goes through',
    async ({ ms }) => {
      const world = await World.ready();
      world.storage.get = ms;
      world.storage.set = ms;
      await world.pay();
      await world.advance(12 * SECOND);
      expect(world.sent()).toHaveLength(1);
      world.debit();
      world.says('SUCCESS');
      await world.advance(10 * SECOND);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );
});

describe('killed in the middle of a write', () => {
  it.each([0, 1, 2, 3, 4, 5].map((writes) => ({ writes })))(
    'after $writes writes of a payment: never sent twice while it is open',
    async ({ writes }) => {
      const world = await World.ready();
      const before = world.storage.writes;
      const { storage } = world;
      const setItem = storage.setItem.bind(storage);
      storage.setItem = (key, value) => {
        if (storage.writes - before === writes) storage.set = 'hangs';
        return setItem(key, value);
      };
      await world.pay();
      await world.advance(SECOND);
      const sentBefore = world.sent().length;
      world.server.lag = DAY;
      if (sentBefore > 0) world.says('SUCCESS');
      await world.advance(0);
      // What never reached the storage died with the process.
      if (writes < 5) world.promises.forgive('A1');
      await afterRestart(world);
      if (sentBefore > 0) {
        expect(world.order()).toBeDefined();
        await world.cannotPay();
        world.debit();
      }
      await world.finale();
    },
  );
});

describe('how an attempt ended cannot be written, and later attempts come to nothing', () => {
  it.each([1, 2, 5])('%i of them: it is written as ended all the same', async (later) => {
    const world = await sent();
    world.storage.set = 'rejects';
    world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_t1');
    world.says('FAILURE', world.request(), { txnUuid: 'A1_t1' });
    await world.advance(3 * SECOND);
    world.shows({ status: 'failure', settled: true });
    for (let nth = 0; nth < later; nth += 1) {
      await world.retry();
      await world.advance(30 * SECOND);
    }
    expect(world.sent()).toHaveLength(1);
    world.storage.works();
    await world.advance(2 * MINUTE);
    // Nobody answers at the next start: what is shown is what was written.
    world.server.says.set('A1', never);
    await world.restart();
    world.shows({ status: 'failure', settled: true });
    await world.finale();
  });
});
