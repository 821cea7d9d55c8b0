import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import type { OrderRecord } from '../../machines/order.js';
import { createDeadlines } from '../../src/deadlines.js';
import { defaultTimings, type KeyValueStorage, memoryStorage } from '../../src/index.js';
import { createJournal, type Journal } from '../../src/journal.js';
import { Secret } from '../../src/protocol/index.js';
import { parseOrders, printOrders } from '../../src/storage/stored-orders.js';

const ORDERS = 'upi-flow/orders/me';

function record(orderId: string, more: Partial<OrderRecord> = {}): OrderRecord {
  return {
    orderId,
    kind: 'pay',
    amount: '2.00',
    status: 'submitted',
    verified: false,
    settled: false,
    attempts: 1,
    attemptId: `attempt-${orderId}`,
    requestId: `request-${orderId}`,
    earlierRequestIds: [],
    at: 1,
    updatedAt: 1,
    endedTxns: [],
    ...more,
  };
}

const failed = { status: 'failure', settled: true } as const;
const paid = { status: 'success', settled: true, verified: true } as const;

function setUp(storage: KeyValueStorage = memoryStorage(), keepOrders = 100) {
  const clock = createVirtualClock();
  const deadlines = createDeadlines(clock);
  const options = {
    storage,
    scope: 'me',
    deviceScope: 'phone',
    deadlines,
    timings: defaultTimings,
    keepOrders,
  };
  const journal = createJournal(options);
  const ids = async (from: Journal = journal) =>
    (await from.restore()).orders.map((o) => o.orderId);
  return { clock, storage, journal, ids, another: () => createJournal(options) };
}

describe('claiming', () => {
  it('writes a new order down', async () => {
    const { journal, storage } = setUp();
    expect(await journal.claim(record('A1'))).toMatchObject({ claimed: true });
    expect(JSON.parse(String(await storage.getItem(ORDERS)))).toMatchObject({
      version: 1,
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

describe('retention', () => {
  it('drops the oldest settled orders, and never an unsettled one', async () => {
    const { journal, ids } = setUp(memoryStorage(), 2);
    await journal.save(record('open-1', { updatedAt: 0 }));
    for (let n = 1; n <= 5; n += 1)
      await journal.save(record(`paid-${n}`, { ...paid, updatedAt: n }));
    await journal.save(record('open-2', { updatedAt: 0 }));
    expect(await ids()).toEqual(['open-1', 'paid-4', 'paid-5', 'open-2']);
  });

  it('may keep no settled order at all', async () => {
    const { journal, ids } = setUp(memoryStorage(), 0);
    await journal.save(record('paid', paid));
    await journal.save(record('open'));
    expect(await ids()).toEqual(['open']);
  });
});

describe('what is stored', () => {
  it('is read back as it was written, but for what is private', async () => {
    const full = record('A1', {
      ...failed,
      kind: 'mandate',
      reported: 'failure',
      code: 'Z9',
      txnUuid: 'moz1',
      endedTxns: ['moz0'],
      earlierRequestIds: ['r0'],
      mandate: { status: 'failed', result: new Secret({ umn: 'secret@upf' }) },
      account: new Secret({ vpa: 'secret@upf', account: { referenceId: 'R', lite: false } }),
      problem: { reason: 'declined', retry: true, message: 'secret' },
    });
    const text = printOrders([full]);
    expect(text).not.toContain('secret');
    const { account, problem, mandate, ...rest } = full;
    expect(parseOrders(text)).toEqual({
      orders: [{ ...rest, mandate: { status: 'failed' } }],
      damaged: false,
    });
  });

  it.each([
    ['nothing', null, false],
    ['nothing, undefined', undefined, false],
    ['no JSON', '{"version":1,', true],
    ['another shape', '[]', true],
    ['the future', '{"version":2,"orders":[]}', true],
    ['an empty text', '', true],
    ['no orders', '{"version":1,"orders":[]}', false],
  ])('%s is read', (_, text, damaged) => {
    expect(parseOrders(text)).toEqual({ orders: [], damaged });
  });

  it('loses only the entry that is damaged', () => {
    const whole = JSON.parse(printOrders([record('A1'), record('B2')]));
    const text = JSON.stringify({ ...whole, orders: [...whole.orders, { orderId: 'C3' }, 7] });
    const { orders, damaged } = parseOrders(text);
    expect(orders.map(({ orderId }) => orderId)).toEqual(['A1', 'B2']);
    expect(damaged).toBe(true);
  });

  it('is set aside when it is damaged, under another key, and told about', async () => {
    const storage = memoryStorage();
    storage.setItem(ORDERS, '{"version":2,"orders":[1]}');
    const { journal, clock } = setUp(storage);
    expect(await journal.restore()).toEqual({
      orders: [],
      problem: {
        reason: 'storageFailed',
        retry: false,
        message: 'A stored record was set aside.',
        code: undefined,
      },
    });
    expect(storage.getItem(`${ORDERS}/set-aside/${clock.now()}`)).toBe(
      '{"version":2,"orders":[1]}',
    );
    expect(await journal.restore()).toEqual({ orders: [] });
  });

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

  it('are counted on whatever the storage held', async () => {
    const storage = memoryStorage();
    storage.setItem('upi-flow/sms-tokens/phone', 'a,,NaN,{}');
    const { journal } = setUp(storage);
    expect(await journal.countBindAttempt(3)).toMatchObject({ allowed: true });
  });
});
