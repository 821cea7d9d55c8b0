import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEGMENT } from '../../src/journal/settled-log.js';
import { atRest, failed, journalOn, KEYS, keyOf, paid, record } from './support/records.js';
import { failing, mapStorage } from './support/storages.js';

function setUp(keepOrders: number) {
  const items = new Map<string, string>();
  const journal = journalOn(mapStorage(items), { keepOrders });
  const ids = async () => {
    const { orders } = await journalOn(mapStorage(items), { keepOrders }).restore();
    return orders.map(({ orderId }) => orderId);
  };
  return { items, journal, ids };
}

const keysOf = (items: Map<string, string>, part: string) =>
  [...items.keys()].filter((key) => key.includes(part));

describe('keepOrders', () => {
  it('shows the latest settled orders, and every unsettled one', async () => {
    const { journal, ids } = setUp(2);
    await journal.save(record('open-1'));
    for (let n = 1; n <= 5; n += 1) await journal.save(record(`paid-${n}`, paid));
    await journal.save(record('open-2', { at: 2 }));
    expect(await ids()).toEqual(['paid-4', 'paid-5', 'open-1', 'open-2']);
  });

  it('shows a hundred, though more are kept', async () => {
    const { journal, ids } = setUp(1_000);
    for (let n = 1; n <= 150; n += 1) await journal.save(record(`paid-${n}`, paid));
    expect(await ids()).toEqual(Array.from({ length: 100 }, (_, n) => `paid-${n + 51}`));
  });

  it('may keep no settled order at all', async () => {
    const { journal, ids } = setUp(0);
    await journal.save(record('paid', paid));
    await journal.save(record('open'));
    expect(await ids()).toEqual(['open']);
  });

  it('forgets whole segments: all that is kept, and less than two segments more', async () => {
    const { items, journal } = setUp(50);
    for (let n = 1; n <= 500; n += 1) {
      await journal.claim(record(`paid-${n}`));
      await journal.save(record(`paid-${n}`, n % 3 === 0 ? failed : paid));
    }
    await atRest();
    for (let n = 451; n <= 500; n += 1) expect(items.has(keyOf(`paid-${n}`))).toBe(true);
    expect(keysOf(items, '/order/').length).toBeLessThan(50 + 2 * SEGMENT);
    // Nothing is left of the forgotten, nor of their claims.
    expect(keysOf(items, '/settled/').length).toBeLessThanOrEqual(2 + 4);
    expect(keysOf(items, '/claim/').length).toBeLessThanOrEqual(2 * (50 + 2 * SEGMENT));
    for (const key of keysOf(items, '/claim/')) {
      const digest = /claim\/(\w+)\//.exec(key)?.[1];
      expect(items.has(`${KEYS.record('', 0).replace(/\w+$/, '')}${digest}`)).toBe(true);
    }
  });

  it('forgets order by order when fewer are to be kept', async () => {
    const { items, journal } = setUp(1_000);
    for (let n = 1; n <= 300; n += 1) await journal.save(record(`paid-${n}`, paid));
    const frugal = journalOn(mapStorage(items), { keepOrders: 10 });
    for (let n = 301; n <= 310; n += 1) {
      await frugal.save(record(`paid-${n}`, paid));
      await atRest();
    }
    expect(keysOf(items, '/order/').length).toBeLessThan(10 + 2 * SEGMENT);
  });

  it('forgets no order that is open again, or was settled again', async () => {
    const { items, journal, ids } = setUp(10);
    for (const orderId of ['again', 'open', 'retried']) {
      await journal.claim(record(orderId));
      await journal.save(record(orderId, failed));
    }
    for (let n = 1; n <= 20; n += 1) await journal.save(record(`paid-${n}`, paid));
    await journal.save(record('open', { status: 'pending' }));
    for (let n = 21; n <= 40; n += 1) await journal.save(record(`paid-${n}`, paid));
    await journal.save(record('again', paid));
    await journal.claim(record('retried', { attemptId: 'second', requestId: 'second' }));
    for (let n = 41; n <= 60; n += 1) await journal.save(record(`paid-${n}`, paid));
    await atRest();
    expect(items.has(keyOf('paid-1'))).toBe(false);
    for (const orderId of ['again', 'open', 'retried']) {
      expect(items.has(keyOf(orderId)), orderId).toBe(true);
    }
    expect(await ids()).toEqual(expect.arrayContaining(['open', 'retried']));
  });

  it('goes on after a try that failed', async () => {
    const items = new Map<string, string>();
    let isBroken = true;
    const storage = mapStorage(items);
    const journal = journalOn(
      {
        ...storage,
        removeItem: (key) => {
          if (isBroken) throw new Error('broken');
          return storage.removeItem(key);
        },
      },
      { keepOrders: 1 },
    );
    for (let n = 1; n <= 70; n += 1) await journal.save(record(`S${n}`, failed));
    await atRest();
    expect(keysOf(items, '/order/')).toHaveLength(70);
    isBroken = false;
    await journal.save(record('last', failed));
    await atRest();
    expect(keysOf(items, '/order/').length).toBeLessThan(1 + 2 * SEGMENT);
  });

  it('leaves a settled order off the list of open ones, for the next start at the latest', async () => {
    const { items, journal } = setUp(100);
    await journal.claim(record('A1'));
    await journal.save(record('A1', paid));
    const isListed = () => keysOf(items, '/open/').some((key) => items.get(key)?.includes('"A1"'));
    await journalOn(mapStorage(items)).restore();
    await atRest();
    expect(isListed()).toBe(false);
    expect((await journalOn(mapStorage(items)).restore()).orders).toEqual([record('A1', paid)]);
  });

  it('lists an order again that was settled, and not listed as that before the end', async () => {
    const items = new Map<string, string>();
    const journal = journalOn(failing(mapStorage(items), (_, key) => key.includes('/settled/')));
    await journal.claim(record('A1'));
    await expect(journal.save(record('A1', paid))).rejects.toThrow();
    for (let time = 0; time < 3; time += 1) {
      const { orders } = await journalOn(mapStorage(items)).restore();
      await atRest();
      expect(orders).toEqual([record('A1', paid)]);
    }
    expect(keysOf(items, '/open/').some((key) => items.get(key)?.includes('"A1"'))).toBe(false);
  });

  it('asks about no order that another process settled, and that is forgotten', async () => {
    const { items, journal } = setUp(1);
    const other = journalOn(mapStorage(items), { keepOrders: 1 });
    await other.claim(record('theirs'));
    // Its process dies before the order leaves the list of open ones.
    await other.save(record('theirs', paid));
    for (let n = 1; n <= 70; n += 1) await journal.save(record(`S${n}`, paid));
    await atRest();
    expect(items.has(keyOf('theirs'))).toBe(false);
    const { orders, problem } = await journalOn(mapStorage(items)).restore();
    expect(problem).toBeUndefined();
    expect(orders.map(({ orderId }) => orderId)).not.toContain('theirs');
  });

  it('lists no order twice that several processes have left behind', async () => {
    const { items } = setUp(100);
    const before = journalOn(mapStorage(items));
    for (let n = 1; n < SEGMENT; n += 1) await before.save(record(`S${n}`, paid));
    for (const orderId of ['A1', 'B2']) {
      const journal = journalOn(mapStorage(items));
      await journal.claim(record(orderId));
      await journal.save(record(orderId, paid));
    }
    await journalOn(mapStorage(items)).restore();
    await atRest();
    const listed = keysOf(items, '/settled/').map((key) => items.get(key));
    expect(listed.join().split(':A1"')).toHaveLength(2);
    expect(keysOf(items, '/open/').some((key) => items.get(key)?.includes('"A1"'))).toBe(false);
  });

  const orderId = fc.integer({ min: 1, max: 12 }).map((n) => `order-${n}`);
  const save = fc.record({
    orderId,
    how: fc.constantFrom({}, { status: 'pending' } as const, paid, failed),
    updatedAt: fc.integer({ min: 1, max: 50 }),
  });

  it('is bounded whatever is saved: the settled that are kept, and all that are open', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(save, { maxLength: 60 }),
        fc.nat({ max: 5 }),
        async (saves, keep) => {
          const { items, journal } = setUp(keep);
          const open = new Set<string>();
          const everPaid = new Set<string>();
          for (const { orderId: one, how, updatedAt } of saves) {
            await journal.save(record(one, { ...how, updatedAt }));
            // What was called paid is not over when somebody ends it as not paid.
            if ('paid' in how || ('settled' in how && !everPaid.has(one))) open.delete(one);
            else open.add(one);
            if ('paid' in how) everPaid.add(one);
          }
          await atRest();
          const { orders } = await journalOn(mapStorage(items), { keepOrders: keep }).restore();
          const isOpen = orders.filter(({ settled }) => !settled);
          expect(new Set(isOpen.map((order) => order.orderId))).toEqual(open);
          expect(orders.length - isOpen.length).toBeLessThanOrEqual(keep);
          for (const order of orders) {
            if (everPaid.has(order.orderId)) expect(order.paid).toBe('confirmed');
          }
          expect(keysOf(items, '/order/').length).toBeLessThanOrEqual(
            open.size + keep + 2 * SEGMENT,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});
