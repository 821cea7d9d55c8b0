import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import type { KeyValueStorage } from '../../src/index.js';
import { atRest, failed, journalOn, KEYS, keyOf, paid, record } from './support/records.js';
import { mapStorage } from './support/storages.js';

type Mode = 'works' | 'rejects' | 'throws' | 'hangs' | number;

/** A store with two orders, whose reads go wrong for the keys that are chosen. */
async function setUp() {
  const items = new Map<string, string>();
  const before = journalOn(mapStorage(items));
  await before.claim(record('A1'));
  await before.claim(record('S1'));
  await before.save(record('S1', failed));
  const clock = createVirtualClock();
  const world = { mode: 'works' as Mode, isHit: (_: string): boolean => true, reads: 0 };
  const storage: KeyValueStorage = {
    ...mapStorage(items),
    getItem: (key) => {
      world.reads += 1;
      const mode = world.isHit(key) ? world.mode : 'works';
      const text = items.get(key) ?? null;
      if (mode === 'works') return text;
      if (mode === 'throws') throw new Error('locked');
      if (mode === 'rejects') return Promise.reject(new Error('locked'));
      if (mode === 'hangs') return new Promise(() => {});
      return new Promise((resolve) => clock.setTimeout(() => resolve(text), mode));
    },
  };
  const journal = journalOn(storage, { clock });
  /** One try of the start, and what came of it. */
  const restore = async () => {
    const restored = Promise.allSettled([journal.restore()]);
    await atRest();
    await clock.advance(16_000);
    const [end] = await restored;
    return end;
  };
  return { items, clock, world, storage, journal, restore };
}

const whole = { value: { orders: [record('S1', failed), record('A1')] } };
const refusal = { reason: { problem: { reason: 'storageFailed', retry: true } } };

describe.each(['rejects', 'throws', 'hangs', 20_000] as const)(
  'a start whose reads (%s)',
  (mode) => {
    it('is refused in 5 s, so that it can be tried again', async () => {
      const { world, clock, journal, restore } = await setUp();
      world.mode = mode;
      const restored = Promise.allSettled([journal.restore()]);
      await atRest();
      await clock.advance(5_000);
      expect((await restored)[0]).toMatchObject(refusal);
      world.mode = 'works';
      expect(await restore()).toEqual({ status: 'fulfilled', ...whole });
    });

    it('asks for little while nothing is answered', async () => {
      const { world, restore } = await setUp();
      world.mode = mode;
      world.reads = 0;
      expect(await restore()).toMatchObject(refusal);
      expect(world.reads).toBeLessThanOrEqual(4);
    });

    it('is whole when it ends well, whichever keys they are', async () => {
      const { items } = await setUp();
      for (const key of [...items.keys(), KEYS.legacy]) {
        const { world, restore } = await setUp();
        world.mode = mode;
        world.isHit = (one) => one === key;
        const first = await restore();
        world.mode = 'works';
        if (first.status === 'rejected') expect(first, key).toMatchObject(refusal);
        expect(await restore(), key).toEqual({ status: 'fulfilled', ...whole });
      }
    });
  },
);

describe('a key that can never be read', () => {
  it('of an order loses its details, from the second try on, and hides no other order', async () => {
    const { world, restore } = await setUp();
    world.mode = 'rejects';
    world.isHit = (key) => key === keyOf('A1');
    expect(await restore()).toMatchObject(refusal);
    expect(await restore()).toMatchObject({
      value: {
        orders: [
          { orderId: 'S1', ...failed },
          { orderId: 'A1', status: 'pending', settled: false, foreignUnknown: true },
        ],
        problem: { reason: 'storageFailed' },
      },
    });
  });

  it('is tried anew, once everything was read', async () => {
    const { world, restore } = await setUp();
    world.isHit = (key) => key === keyOf('A1');
    for (let time = 0; time < 2; time += 1) {
      world.mode = 'rejects';
      expect(await restore()).toMatchObject(refusal);
      world.mode = 'works';
      expect(await restore()).toEqual({ status: 'fulfilled', ...whole });
    }
  });

  it('of the list of open orders loses nothing while its twin is whole', async () => {
    for (const twin of ['/a', '/b']) {
      const { world, restore } = await setUp();
      world.mode = 'rejects';
      world.isHit = (key) => key.includes('/open/') && key.endsWith(twin);
      const end = await restore();
      // A page that was never written has no twin to stand in for it.
      expect(end).toMatchObject(refusal);
      world.isHit = (key) => key.startsWith(`${KEYS.page(pageWith('A1'))}${twin}`);
      expect(await restore()).toEqual({ status: 'fulfilled', ...whole });
    }

    function pageWith(orderId: string): number {
      return Number.parseInt(keyOf(orderId).slice(-8), 16) % 16;
    }
  });

  it('of the SMS tokens hides no order', async () => {
    const { world, restore } = await setUp();
    world.mode = 'rejects';
    world.isHit = (key) => key.includes('sms-tokens');
    expect(await restore()).toEqual({ status: 'fulfilled', ...whole });
  });
});

describe('a start on a storage that is slow', () => {
  it.each([1_000, 1_500, 4_900])('for %d ms a read is whole at once', async (ms) => {
    const { world, restore } = await setUp();
    world.mode = ms;
    expect(await restore()).toEqual({ status: 'fulfilled', ...whole });
  });

  it.each([7_000, 20_000])(
    'for %d ms a read is whole in the end: what came late counts for the next try',
    async (ms) => {
      const { world, restore, clock } = await setUp();
      world.mode = ms;
      let tries = 0;
      for (let end = await restore(); end.status === 'rejected'; end = await restore()) {
        tries += 1;
        await clock.advance(30_000);
        if (tries > 10) break;
      }
      expect(tries).toBeGreaterThan(0);
      expect(tries).toBeLessThanOrEqual(4);
    },
  );

  it('asks again for what failed late', async () => {
    const { items, clock } = await setUp();
    let isLate = true;
    const journal = journalOn(
      {
        ...mapStorage(items),
        getItem: (key) =>
          isLate && key === keyOf('A1')
            ? new Promise((_, reject) => clock.setTimeout(() => reject(new Error('io')), 7_000))
            : (items.get(key) ?? null),
      },
      { clock },
    );
    const first = Promise.allSettled([journal.restore()]);
    await clock.advance(10_000);
    expect((await first)[0]).toMatchObject(refusal);
    isLate = false;
    expect(await journal.restore()).toEqual(whole.value);
  });

  it('does not take a late answer for one after something was written', async () => {
    const { world, restore, journal, clock } = await setUp();
    world.mode = 7_000;
    world.isHit = (key) => key === keyOf('A1');
    expect(await restore()).toMatchObject(refusal);
    world.mode = 'works';
    await journal.save(record('A1', paid));
    await clock.advance(10_000);
    expect(await restore()).toMatchObject({
      value: { orders: [{ orderId: 'S1' }, record('A1', paid)] },
    });
  });

  it('does not take an answer that nobody needed any more for the next start', async () => {
    const { items, world, journal, clock } = await setUp();
    world.mode = 7_000;
    world.isHit = (key) => key === keyOf('A1');
    const first = Promise.allSettled([journal.restore()]);
    await clock.advance(6_000);
    expect((await first)[0]).toMatchObject(refusal);
    // It asks once more, and then the first answer comes.
    const second = journal.restore();
    await clock.advance(1_000);
    expect(await second).toEqual(whole.value);
    await clock.advance(10_000);
    await journalOn(mapStorage(items)).save(record('A1', paid));
    world.mode = 'works';
    expect(await journal.restore()).toMatchObject({
      orders: expect.arrayContaining([record('A1', paid)]),
    });
  });

  it('does not take it for the next start, either', async () => {
    const { items, world, restore, clock } = await setUp();
    world.mode = 7_000;
    world.isHit = (key) => key === keyOf('A1');
    expect(await restore()).toMatchObject(refusal);
    await clock.advance(10_000);
    world.mode = 'works';
    expect(await restore()).toEqual({ status: 'fulfilled', ...whole });
    // Another process, this time.
    await journalOn(mapStorage(items)).save(record('A1', paid));
    expect(await restore()).toMatchObject({
      value: { orders: expect.arrayContaining([record('A1', paid)]) },
    });
  });
});

describe('an order that is open', () => {
  it('but was taken off the list, is found in the history and listed again', async () => {
    const { items, storage, restore } = await setUp();
    await journalOn(storage).save(record('S1', { status: 'pending', paid: 'reported' }));
    for (const key of [...items.keys()]) if (key.includes('/open/')) items.delete(key);
    expect(await restore()).toMatchObject({
      value: { orders: [{ orderId: 'S1', status: 'pending', paid: 'reported' }] },
    });
    await atRest();
    for (const key of [...items.keys()]) if (key.includes('/settled/')) items.delete(key);
    expect(await restore()).toMatchObject({ value: { orders: [{ orderId: 'S1' }] } });
  });

  it('but whose record is gone, is asked about, and has a record the next time', async () => {
    const { items, restore } = await setUp();
    items.delete(keyOf('A1'));
    expect(await restore()).toMatchObject({
      value: {
        orders: [{ orderId: 'S1' }, { orderId: 'A1', status: 'pending', foreignUnknown: true }],
        problem: { reason: 'storageFailed', retry: false },
      },
    });
    await atRest();
    const next = await restore();
    expect(next).toMatchObject({ value: { orders: [{ orderId: 'S1' }, { orderId: 'A1' }] } });
    expect(next).not.toHaveProperty('value.problem');
  });
});
