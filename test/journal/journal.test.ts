import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { type KeyValueStorage, memoryStorage } from '../../src/index.js';
import type { Journal } from '../../src/journal/journal.js';
import { printOrder } from '../../src/journal/stored-order.js';
import { atRest, failed, journalOn, keyOf, paid, record } from './support/records.js';

function setUp(storage: KeyValueStorage = memoryStorage(), keepOrders = 100) {
  const clock = createVirtualClock();
  const journal = journalOn(storage, { clock, keepOrders });
  const ids = async (from: Journal = journal) =>
    (await from.restore()).orders.map((o) => o.orderId);
  return { clock, storage, journal, ids, another: () => journalOn(storage, { clock, keepOrders }) };
}

describe('claiming', () => {
  it('writes a new order down under a key of its own', async () => {
    const { journal, storage } = setUp();
    expect(await journal.claim(record('A1'))).toEqual({ claimed: true, existing: record('A1') });
    expect(JSON.parse(String(await storage.getItem(keyOf('A1'))))).toMatchObject({
      version: 3,
      orderId: 'A1',
      attemptId: 'attempt-A1',
      requestId: 'request-A1',
    });
  });

  it.each([
    ['is open', {}],
    ['was paid', paid],
    ['was refunded', { status: 'refunded', settled: true }],
    ['is unresolved', { status: 'unresolved', settled: true }],
    ['failed, though somebody had called it paid', { ...failed, paid: 'reported' }],
  ] as const)('is refused for an order that %s', async (_, more) => {
    const { journal } = setUp();
    await journal.save(record('A1', more));
    const second = record('A1', { attemptId: 'second', requestId: 'second' });
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

  it('is refused with a reason for a request that another flow sent, and that ended', async () => {
    const { journal } = setUp();
    await journal.save(record('A1', failed));
    await expect(journal.claim(record('A1', { attemptId: 'second' }))).rejects.toMatchObject({
      problem: { reason: 'invalid', retry: false },
    });
  });

  it('follows an order that ended unpaid, and remembers its requests and transactions', async () => {
    const { journal } = setUp();
    await journal.save(record('A1', { ...failed, foreignTxns: ['moz1'], foreignUnknown: true }));
    const second = record('A1', { attemptId: 'second', requestId: 'second' });
    expect(await journal.claim(second)).toMatchObject({
      claimed: true,
      existing: {
        attemptId: 'second',
        attempts: 2,
        earlierRequestIds: ['request-A1'],
        foreignTxns: ['moz1'],
        foreignUnknown: true,
      },
    });
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
    const { journal } = setUp({
      ...items,
      setItem: (key, value) => {
        const other = printOrder(record('A1', { attemptId: 'other' }));
        items.setItem(key, key === keyOf('A1') ? other : value);
      },
    });
    expect(await journal.claim(record('A1'))).toMatchObject({
      claimed: false,
      existing: { attemptId: 'other' },
    });
  });

  it('that was overwritten by another process, whose attempt has ended, is not granted', async () => {
    const items = memoryStorage();
    const { journal } = setUp({
      ...items,
      setItem: (key, value) => {
        const other = record('A1', { attemptId: 'other', requestId: 'other', ...failed });
        items.setItem(key, key === keyOf('A1') ? printOrder(other) : value);
      },
    });
    expect(await journal.claim(record('A1'))).toMatchObject({
      claimed: false,
      existing: { attemptId: 'other', ...failed },
    });
  });

  it('comes before what is saved of the attempt meanwhile', async () => {
    const { journal } = setUp();
    await journal.restore();
    const second = { attemptId: 'second', requestId: 'second' };
    const [, claim] = await Promise.all([
      journal.save(record('A1', failed)),
      journal.claim(record('A1', second)),
      journal.save(record('A1', { ...second, status: 'pending' })),
    ]);
    expect(claim).toMatchObject({ claimed: true });
    expect((await journal.restore()).orders).toMatchObject([{ ...second, status: 'pending' }]);
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
      problem: {
        reason: 'storageFailed',
        retry: true,
        message: 'storage rejected with a TypeError.',
      },
    });
  });

  it('fails when the storage hangs, and what has not begun never begins', async () => {
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
    for (let turn = 0; turn < 20; turn += 1) {
      for (const answer of waiting.splice(0)) answer();
      await clock.settle();
    }
    for (const orderId of ['A1', 'B2']) expect(items.getItem(keyOf(orderId))).toBeNull();
  });

  it('fails on a storage that is hardly faster than it may be, in the end', async () => {
    const items = memoryStorage();
    const clock = createVirtualClock();
    const slow = async <T>(work: () => T): Promise<Awaited<T>> => {
      await new Promise<void>((resolve) => clock.setTimeout(resolve, 4_900));
      return await work();
    };
    const journal = journalOn(
      {
        getItem: async (key) => slow(() => items.getItem(key)),
        setItem: async (key, value) => slow(() => items.setItem(key, value)),
        removeItem: async (key) => slow(() => items.removeItem(key)),
      },
      { clock },
    );
    const claim = Promise.allSettled([journal.claim(record('A1'))]);
    await clock.advance(20_000);
    expect(await claim).toMatchObject([{ reason: { problem: { reason: 'storageFailed' } } }]);
    await clock.advance(60_000);
    expect(items.getItem(keyOf('A1'))).toBeNull();
  });

  it('of one order does not wait for another whose key hangs', async () => {
    const items = memoryStorage();
    const { journal, clock } = setUp({
      ...items,
      getItem: (key) => (key === keyOf('A1') ? new Promise(() => {}) : items.getItem(key)),
    });
    const hanging = Promise.allSettled([journal.claim(record('A1'))]);
    expect(await journal.claim(record('B2'))).toMatchObject({ claimed: true });
    await clock.advance(5_000);
    expect(await hanging).toMatchObject([{ status: 'rejected' }]);
  });
});

describe('saving', () => {
  it('updates the attempt it belongs to', async () => {
    const { journal } = setUp();
    await journal.claim(record('A1'));
    await journal.save(record('A1', paid));
    expect((await journal.restore()).orders).toMatchObject([{ orderId: 'A1', ...paid }]);
  });

  it('writes nothing when nothing is new', async () => {
    const items = memoryStorage();
    let writes = 0;
    const { journal } = setUp({
      ...items,
      setItem: (key, value) => {
        writes += 1;
        items.setItem(key, value);
      },
    });
    await journal.claim(record('A1'));
    for (const more of [{ status: 'pending' }, paid] as const) {
      await journal.save(record('A1', more));
      const before = writes;
      for (let time = 0; time < 5; time += 1) await journal.save(record('A1', more));
      expect(writes).toBe(before);
    }
  });

  it.each([
    ['open', {}],
    ['paid', paid],
    ['called paid by somebody', { status: 'pending', paid: 'reported' }],
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
    await clock.advance(30_000);
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
    expect(await ids()).toContain('B2');
  });
});

describe('a flow that is stopped', () => {
  /** A storage whose operations wait until the test says so. */
  function gated() {
    const items = memoryStorage();
    const waiting: (() => void)[] = [];
    const gate = async <T>(work: () => T): Promise<Awaited<T>> => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return await work();
    };
    const storage: KeyValueStorage = {
      getItem: (key) => gate(() => items.getItem(key)),
      setItem: (key, value) => gate(() => items.setItem(key, value)),
      removeItem: (key) => gate(() => items.removeItem(key)),
    };
    const pass = async (operations: number) => {
      for (let n = 0; n < operations; n += 1) {
        await atRest();
        waiting.shift()?.();
      }
      await atRest();
    };
    return { storage, waiting, pass };
  }

  it('claims nothing any more, whenever it was stopped', async () => {
    for (let until = 0; ; until += 1) {
      const { storage, waiting, pass } = gated();
      const { journal } = setUp(storage);
      const claim = Promise.allSettled([journal.claim(record('A1'))]);
      await pass(until);
      if (waiting.length === 0) break;
      journal.stop();
      await pass(30);
      expect(await claim, `after ${until}`).toMatchObject([
        { status: 'rejected', reason: { problem: { reason: 'storageFailed' } } },
      ]);
    }
  });

  it('may still be writing when the next one starts: that one waits for it', async () => {
    const { storage, pass } = gated();
    const { journal, another } = setUp(storage);
    const saved = journal.save(record('A1'));
    await pass(1);
    const restored = another().restore();
    await pass(100);
    await saved;
    expect((await restored).orders).toEqual([record('A1')]);
  });

  it('and hangs, holds up the next one for no longer than an operation may take', async () => {
    const items = memoryStorage();
    let hangs = true;
    const { journal, another, clock } = setUp({
      ...items,
      setItem: (key, value) => {
        if (hangs) return new Promise(() => {});
        return items.setItem(key, value);
      },
    });
    journal.save(record('A1')).catch(() => {});
    await atRest();
    hangs = false;
    const restored = another().restore();
    await clock.advance(5_000);
    await atRest();
    expect(await restored).toEqual({ orders: [] });
  });
});

describe('what is known only grows', () => {
  const known = {
    paid: 'confirmed',
    reported: 'success',
    sdkTxnUuid: 'moz1',
    attempts: 2,
    earlierRequestIds: ['r0'],
    foreignTxns: ['moz0'],
    foreignUnknown: true,
  } as const;

  it('by what another flow knew of the same attempt', async () => {
    const { storage, journal, another } = setUp();
    await another().save(record('A1', { ...known, status: 'success' }));
    const more = { foreignTxns: ['moz2'], earlierRequestIds: ['r1'], reported: 'failure' } as const;
    await journal.save(record('A1', { ...failed, ...more, paid: 'reported' }));
    expect((await journalOn(storage).restore()).orders).toEqual([
      record('A1', {
        // One of the two knew less: the server is asked.
        status: 'pending',
        ...known,
        earlierRequestIds: ['r0', 'r1'],
        foreignTxns: ['moz0', 'moz2'],
      }),
    ]);
  });

  it('by a late word about an attempt before', async () => {
    const { journal } = setUp();
    await journal.save(record('A1', { attemptId: 'second' }));
    await journal.save(record('A1', { attemptId: 'first', ...paid }));
    expect((await journal.restore()).orders).toEqual([
      record('A1', { attemptId: 'second', paid: 'confirmed' }),
    ]);
    // Then it failed: nobody may pay it all the same.
    await journal.save(record('A1', { attemptId: 'second', ...failed }));
    expect(
      await journal.claim(record('A1', { attemptId: 'third', requestId: 'third' })),
    ).toMatchObject({ claimed: false, existing: { paid: 'confirmed' } });
  });
});

describe('what is stored', () => {
  it('keeps customers apart', async () => {
    const { storage, journal, clock } = setUp();
    await journal.save(record('A1'));
    const other = journalOn(storage, { clock, scope: 'you' });
    expect((await other.restore()).orders).toEqual([]);
    expect(await other.claim(record('A1'))).toMatchObject({ claimed: true });
  });

  it.each([
    ['constructor'],
    ['__proto__'],
    ['toString'],
    ['"},{"orderId":"B2"'],
    ['\\"\n'],
    ['₹😀'],
    ['x'.repeat(64)],
  ])('is any order id: %j', async (orderId) => {
    const { storage, journal } = setUp();
    expect(await journal.claim(record(orderId))).toMatchObject({ claimed: true });
    await journal.claim(record('B2'));
    expect((await journalOn(storage).restore()).orders).toEqual([record(orderId), record('B2')]);
    await journal.save(record(orderId, paid));
    expect((await journalOn(storage).restore()).orders).toEqual([
      record(orderId, paid),
      record('B2'),
    ]);
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
