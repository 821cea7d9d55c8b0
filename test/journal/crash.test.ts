import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../core/model/order.js';
import type { KeyValueStorage } from '../../src/index.js';
import type { Journal } from '../../src/journal/journal.js';
import { parseOrder } from '../../src/journal/stored-order.js';
import { atRest, failed, journalOn, keyOf, paid, record } from './support/records.js';
import { mapStorage } from './support/storages.js';

/** A storage that a process has until it is killed, after so many operations. */
function mortal(inner: KeyValueStorage, operations: number) {
  const process = { left: operations };
  const alive = <T>(work: () => T): T | Promise<never> => {
    process.left -= 1;
    return process.left < 0 ? new Promise<never>(() => {}) : work();
  };
  const storage: KeyValueStorage = {
    getItem: (key) => alive(() => inner.getItem(key)),
    setItem: (key, value) => alive(() => inner.setItem(key, value)),
    removeItem: (key) => alive(() => inner.removeItem(key)),
  };
  return { process, storage };
}

const second = { attemptId: 'second', requestId: 'second' };

/** A life of the app: orders that are paid, fail, are tried again and opened again. */
const LIFE: readonly ((journal: Journal) => Promise<unknown>)[] = [
  (journal) => journal.claim(record('A1')),
  (journal) => journal.save(record('A1', { status: 'pending' })),
  (journal) => journal.claim(record('B2')),
  (journal) => journal.save(record('A1', failed)),
  (journal) => journal.save(record('B2', paid)),
  (journal) => journal.claim(record('A1', second)),
  (journal) => journal.save(record('A1', { ...second, ...failed })),
  (journal) => journal.claim(record('C3')),
  (journal) => journal.save(record('C3', failed)),
  // A late success opens it again.
  (journal) => journal.save(record('A1', { ...second, status: 'pending', paid: 'reported' })),
  (journal) => journal.save(record('A1', { ...second, ...paid })),
];

/** Does what it can of a life, and tells how much was acknowledged. */
async function live(journal: Journal): Promise<number> {
  let acknowledged = 0;
  const whole = (async () => {
    for (const step of LIFE) {
      await step(journal);
      acknowledged += 1;
    }
  })();
  whole.catch(() => {});
  await atRest();
  return acknowledged;
}

describe.each([100, 0])('a process that is killed (%d settled orders are kept)', (keepOrders) => {
  it('at any operation, loses no order that it had claimed', async () => {
    let crashes = 0;
    for (let at = 0; ; at += 1) {
      const items = new Map<string, string>();
      const { process, storage } = mortal(mapStorage(items), at);
      const acknowledged = await live(journalOn(storage, { keepOrders }));
      if (process.left >= 0) break;
      crashes += 1;
      // The next one is killed as well, while it makes things whole.
      const next = mortal(mapStorage(items), at % 60);
      journalOn(next.storage, { keepOrders })
        .restore()
        .catch(() => {});
      await atRest();
      const { orders, problem } = await journalOn(mapStorage(items), { keepOrders }).restore();
      expect(problem, `killed at ${at}`).toBeUndefined();
      const shown = new Map(orders.map((order) => [order.orderId, order]));
      for (const [orderId, claimedBy] of [
        ['A1', 1],
        ['B2', 3],
        ['C3', 8],
      ] as const) {
        if (acknowledged < claimedBy) continue;
        const stored: OrderRecord | undefined = parseOrder(items.get(keyOf(orderId)) ?? '');
        expect(stored, `${orderId}, killed at ${at}`).toBeDefined();
        // An attempt whose claim was not answered was not sent.
        if (stored?.attemptId === 'second' && acknowledged < 6) continue;
        if (stored?.settled === false || keepOrders > 0) {
          expect(shown.get(orderId), `${orderId}, killed at ${at}`).toEqual(stored);
        }
      }
      // What was known to be paid is known still.
      if (acknowledged >= 10) expect(parseOrder(items.get(keyOf('A1')) ?? '')?.paid).toBeDefined();
    }
    expect(crashes).toBeGreaterThan(100);
  });
});
