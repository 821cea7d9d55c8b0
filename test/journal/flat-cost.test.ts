import { describe, expect, it } from 'vitest';
import { type KeyValueStorage, memoryStorage } from '../../src/index.js';
import { journalOn, paid, record } from './support/records.js';

/** What was asked of a storage. */
interface Counts {
  readonly operations: number;
  /** Read and written. */
  readonly bytes: number;
  readonly bytesWritten: number;
}

/** A storage that counts. */
interface CountedStorage extends KeyValueStorage {
  reset(): void;
  /** Since the reset, divided by that many. */
  counts(times: number): Counts;
  /** Waits until nothing is asked for any more. */
  rest(): Promise<void>;
}

/** Counts the operations of a storage, and the bytes of keys and texts. */
function counted(inner: KeyValueStorage): CountedStorage {
  let operations = 0;
  let bytesRead = 0;
  let bytesWritten = 0;
  return {
    getItem: async (key) => {
      operations += 1;
      const text = await inner.getItem(key);
      bytesRead += text?.length ?? 0;
      return text;
    },
    setItem: async (key, value) => {
      operations += 1;
      bytesWritten += key.length + value.length;
      await inner.setItem(key, value);
    },
    removeItem: async (key) => {
      operations += 1;
      await inner.removeItem(key);
    },
    reset: () => {
      operations = 0;
      bytesRead = 0;
      bytesWritten = 0;
    },
    counts: (times) => ({
      operations: operations / times,
      bytes: (bytesRead + bytesWritten) / times,
      bytesWritten: bytesWritten / times,
    }),
    rest: async () => {
      for (let before = -1; before !== operations; ) {
        before = operations;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** A storage in which so many orders were settled, and a journal on it. */
async function settledBefore(count: number, keepOrders = count) {
  const storage = counted(memoryStorage());
  const journal = journalOn(storage, { keepOrders });
  for (let n = 1; n <= count; n += 1) await journal.save(record(`old-${n}`, paid));
  await storage.rest();
  return { storage, journal };
}

/** What so many whole payments cost, each. */
async function payments(settled: number, times: number, keepOrders?: number): Promise<Counts> {
  const { storage, journal } = await settledBefore(settled, keepOrders);
  storage.reset();
  for (let n = 1; n <= times; n += 1) {
    const orderId = `new-${n}`;
    await journal.claim(record(orderId));
    await journal.save(record(orderId, { status: 'pending' }));
    await journal.save(record(orderId, { ...paid, settled: false }));
    await journal.save(record(orderId, paid));
    await storage.rest();
  }
  return storage.counts(times);
}

async function start(kept: number): Promise<Counts> {
  const { storage } = await settledBefore(kept);
  storage.reset();
  const { orders } = await journalOn(storage, { keepOrders: kept }).restore();
  expect(orders).toHaveLength(100);
  await storage.rest();
  return storage.counts(1);
}

const KEPT = 10_000;

function expectFlat(many: Counts, few: Counts): void {
  for (const [name, count] of Object.entries(many)) {
    const base = Object.entries(few).find(([other]) => other === name)?.[1] ?? 0;
    expect(count, name).toBeLessThanOrEqual(1.1 * base);
  }
}

describe(`with ${KEPT} kept orders`, () => {
  it('a payment costs what it costs with ten', { timeout: 120_000 }, async () => {
    const [few, many] = [await payments(10, 64), await payments(KEPT, 64)];
    expectFlat(many, few);
  });

  it('a payment costs what it costs when nothing has to be forgotten yet', async () => {
    const [few, many] = [await payments(10, 64, KEPT), await payments(KEPT, 64, KEPT)];
    expectFlat(many, few);
  }, 120_000);

  it('the start costs what it costs with two hundred', { timeout: 120_000 }, async () => {
    const [few, many] = [await start(200), await start(KEPT)];
    expectFlat(many, few);
  });
});
