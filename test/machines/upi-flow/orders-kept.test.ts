import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../../core/model/order.js';
import type { RefundStatus } from '../../../core/protocol/index.js';
import {
  LOOK_UP_WAITS,
  lookUpWaits,
  retained,
  withOrder,
} from '../../../machines/upi-flow/orders.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { book, byId } from '../support/root.js';

/** Settled orders, named and dated by number; the newest first, so no order of keys helps. */
function settledOrders(count: number): OrderRecord[] {
  const at = Array.from({ length: count }, (_, index) => count - index);
  return at.map((updatedAt) => record(`S${updatedAt}`, { ...paid, updatedAt }));
}

function names(orders: Readonly<Record<string, OrderRecord>>): string[] {
  return Object.keys(orders).sort();
}

describe('settled orders', () => {
  const orders = byId(...settledOrders(5));

  it('are kept, the latest ones, as many as the app wants', () => {
    expect(names(retained(book({ orders, keepOrders: 3 })))).toEqual(['S3', 'S4', 'S5']);
    expect(names(retained(book({ orders, keepOrders: 0 })))).toEqual([]);
  });

  it('stay as they are while there is room', () => {
    expect(retained(book({ orders, keepOrders: 5 }))).toBe(orders);
    expect(retained(book({ orders, keepOrders: 6 }))).toBe(orders);
  });

  it('are 100 in memory, however many the app keeps', () => {
    const many = byId(...settledOrders(102));
    const kept = names(retained(book({ orders: many, keepOrders: 10_000 })));
    expect(kept).toHaveLength(100);
    expect(kept).not.toContain('S1');
    expect(kept).not.toContain('S2');
  });

  it('are kept besides the one on the screen, which counts and stays', () => {
    expect(names(retained(book({ orders, keepOrders: 3, currentOrderId: 'S1' })))).toEqual([
      'S1',
      'S4',
      'S5',
    ]);
    expect(names(retained(book({ orders, keepOrders: 0, currentOrderId: 'S1' })))).toEqual(['S1']);
    expect(names(retained(book({ orders, keepOrders: 3, currentOrderId: 'S5' })))).toEqual([
      'S3',
      'S4',
      'S5',
    ]);
  });

  it('are as many as ever when an open order is on the screen, or one that is not there', () => {
    const open = byId(...settledOrders(5), record('A1'));
    expect(names(retained(book({ orders: open, keepOrders: 2, currentOrderId: 'A1' })))).toEqual([
      'A1',
      'S4',
      'S5',
    ]);
    expect(names(retained(book({ orders, keepOrders: 2, currentOrderId: 'A1' })))).toEqual([
      'S4',
      'S5',
    ]);
  });

  it('take no room from each other by the name they have', () => {
    const named = byId(record('undefined', { ...paid, updatedAt: 9 }), record('A1', paid));
    expect(names(retained(book({ orders: named, keepOrders: 1 })))).toEqual(['undefined']);
  });

  it('are never dropped while they are open', () => {
    const open = byId(record('A1'), record('B2'), record('C3', failed));
    expect(names(retained(book({ orders: open, keepOrders: 0 })))).toEqual(['A1', 'B2']);
  });

  it('make room for one that settles', () => {
    const next = record('A1', { ...paid, updatedAt: 6 });
    const kept = withOrder(book({ orders, keepOrders: 5 }), next);
    expect(names(kept)).toEqual(['A1', 'S2', 'S3', 'S4', 'S5']);
    expect(kept['A1']).toBe(next);
  });

  it('are replaced by what is known now', () => {
    const next = record('S3', { ...failed, updatedAt: 9 });
    expect(withOrder(book({ orders }), next)).toEqual({ ...orders, S3: next });
  });
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('looks at an order that ended without money', () => {
  const ENDED = 5 * HOUR;
  const order = record('A1', { ...failed, updatedAt: ENDED });

  it('are planned for 1, 5 and 15 minutes after it ended', () => {
    expect(LOOK_UP_WAITS).toEqual([MINUTE, 4 * MINUTE, 10 * MINUTE]);
    expect(lookUpWaits(book(), order, ENDED, false)).toEqual(LOOK_UP_WAITS);
  });

  it.each<[string, number, readonly number[]]>([
    ['just before the first', MINUTE - 1, [1, 4 * MINUTE, 10 * MINUTE]],
    ['at the first', MINUTE, [4 * MINUTE, 10 * MINUTE]],
    ['between', 3 * MINUTE, [2 * MINUTE, 10 * MINUTE]],
    ['before the last', 14 * MINUTE, [MINUTE]],
    ['at the last', 15 * MINUTE, []],
    ['two days later', 48 * HOUR, []],
  ])('are what is left of them %s, and one at once if asked', (_, age, waits) => {
    expect(lookUpWaits(book(), order, ENDED + age, false)).toEqual(waits);
    expect(lookUpWaits(book(), order, ENDED + age, true)).toEqual([0, ...waits]);
  });

  it('end after two days', () => {
    expect(lookUpWaits(book(), order, ENDED + 48 * HOUR + 1, true)).toEqual([]);
  });

  it.each<[status: RefundStatus['status'], age: number, isLooked: boolean]>([
    ['pending', 0, true],
    ['pending', 49 * HOUR, true],
    ['pending', 30 * 24 * HOUR, true],
    ['pending', 30 * 24 * HOUR + 1, false],
    ['success', 0, false],
    ['failure', 0, false],
  ])('go on for a refund that is %s after %i ms: %s', (status, age, isLooked) => {
    const back = { ...order, ...paid, refund: { status, count: 1 } };
    const planned = age === 0 ? LOOK_UP_WAITS : [];
    expect(lookUpWaits(book(), back, ENDED + age, true)).toEqual(isLooked ? [0, ...planned] : []);
  });

  it('begin anew when the clock was set back', () => {
    expect(lookUpWaits(book(), order, ENDED - HOUR, true)).toEqual([0, ...LOOK_UP_WAITS]);
  });

  it('are none where no server can be asked', () => {
    expect(lookUpWaits(book({ canQueryStatus: false }), order, ENDED, true)).toEqual([]);
  });

  it.each<[string, OrderRecord]>([
    ['open', { ...order, settled: false }],
    ['paid', { ...order, ...paid }],
    ['called paid once', { ...order, paid: 'reported' }],
  ])('are none for an order that is %s', (_, other) => {
    expect(lookUpWaits(book(), other, ENDED, true)).toEqual([]);
  });
});
