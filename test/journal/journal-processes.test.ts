import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import type { KeyValueStorage } from '../../src/index.js';
import { pageOf } from '../../src/journal/keys.js';
import { parseOrder, printOrder } from '../../src/journal/stored-order.js';
import { parseTokens } from '../../src/journal/stored-tokens.js';
import { createUnsaved } from '../../src/journal/unsaved.js';
import { createDeadlines } from '../../src/time/deadlines.js';
import {
  atRest,
  failed,
  journalOn,
  KEYS,
  keyOf,
  paid,
  printLegacy,
  record,
  TOKENS,
} from './support/records.js';
import { failing, mapStorage, slowed, watchedStorage } from './support/storages.js';

const next = { attemptId: 'next', requestId: 'next' };
const late = { problem: { reason: 'storageFailed', retry: true } };

describe('everything that is read and then written', () => {
  it('is done under names that all tabs know, where the platform has locks', async () => {
    const names: string[] = [];
    const items = new Map([[KEYS.legacy, printLegacy([record('B2')])]]);
    const journal = journalOn(mapStorage(items), {
      exclusive: (name, work) => {
        names.push(name);
        return work();
      },
    });
    await journal.claim(record('A1'));
    await journal.save(record('A1', paid));
    await journal.countBindAttempt(1);
    expect(new Set(names)).toEqual(
      new Set([
        KEYS.lock('migration'),
        KEYS.lock({ orderId: 'B2' }),
        KEYS.lock({ page: pageOf('B2') }),
        KEYS.lock({ orderId: 'A1' }),
        KEYS.lock({ page: pageOf('A1') }),
        KEYS.lock('log'),
        TOKENS,
      ]),
    );
  });
});

describe('a claim before any start', () => {
  it('knows what versions 1 and 2 have left, and reads that once', async () => {
    const done: string[] = [];
    const items = new Map([[KEYS.legacy, printLegacy([record('A1')])]]);
    const journal = journalOn(watchedStorage(items, done));
    expect(await journal.claim(record('A1', next))).toEqual({
      claimed: false,
      existing: record('A1'),
    });
    expect(items.has(KEYS.legacy)).toBe(false);
    done.length = 0;
    await journal.claim(record('B2'));
    expect(done).not.toContain(`get ${KEYS.legacy}`);
  });

  it('does not look for that after a start that found none', async () => {
    const done: string[] = [];
    const journal = journalOn(watchedStorage(new Map(), done));
    await journal.restore();
    await atRest();
    done.length = 0;
    await journal.claim(record('A1'));
    expect(done).not.toContain(`get ${KEYS.legacy}`);
  });

  it('is refused while that cannot be read, and looks again', async () => {
    const items = new Map([[KEYS.legacy, printLegacy([record('A1')])]]);
    let isBroken = true;
    const storage = failing(mapStorage(items), (_, key) => isBroken && key === KEYS.legacy);
    const journal = journalOn(storage);
    await expect(journal.claim(record('A1', next))).rejects.toMatchObject(late);
    isBroken = false;
    expect(await journal.claim(record('A1', next))).toMatchObject({ claimed: false });
  });
});

describe('a claim that is given up', () => {
  const claimOn = (storage: KeyValueStorage, clock: ReturnType<typeof createVirtualClock>) =>
    Promise.allSettled([journalOn(storage, { clock }).claim(record('A1'))]);

  it('may be tried again: the storage was only slow', async () => {
    const clock = createVirtualClock();
    const claim = claimOn(slowed(mapStorage(new Map()), clock, 4_900), clock);
    await clock.advance(20_000);
    expect(await claim).toMatchObject([{ reason: late }]);
  });

  it('writes nothing later, though the clock was set back meanwhile', async () => {
    const clock = createVirtualClock();
    const items = new Map<string, string>();
    const claim = claimOn(slowed(mapStorage(items), clock, 4_900), clock);
    await clock.advance(12_000);
    clock.jump(-15_000);
    await clock.advance(60_000);
    expect(await claim).toMatchObject([{ reason: late }]);
    expect(items.has(keyOf('A1'))).toBe(false);
  });

  it.each([
    [20_000, 'rejected'],
    [-20_000, 'rejected'],
    [19_999, 'fulfilled'],
  ])('is one in which the phone slept for so long: %d ms, %s', async (ms, status) => {
    const clock = createVirtualClock();
    const items = new Map<string, string>();
    const storage = mapStorage(items);
    let reads = 0;
    const sleeping: KeyValueStorage = {
      ...storage,
      getItem: (key) => {
        reads += 1;
        if (reads === 1) clock.jump(ms);
        return storage.getItem(key);
      },
    };
    const [end] = await claimOn(sleeping, clock);
    expect(end).toMatchObject(status === 'rejected' ? { status, reason: late } : { status });
    expect(items.has(keyOf('A1'))).toBe(status === 'fulfilled');
  });
});

describe('what a person is told', () => {
  it('of a request that was sent before', async () => {
    const journal = journalOn(mapStorage(new Map()));
    await journal.save(record('A1', failed));
    await expect(journal.claim(record('A1', { attemptId: 'next' }))).rejects.toMatchObject({
      problem: { reason: 'invalid', retry: false, message: 'This request was sent before.' },
    });
  });

  it('of a record that is damaged', async () => {
    const journal = journalOn(mapStorage(new Map([[TOKENS, 'damaged']])));
    expect((await journal.restore()).problem).toEqual({
      reason: 'storageFailed',
      retry: false,
      message:
        'A stored record is damaged or from a newer version: its orders are asked about again.',
    });
  });
});

describe('after a start', () => {
  const twin = (letter: string) => `${KEYS.page(pageOf('A1'))}/${letter}`;

  /** A store in which `A1` is open. */
  async function written(...orders: readonly ReturnType<typeof record>[]) {
    const items = new Map<string, string>();
    for (const order of orders) await journalOn(mapStorage(items)).save(order);
    return items;
  }

  async function start(items: Map<string, string>, storage = mapStorage(items)) {
    const found = await journalOn(storage).restore();
    await atRest();
    return found;
  }

  it('nothing is written where nothing is amiss', async () => {
    for (const items of [new Map<string, string>(), await written(record('A1'))]) {
      const done: string[] = [];
      await start(items, watchedStorage(items, done));
      expect(done.filter((one) => !one.startsWith('get'))).toEqual([]);
    }
  });

  it('a settled order is off the list of open ones', async () => {
    const items = await written(record('A1'));
    await journalOn(mapStorage(items)).save(record('A1', paid));
    expect(items.get(twin('a'))).toContain('"A1"');
    await start(items);
    expect(items.get(twin('a'))).not.toContain('"A1"');
  });

  it('a page has both its twins', async () => {
    const items = await written(record('A1'));
    items.delete(twin('a'));
    await start(items);
    expect(items.get(twin('a'))).toBe(items.get(twin('b')));
    expect(items.get(twin('a'))).toContain('"A1"');
  });

  it('an open order has a record that is whole', async () => {
    for (const text of [undefined, 'damaged']) {
      const items = await written(record('A1'));
      if (text === undefined) items.delete(keyOf('A1'));
      else items.set(keyOf('A1'), text);
      await start(items);
      expect(parseOrder(items.get(keyOf('A1')) ?? '')).toMatchObject({ status: 'pending' });
    }
  });

  it('an open order is listed', async () => {
    const items = await written(record('A1', failed));
    items.set(keyOf('A1'), printOrder(record('A1')));
    await start(items);
    expect(items.get(twin('a'))).toContain('"A1"');
  });

  it('what another process wrote in the meantime stands as it is', async () => {
    const items = await written(record('A1', failed));
    items.set(keyOf('A1'), printOrder(record('A1')));
    const segment = items.get(KEYS.segment(1));
    const storage = mapStorage(items);
    const newer = printOrder(record('A1', paid));
    let reads = 0;
    await start(items, {
      ...storage,
      getItem: (key) => {
        if (key === keyOf('A1')) reads += 1;
        // The second time it is read to be mended.
        if (key === keyOf('A1') && reads === 2) items.set(key, newer);
        return storage.getItem(key);
      },
    });
    expect(items.get(keyOf('A1'))).toBe(newer);
    expect(items.get(KEYS.segment(1))).toBe(segment);
  });

  it('a count of SMS tokens that was damaged is whole, and full', async () => {
    const items = await written();
    items.set(TOKENS, 'damaged');
    await start(items);
    expect(parseTokens(items.get(TOKENS))).toMatchObject({ damaged: false });
    const journal = journalOn(mapStorage(items));
    expect(await journal.countBindAttempt(3)).toMatchObject({ allowed: false });
  });

  it('what versions 1 and 2 have left is brought over', async () => {
    const items = new Map([[KEYS.legacy, printLegacy([record('A1')])]]);
    await start(items);
    expect(items.has(KEYS.legacy)).toBe(false);
    expect(parseOrder(items.get(keyOf('A1')) ?? '')).toEqual(record('A1'));
  });
});

describe('records that wait to be written', () => {
  /** Writes that are noted, and turns that come when the test says so. */
  function setUp() {
    const written: string[] = [];
    const turns: (() => void)[] = [];
    const world = { isBroken: false, isHeld: false };
    const clock = createVirtualClock();
    const unsaved = createUnsaved({
      deadlines: createDeadlines(clock),
      write: async (order) => {
        if (world.isBroken) throw new Error('full');
        written.push(`${order.attemptId} ${order.updatedAt}`);
        return true;
      },
      runExclusive: async (_, work) => {
        if (world.isHeld) await new Promise<void>((resolve) => turns.push(resolve));
        return work();
      },
      onUnsaved: undefined,
    });
    const of = (attemptId: string, updatedAt = 1) => record('A1', { attemptId, updatedAt });
    return { written, turns, world, unsaved, of, clock };
  }

  it('are the last of each attempt', async () => {
    const { written, world, unsaved, of, clock } = setUp();
    world.isBroken = true;
    for (const at of [1, 2, 3]) unsaved.save(of('a', at)).catch(() => {});
    await atRest();
    world.isBroken = false;
    await clock.advance(5_000);
    expect(written).toEqual(['a 3']);
  });

  it('are waited for by one timer, however many they are', async () => {
    const { world, unsaved, clock } = setUp();
    world.isBroken = true;
    for (const orderId of ['A1', 'B2', 'C3']) unsaved.save(record(orderId)).catch(() => {});
    await atRest();
    expect(clock.pending).toBe(1);
    unsaved.stop();
    expect(clock.pending).toBe(0);
  });

  it('are the first attempt that waits, and the last', async () => {
    const { written, world, unsaved, of, clock } = setUp();
    world.isBroken = true;
    for (const id of ['a', 'b', 'c']) unsaved.save(of(id)).catch(() => {});
    await atRest();
    world.isBroken = false;
    await clock.advance(5_000);
    expect(written).toEqual(['a 1', 'c 1']);
  });

  it('are written before another attempt, with those after them', async () => {
    const { written, world, unsaved, of } = setUp();
    world.isBroken = true;
    for (const id of ['a', 'b']) unsaved.save(of(id)).catch(() => {});
    await atRest();
    world.isBroken = false;
    await unsaved.flush(of('b'));
    expect(written).toEqual(['a 1', 'b 1']);
  });

  it('are left for their turn where it is the same attempt, and where there is none', async () => {
    const { written, world, unsaved, of } = setUp();
    await unsaved.flush(of('a'));
    world.isBroken = true;
    unsaved.save(of('a')).catch(() => {});
    await atRest();
    world.isBroken = false;
    await unsaved.flush(of('a'));
    expect(written).toEqual([]);
  });

  it('are written once, though their turn comes when they were written before', async () => {
    const { written, turns, world, unsaved, of } = setUp();
    world.isHeld = true;
    const saved = unsaved.save(of('a'));
    await unsaved.flush(of('b'));
    for (const turn of turns) turn();
    await saved;
    expect(written).toEqual(['a 1']);
  });
});
