import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryStorage } from '../../src/index.js';
import { printOrders } from '../../src/storage/stored-orders.js';
import { failed, journalOn, ORDERS, paid, record } from './support/records.js';

function setUp(keepOrders: number) {
  const storage = memoryStorage();
  const journal = journalOn(storage, { keepOrders });
  const ids = async () => (await journal.restore()).orders.map(({ orderId }) => orderId);
  return { storage, journal, ids };
}

describe('retention', () => {
  it('drops the oldest settled orders, and never an unsettled one', async () => {
    const { journal, ids } = setUp(2);
    await journal.save(record('open-1', { updatedAt: 0 }));
    for (let n = 1; n <= 5; n += 1) {
      await journal.save(record(`paid-${n}`, { ...paid, updatedAt: n }));
    }
    await journal.save(record('open-2', { updatedAt: 0 }));
    expect(await ids()).toEqual(['open-1', 'paid-4', 'paid-5', 'open-2']);
  });

  it('may keep no settled order at all', async () => {
    const { journal, ids } = setUp(0);
    await journal.save(record('paid', paid));
    await journal.save(record('open'));
    expect(await ids()).toEqual(['open']);
  });

  it('keeps every order that was salvaged, whatever it was before', async () => {
    const { storage, journal, ids } = setUp(1);
    const settled = ['A1', 'B2', 'C3'].map((orderId) => record(orderId, paid));
    storage.setItem(ORDERS, printOrders(settled).replace('"version":2', '"version":3'));
    await journal.restore();
    await journal.save(record('D4', paid));
    expect(await ids()).toEqual(['A1', 'B2', 'C3', 'D4']);
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
          const { storage, journal } = setUp(keep);
          const open = new Set<string>();
          for (const { orderId: one, how, updatedAt } of saves) {
            await journal.save(record(one, { ...how, updatedAt }));
            if ('settled' in how) open.delete(one);
            else open.add(one);
            const { orders } = await journal.restore();
            const isOpen = orders.filter(({ settled }) => !settled);
            expect(new Set(isOpen.map((order) => order.orderId))).toEqual(open);
            expect(orders.length - isOpen.length).toBeLessThanOrEqual(keep);
          }
          const entry = printOrders([record('order-12', { ...paid, updatedAt: 50 })]).length;
          const text = String((await storage.getItem(ORDERS)) ?? '');
          expect(text.length).toBeLessThanOrEqual(entry * (keep + open.size + 1));
          expect([...(await journal.restore()).orders].length).toBeLessThanOrEqual(
            keep + open.size,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
