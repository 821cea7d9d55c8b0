import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import type { Problem } from '../../core/model/problem.js';
import { parseOrder } from '../../src/journal/stored-order.js';
import { atRest, failed, journalOn, keyOf, paid, record } from './support/records.js';
import { mapStorage } from './support/storages.js';

type Mode = 'works' | 'rejects' | 'throws' | 'hangs' | number;

function setUp() {
  const items = new Map<string, string>();
  const clock = createVirtualClock();
  const storage = mapStorage(items);
  const told: [string, Problem][] = [];
  const world = { mode: 'works' as Mode, tries: 0 };
  const journal = journalOn(
    {
      ...storage,
      setItem: (key, value) => {
        const { mode } = world;
        if (key.includes('/order/')) world.tries += 1;
        if (mode === 'works') return storage.setItem(key, value);
        if (mode === 'throws') throw new Error('full');
        if (mode === 'rejects') return Promise.reject(new Error('full'));
        if (mode === 'hangs') return new Promise(() => {});
        return new Promise<void>((resolve) =>
          clock.setTimeout(() => {
            storage.setItem(key, value);
            resolve();
          }, mode),
        );
      },
    },
    { clock, onUnsaved: (orderId, problem) => told.push([orderId, problem]) },
  );
  const stored = (orderId: string) => parseOrder(items.get(keyOf(orderId)) ?? '');
  /** Saves, whatever comes of it. */
  const save = async (...orders: Parameters<typeof record>[]) => {
    for (const order of orders) journal.save(record(...order)).catch(() => {});
    await atRest();
  };
  const advance = async (ms: number) => {
    await clock.advance(ms);
    await atRest();
  };
  return { items, clock, journal, told, world, stored, save, advance };
}

const BROKEN: readonly Mode[] = ['rejects', 'throws', 'hangs', 8_000];

describe.each(BROKEN.map((mode) => ({ mode })))(
  'a record that cannot be written ($mode)',
  ({ mode }) => {
    it('emits storageFailed at once, and once, however much is to be written', async () => {
      const { world, told, save, advance } = setUp();
      await save(['A1']);
      world.mode = mode;
      await save(['A1', { status: 'pending' }], ['B2']);
      await advance(5_000);
      expect(told.map(([orderId]) => orderId).sort()).toEqual(['A1', 'B2']);
      expect(told[0]?.[1]).toMatchObject({ reason: 'storageFailed', retry: true });
      for (let minute = 0; minute < 20; minute += 1) {
        await save(['A1', { status: 'pending', updatedAt: minute }]);
        await advance(60_000);
      }
      expect(told).toHaveLength(2);
    });

    it('is written as soon as it can be, in its last version', async () => {
      const { world, stored, save, advance } = setUp();
      await save(['A1']);
      world.mode = mode;
      await save(['A1', { status: 'pending' }], ['A1', paid], ['B2', failed]);
      await advance(60_000);
      world.mode = 'works';
      await advance(65_000);
      expect(stored('A1')).toEqual(record('A1', paid));
      expect(stored('B2')).toEqual(record('B2', failed));
    });

    it('emits storageFailed again when it cannot be written again', async () => {
      const { world, told, save, advance } = setUp();
      world.mode = mode;
      await save(['A1']);
      await advance(20_000);
      world.mode = 'works';
      await save(['A1', { status: 'pending' }]);
      await advance(65_000);
      world.mode = mode;
      await save(['A1', paid]);
      await advance(20_000);
      expect(told.map(([orderId]) => orderId)).toEqual(['A1', 'A1']);
    });
  },
);

describe('a record that could not be written', () => {
  it('rejects, for whoever waits', async () => {
    const { world, journal } = setUp();
    world.mode = 'rejects';
    await expect(journal.save(record('A1'))).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: true },
    });
  });

  it('is tried after 5 s, then twice as long up to a minute, and not all the time', async () => {
    const { world, save, advance } = setUp();
    world.mode = 'rejects';
    await save(['A1']);
    const at: number[] = [];
    for (let second = 1; second <= 400; second += 1) {
      const before = world.tries;
      await advance(1_000);
      if (world.tries > before) at.push(second);
    }
    expect(at).toEqual([5, 15, 35, 75, 135, 195, 255, 315, 375]);
  });

  it('begins with 5 s again, once all was written', async () => {
    const { world, save, advance, clock } = setUp();
    world.mode = 'rejects';
    await save(['A1']);
    await advance(40_000);
    world.mode = 'works';
    await advance(60_000);
    expect(clock.pending).toBe(0);
    world.mode = 'rejects';
    await save(['A1', paid]);
    const { tries } = world;
    await advance(5_000);
    expect(world.tries).toBe(tries + 1);
  });

  it('is written when the app comes back', async () => {
    const { world, journal, stored, save, advance } = setUp();
    world.mode = 'rejects';
    await save(['A1', paid], ['B2']);
    await advance(600_000);
    world.mode = 'works';
    journal.retry();
    await atRest();
    expect(stored('A1')).toEqual(record('A1', paid));
    expect(stored('B2')).toEqual(record('B2'));
  });

  it('is written before the next claim, of whichever order', async () => {
    const { world, journal, stored, save, advance } = setUp();
    world.mode = 'rejects';
    await save(['A1', paid]);
    await advance(600_000);
    world.mode = 'works';
    await journal.claim(record('B2'));
    await atRest();
    expect(stored('A1')).toEqual(record('A1', paid));
  });

  it('forbids a claim of its own order until it is written', async () => {
    const { world, items, journal, save } = setUp();
    await save(['A1', failed]);
    const next = record('A1', { attemptId: 'next', requestId: 'next' });
    world.mode = 'rejects';
    await save(['A1', paid]);
    const before = new Map(items);
    await expect(journal.claim(next)).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: true },
    });
    expect(items).toEqual(before);
    world.mode = 'works';
    expect(await journal.claim(next)).toMatchObject({
      claimed: false,
      existing: { paid: 'confirmed' },
    });
  });

  it('forbids a claim of its own order, though that could be written', async () => {
    const items = new Map<string, string>();
    const storage = mapStorage(items);
    const journal = journalOn({
      ...storage,
      setItem: (key, value) => {
        if (value.includes('"status":"success"')) throw new Error('full');
        return storage.setItem(key, value);
      },
    });
    await journal.save(record('A1', failed));
    await expect(journal.save(record('A1', paid))).rejects.toThrow();
    const next = record('A1', { attemptId: 'next', requestId: 'next' });
    await expect(journal.claim(next)).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: true },
    });
  });

  it('ends its attempt, although later ones came to nothing meanwhile', async () => {
    const { world, journal, stored, save, advance } = setUp();
    await save(['A1']);
    world.mode = 'rejects';
    await save(['A1', { ...failed, txnUuid: 'first' }]);
    for (const attemptId of ['second', 'third']) {
      const next = { attemptId, requestId: attemptId };
      await expect(journal.claim(record('A1', next))).rejects.toThrow();
      await save(['A1', { ...next, ...failed, neverSent: true }]);
    }
    expect(stored('A1')).toMatchObject({ attemptId: 'attempt-A1', settled: false });
    world.mode = 'works';
    await advance(65_000);
    expect(stored('A1')).toMatchObject({
      attemptId: 'third',
      settled: true,
      foreignTxns: ['first'],
    });
    expect((await journal.restore()).orders).toMatchObject([{ attemptId: 'third', settled: true }]);
  });

  it('is tried on, though another order can be written', async () => {
    const items = new Map<string, string>();
    const clock = createVirtualClock();
    const storage = mapStorage(items);
    let isBroken = true;
    const journal = journalOn(
      {
        ...storage,
        setItem: (key, value) => {
          if (isBroken && key === keyOf('A1')) throw new Error('full');
          return storage.setItem(key, value);
        },
      },
      { clock },
    );
    await expect(journal.save(record('A1'))).rejects.toThrow();
    await journal.save(record('B2'));
    isBroken = false;
    await clock.advance(5_000);
    await atRest();
    expect(items.has(keyOf('A1'))).toBe(true);
  });

  it('is not tried once for each of its versions', async () => {
    const { world, save } = setUp();
    world.mode = 'rejects';
    const versions = Array.from({ length: 1_000 }, (_, updatedAt) => ({ updatedAt }));
    await save(...versions.map((more): Parameters<typeof record> => ['A1', more]));
    expect(world.tries).toBeLessThanOrEqual(2);
  });

  it('is not tried by itself after the end, and leaves no timer', async () => {
    const { world, clock, journal, save, advance } = setUp();
    world.mode = 'rejects';
    await save(['A1']);
    journal.stop();
    expect(clock.pending).toBe(0);
    const { tries } = world;
    await save(['A1', paid]);
    await advance(600_000);
    expect(world.tries).toBe(tries + 1);
    expect(clock.pending).toBe(0);
  });

  it('is tried again where it was broken off: the list of settled orders, too', async () => {
    const items = new Map<string, string>();
    const clock = createVirtualClock();
    const storage = mapStorage(items);
    let isBroken = true;
    const journal = journalOn(
      {
        ...storage,
        setItem: (key, value) => {
          if (isBroken && key.includes('/settled/')) throw new Error('full');
          return storage.setItem(key, value);
        },
      },
      { clock },
    );
    await expect(journal.save(record('A1', paid))).rejects.toThrow();
    isBroken = false;
    await clock.advance(5_000);
    await atRest();
    expect((await journalOn(storage).restore()).orders).toEqual([record('A1', paid)]);
  });

  it('does not pile up while the storage hangs', async () => {
    const { world, save, advance } = setUp();
    world.mode = 'hangs';
    for (let n = 0; n < 1_000; n += 1) await save(['A1', { updatedAt: n }]).catch(() => {});
    await advance(60_000);
    expect(world.tries).toBeLessThan(20);
  }, 20_000);
});

describe('a write that timed out', () => {
  it('never overwrites a newer one', async () => {
    const { world, stored, save, advance } = setUp();
    world.mode = 30_000;
    await save(['A1', { status: 'pending' }]);
    await advance(5_000);
    world.mode = 'works';
    await save(['A1', paid]);
    expect(stored('A1')).toEqual(record('A1', paid));
    await advance(60_000);
    expect(stored('A1')).toEqual(record('A1', paid));
  });

  it('is left alone when nothing newer came', async () => {
    const { world, stored, save, advance } = setUp();
    world.mode = 8_000;
    await save(['A1']);
    await advance(20_000);
    expect(stored('A1')).toEqual(record('A1'));
  });
});
