import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { createDeadlines } from '../../src/deadlines.js';
import { defaultTimings, type KeyValueStorage, memoryStorage } from '../../src/index.js';
import { createJournal, type Journal } from '../../src/journal.js';
import { printOrders } from '../../src/storage/stored-orders.js';
import { failed, journalOn, ORDERS, paid, record } from '../storage/support/records.js';

function setUp(storage: KeyValueStorage = memoryStorage(), keepOrders = 100) {
  const clock = createVirtualClock();
  const journal = journalOn(storage, { clock, keepOrders });
  const ids = async (from: Journal = journal) =>
    (await from.restore()).orders.map((o) => o.orderId);
  return { clock, storage, journal, ids, another: () => journalOn(storage, { clock, keepOrders }) };
}

describe('claiming', () => {
  it('writes a new order down', async () => {
    const { journal, storage } = setUp();
    expect(await journal.claim(record('A1'))).toMatchObject({ claimed: true });
    expect(JSON.parse(String(await storage.getItem(ORDERS)))).toMatchObject({
      version: 2,
      orders: [{ orderId: 'A1', attemptId: 'attempt-A1', requestId: 'request-A1' }],
    });
  });

  it.each([
    ['is open', {}],
    ['was paid', paid],
    ['was refunded', { status: 'refunded', settled: true }],
    ['is unresolved', { status: 'unresolved', settled: true }],
  ] as const)('is refused for an order that %s', async (_, more) => {
    const { journal } = setUp();
    await journal.save(record('A1', more));
    const second = record('A1', { attemptId: 'second' });
    expect(await journal.claim(second)).toMatchObject({
      claimed: false,
      existing: { attemptId: 'attempt-A1' },
    });
  });

  it('is refused for the very attempt that was claimed before', async () => {
    const { journal } = setUp();
    await journal.claim(record('A1'));
    expect(await journal.claim(record('A1'))).toMatchObject({ claimed: false });
  });

  it('follows an order that ended unpaid', async () => {
    const { journal } = setUp();
    await journal.save(record('A1', failed));
    const second = record('A1', { attemptId: 'second', requestId: 'second' });
    expect(await journal.claim(second)).toMatchObject({ claimed: true });
  });

  it('at the same time from two flows is granted to one', async () => {
    const { journal, another } = setUp();
    const results = await Promise.all([
      journal.claim(record('A1', { attemptId: 'first' })),
      another().claim(record('A1', { attemptId: 'second' })),
    ]);
    expect(results.map((result) => result.claimed)).toEqual([true, false]);
  });

  it('that was overwritten by another process is not granted', async () => {
    const items = memoryStorage();
    let isOther = false;
    const { journal } = setUp({
      ...items,
      setItem: (key, value) => {
        items.setItem(key, isOther ? value : printOrders([record('A1', { attemptId: 'other' })]));
      },
    });
    isOther = false;
    expect(await journal.claim(record('A1'))).toMatchObject({
      claimed: false,
      existing: { attemptId: 'other' },
    });
  });

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('disk 919876543210');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('disk 919876543210'))],
  ] as const)('fails when the storage %s, without its words', async (_, setItem) => {
    const { journal } = setUp({ ...memoryStorage(), setItem });
    await expect(journal.claim(record('A1'))).rejects.toMatchObject({
      problem: { reason: 'storageFailed', retry: true, message: 'TypeError' },
    });
  });

  it('fails when the storage hangs, and work that has not begun never begins', async () => {
    const items = memoryStorage();
    const waiting: (() => void)[] = [];
    const { journal, clock } = setUp({
      ...items,
      getItem: (key) =>
        new Promise((resolve) => {
          waiting.push(() => resolve(items.getItem(key)));
        }),
    });
    const outcomes = Promise.allSettled([journal.claim(record('A1')), journal.claim(record('B2'))]);
    await clock.advance(5_000);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    for (let turn = 0; turn < 5; turn += 1) {
      for (const answer of waiting.splice(0)) answer();
      await clock.settle();
    }
    const text = String(items.getItem(ORDERS));
    expect(text).not.toContain('B2');
  });
});

describe('saving', () => {
  it('updates the attempt it belongs to', async () => {
    const { journal } = setUp();
    await journal.claim(record('A1'));
    await journal.save(record('A1', paid));
    expect((await journal.restore()).orders).toMatchObject([{ orderId: 'A1', ...paid }]);
  });

  it.each([
    ['open', {}],
    ['paid', paid],
  ] as const)('never overwrites the attempt of another flow that is %s', async (_, more) => {
    const { journal } = setUp();
    await journal.save(record('A1', { attemptId: 'theirs', ...more }));
    await journal.save(record('A1', { attemptId: 'mine', ...failed }));
    expect((await journal.restore()).orders).toMatchObject([{ attemptId: 'theirs', ...more }]);
  });

  it('follows an attempt that ended unpaid', async () => {
    const { journal } = setUp();
    await journal.save(record('A1', { attemptId: 'first', ...failed }));
    await journal.save(record('A1', { attemptId: 'second' }));
    expect((await journal.restore()).orders).toMatchObject([{ attemptId: 'second' }]);
  });

  it('keeps its order on a storage that is slower for some', async () => {
    const items = memoryStorage();
    const { journal, clock } = setUp({
      ...items,
      setItem: (key, value) =>
        new Promise<void>((resolve) => {
          // The first write takes longest.
          clock.setTimeout(
            () => {
              items.setItem(key, value);
              resolve();
            },
            value.includes('success') ? 1 : 1_000,
          );
        }),
    });
    const all = Promise.all([
      journal.claim(record('A1')),
      journal.save(record('A1', { status: 'pending' })),
      journal.save(record('A1', paid)),
      journal.claim(record('B2')),
    ]);
    await clock.advance(4_000);
    await all;
    expect(
      (await journal.restore()).orders.map(({ orderId, status }) => [orderId, status]),
    ).toEqual([
      ['A1', 'success'],
      ['B2', 'submitted'],
    ]);
  });

  it('goes on after an operation that failed', async () => {
    const items = memoryStorage();
    let broken = true;
    const { journal, ids } = setUp({
      ...items,
      setItem: (key, value) => {
        if (broken) throw new Error('disk');
        items.setItem(key, value);
      },
    });
    await expect(journal.save(record('A1'))).rejects.toThrow();
    broken = false;
    await journal.save(record('B2'));
    expect(await ids()).toEqual(['B2']);
  });
});

describe('what is stored', () => {
  it('keeps customers apart', async () => {
    const { storage, journal, clock } = setUp();
    await journal.save(record('A1'));
    const other = createJournal({
      storage,
      scope: 'you',
      deviceScope: 'phone',
      deadlines: createDeadlines(clock),
      timings: defaultTimings,
      keepOrders: 100,
    });
    expect((await other.restore()).orders).toEqual([]);
  });
});

describe('SMS tokens', () => {
  it('are counted for 24 hours, up to the limit', async () => {
    const { journal, clock } = setUp();
    const start = clock.now();
    expect(await journal.countBindAttempt(2)).toEqual({ allowed: true, attempts: [start] });
    await clock.advance(1_000);
    await journal.countBindAttempt(2);
    expect(await journal.countBindAttempt(2)).toEqual({
      allowed: false,
      attempts: [start, start + 1_000],
    });
    await clock.advance(24 * 3_600_000 - 1_000);
    expect(await journal.countBindAttempt(2)).toMatchObject({
      allowed: true,
      attempts: [start + 1_000, clock.now()],
    });
  });
});
