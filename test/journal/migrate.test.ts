import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import type { OrderRecord } from '../../core/model/order.js';
import { ORDERS_1, ORDERS_2 } from '../../fixtures/stored-texts.js';
import type { KeyValueStorage } from '../../src/index.js';
import { parseLegacyOrders } from '../../src/journal/legacy-orders.js';
import { parseOrder } from '../../src/journal/stored-order.js';
import {
  atRest,
  failed,
  journalOn,
  KEYS,
  keyOf,
  paid,
  printLegacy,
  record,
} from './support/records.js';
import { failing, mapStorage } from './support/storages.js';

const TEXTS = [
  ['version 1', ORDERS_1],
  ['version 2', ORDERS_2],
  ['version 2, cut', ORDERS_2.slice(0, ORDERS_2.indexOf('"endedTxns":["moz3a') + 12)],
  ['version 2, damaged in an order', ORDERS_2.replace('"amount":"3.00"', '"amount":"3.0x"')],
  ['a newer version', ORDERS_2.replace('"version":2', '"version":9')],
] as const;

const legacy = (text: string) => new Map([[KEYS.legacy, text]]);

/** Starts a process, and lets it do what it has to do. */
async function start(items: Map<string, string>, storage = mapStorage(items), keepOrders = 100) {
  const clock = createVirtualClock();
  const journal = journalOn(storage, { clock, keepOrders });
  const { orders, problem } = await journal.restore();
  await atRest();
  return { journal, orders, problem };
}

/** What must be known of the orders of a text, by id. */
function expected(text: string): unknown[] {
  return parseLegacyOrders(text, 0).orders.map(({ updatedAt, at, ...order }) => order);
}

const withoutTimes = (orders: readonly Partial<OrderRecord>[]): unknown[] =>
  orders.map((order) => {
    const { updatedAt, at, ...rest } = order;
    return rest;
  });

describe.each(TEXTS)('the orders of a text of %s', (_, text) => {
  it('are shown at the first start, and kept as this version keeps them', async () => {
    const items = legacy(text);
    const first = await start(items);
    expect(withoutTimes(first.orders)).toEqual(expect.arrayContaining(expected(text)));
    expect(first.orders).toHaveLength(expected(text).length);
    expect(items.has(KEYS.legacy)).toBe(false);
    for (const order of first.orders) {
      expect(parseOrder(items.get(keyOf(order.orderId)) ?? '')).toMatchObject({
        orderId: order.orderId,
        settled: order.settled,
      });
    }
    const second = await start(items);
    expect(withoutTimes(second.orders)).toEqual(withoutTimes(first.orders));
    expect(second.problem).toBeUndefined();
  });

  it('are the same when the process was killed at any operation, and again', async () => {
    for (let at = 0; ; at += 1) {
      const items = legacy(text);
      let left = at;
      const mortal = (inner: KeyValueStorage): KeyValueStorage => {
        // A dead process hears and does nothing any more.
        const alive = <T>(work: () => T): T | Promise<never> => {
          left -= 1;
          return left < 0 ? new Promise<never>(() => {}) : work();
        };
        return {
          getItem: (key) => alive(() => inner.getItem(key)),
          setItem: (key, value) => alive(() => inner.setItem(key, value)),
          removeItem: (key) => alive(() => inner.removeItem(key)),
        };
      };
      for (const [life, more] of [
        [0, 0],
        [1, 3],
        [2, 5],
      ]) {
        left = at + (more ?? 0);
        const clock = createVirtualClock();
        const restored = journalOn(mortal(mapStorage(items)), { clock }).restore();
        restored.catch(() => {});
        await atRest();
        if (life === 0 && left > 0) {
          expect(at).toBeGreaterThan(40);
          return;
        }
      }
      const last = await start(items);
      expect(withoutTimes(last.orders), `killed at ${at}`).toEqual(
        expect.arrayContaining(expected(text)),
      );
      expect(last.orders).toHaveLength(expected(text).length);
      expect(items.has(KEYS.legacy)).toBe(false);
      const ids = last.orders.map(({ orderId }) => orderId);
      expect((await start(items)).orders.map(({ orderId }) => orderId)).toEqual(ids);
    }
  });

  it('are known to the first claim, though nothing was read at the start', async () => {
    for (const order of parseLegacyOrders(text, 0).orders) {
      const { orderId, settled, status } = order;
      const attempt = record(orderId, { attemptId: 'next', requestId: 'next' });
      const result = await journalOn(mapStorage(legacy(text))).claim(attempt);
      if (settled && status === 'failure') {
        expect(result).toMatchObject({
          claimed: true,
          existing: {
            attempts: order.attempts + 1,
            earlierRequestIds: [...order.earlierRequestIds, order.requestId],
            foreignTxns: order.foreignTxns,
            foreignUnknown: true,
          },
        });
      } else {
        expect(result).toMatchObject({ claimed: false, existing: { orderId } });
      }
    }
  });
});

describe('an old text', () => {
  it('never takes the place of a record', async () => {
    const items = legacy(printLegacy([record('A1'), record('B2', failed)]));
    await start(items);
    // As an app of before would have it again, after a downgrade.
    items.set(KEYS.legacy, printLegacy([record('A1'), record('B2', failed)]));
    const journal = journalOn(mapStorage(items));
    await journal.save(record('A1', paid));
    await journal.save(record('B2', { attemptId: 'second', requestId: 'second' }));
    const { orders } = await start(items);
    expect(orders).toMatchObject([
      { orderId: 'A1', ...paid },
      { orderId: 'B2', attemptId: 'second', settled: false },
    ]);
    expect(items.has(KEYS.legacy)).toBe(false);
  });

  it('that is damaged is copied before it goes', async () => {
    const items = legacy('{"version":2,"orders":[{"orderId":"A1"');
    expect((await start(items)).problem).toMatchObject({ reason: 'storageFailed', retry: false });
    expect(JSON.parse(items.get(`${KEYS.legacy}/unreadable`) ?? '')).toMatchObject({
      text: '{"version":2,"orders":[{"orderId":"A1"',
    });
  });

  it('stays on a full storage: its orders are shown, and nothing is claimed before', async () => {
    const items = legacy(ORDERS_2);
    let isFull = true;
    const full = failing(mapStorage(items), (operation) => isFull && operation === 'set');
    const { journal, orders } = await start(items, full);
    expect(orders).toHaveLength(4);
    await expect(journal.claim(record('new'))).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: true },
    });
    expect([...items]).toEqual([...legacy(ORDERS_2)]);
    isFull = false;
    expect(await journal.claim(record('new'))).toMatchObject({ claimed: true });
    expect(items.has(KEYS.legacy)).toBe(false);
    expect((await start(items)).orders).toHaveLength(5);
  });

  it('of very many orders comes over whole, once', async () => {
    const many = Array.from({ length: 150 }, (_, n) => record(`S${n}`, paid));
    const items = legacy(printLegacy([...many, record('A1')]));
    for (let time = 0; time < 2; time += 1) {
      const { orders } = await start(items, undefined, 120);
      expect(orders.map(({ orderId }) => orderId)).toEqual([
        ...many.slice(50).map(({ orderId }) => orderId),
        'A1',
      ]);
    }
    expect(items.has(keyOf('S29'))).toBe(false);
    expect(items.has(keyOf('S30'))).toBe(true);
    const listed = [...items].filter(([key]) => /settled\/\d+$/.test(key)).join();
    for (const { orderId } of many.slice(30)) {
      expect(listed.split(`:${orderId}"`), orderId).toHaveLength(2);
    }
  });

  it('lists nothing twice when it was broken off at its end', async () => {
    const many = Array.from({ length: 70 }, (_, n) => record(`S${n}`, paid));
    const items = legacy(printLegacy(many));
    const stuck: KeyValueStorage = {
      ...mapStorage(items),
      removeItem: () => {
        throw new Error('killed');
      },
    };
    await start(items, stuck);
    expect(items.has(KEYS.legacy)).toBe(true);
    await start(items);
    const listed = [...items].filter(([key]) => /settled\/\d+$/.test(key)).join();
    for (const { orderId } of many) expect(listed.split(`:${orderId}"`)).toHaveLength(2);
  });
});
