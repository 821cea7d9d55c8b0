import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../../core/model/order.js';
import type { ServerStatus } from '../../../core/protocol/index.js';
import { reopenedRecord, reopens } from '../../../machines/upi-flow/orders.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { serverStatusOf } from '../support/payment.js';

type MoneyStatus = ServerStatus['moneyStatus'];

const unpaid = record('A1', failed);
const refunded = record('A1', { status: 'refunded', settled: true, paid: 'confirmed' });
const unverified = record('A1', { ...paid, verified: false, paid: 'reported' });
const unresolved = record('A1', { status: 'unresolved', settled: true });
/** A session of the server's that names no amount: nothing can verify it. */
const { amount: _, ...unpriced } = unverified;

describe('the word of the server', () => {
  it.each<[MoneyStatus, string, OrderRecord, boolean]>([
    ['paid', 'unpaid', unpaid, true],
    ['paid', 'paid and verified', record('A1', paid), false],
    ['paid', 'paid and not verified', unverified, true],
    ['paid', 'paid, of no known amount', unpriced, false],
    ['paid', 'refunded', refunded, false],
    ['refunded', 'unpaid', unpaid, true],
    ['refunded', 'paid and verified', record('A1', paid), true],
    ['refunded', 'unresolved', unresolved, true],
    ['refunded', 'refunded', refunded, false],
    ['underway', 'unpaid', unpaid, true],
    ['underway', 'unpaid, and called paid once', { ...unpaid, paid: 'reported' }, false],
    ['underway', 'paid and verified', record('A1', paid), false],
    ['underway', 'refunded', refunded, false],
    ['underway', 'unresolved', unresolved, false],
    ['failed', 'unpaid', unpaid, false],
    ['failed', 'paid and verified', record('A1', paid), false],
    ['untouched', 'unpaid', unpaid, false],
    ['open', 'unpaid', unpaid, false],
    ['silent', 'unpaid', unpaid, false],
  ])(
    '%s, of an order that is settled as %s, reopens it: %s',
    (moneyStatus, __, order, isReopened) => {
      expect(reopens(order, serverStatusOf(moneyStatus))).toBe(isReopened);
    },
  );

  it('paid, where a mandate and not its debit was confirmed, reopens an order of no known amount', () => {
    const { amount: __, ...order } = unpaid;
    expect(reopens(order, serverStatusOf('paid'))).toBe(true);
  });

  it('paid, with the amount at last, reopens an order that was settled with another one', () => {
    expect(reopens(unresolved, serverStatusOf('paid', { amount: '2.00' }))).toBe(true);
    expect(reopens(unresolved, serverStatusOf('paid', { amount: '3.00' }))).toBe(false);
    expect(reopens(unresolved, serverStatusOf('paid', { amount: undefined }))).toBe(false);
  });

  it('paid, with another amount, reopens an order that was not settled so', () => {
    expect(reopens(unpaid, serverStatusOf('paid', { amount: '3.00' }))).toBe(true);
  });

  it('counts whatever the case of the order id that it names', () => {
    expect(reopens(unpaid, serverStatusOf('paid', { orderId: 'a1' }))).toBe(true);
  });

  it.each<MoneyStatus>(['paid', 'refunded', 'underway'])(
    '%s reopens nothing that is open, unknown or another order',
    (moneyStatus) => {
      expect(reopens(undefined, serverStatusOf(moneyStatus))).toBe(false);
      expect(reopens({ ...unpaid, settled: false }, serverStatusOf(moneyStatus))).toBe(false);
      expect(reopens(unpaid, serverStatusOf(moneyStatus, { orderId: 'B2' }))).toBe(false);
      expect(reopens(unpaid, serverStatusOf(moneyStatus, { orderId: undefined }))).toBe(false);
    },
  );
});

describe('a reopened order', () => {
  const settled = record('A1', {
    ...failed,
    verified: true,
    reported: 'failure',
    problem: { reason: 'declined', retry: true },
  });

  it('is open and in question again, and keeps the rest', () => {
    expect(reopenedRecord(settled)).toEqual({
      ...settled,
      settled: false,
      verified: false,
      problem: undefined,
    });
  });

  it('was paid, if the SDK said so late', () => {
    expect(reopenedRecord(settled, 'paid')).toMatchObject({
      paid: 'reported',
      reported: 'failure',
    });
    const confirmed: OrderRecord = { ...settled, paid: 'confirmed' };
    expect(reopenedRecord(confirmed, 'paid').paid).toBe('confirmed');
    expect(reopenedRecord(confirmed, 'open').paid).toBe('confirmed');
  });

  it('was called not paid no more, if the SDK raised doubt late', () => {
    const reopened = reopenedRecord(settled, 'open');
    expect(reopened.reported).toBeUndefined();
    expect(reopened.paid).toBeUndefined();
  });
});
