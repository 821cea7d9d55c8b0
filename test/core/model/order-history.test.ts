import { describe, expect, it } from 'vitest';
import {
  endedUnpaid,
  foreignAfter,
  type OrderRecord,
  type OrderStatusWord,
  strongerPaid,
  wasRequested,
  withHistory,
  withoutDispute,
} from '../../../core/model/order.js';
import { record } from '../../journal/support/records.js';

describe('an order that may be tried again', () => {
  it.each<[OrderStatusWord, boolean]>([
    ['failure', true],
    ['payFailure', true],
    ['backPress', true],
    ['userAborted', true],
    ['authorizing', false],
    ['submitted', false],
    ['pending', false],
    ['success', false],
    ['refunded', false],
    ['unresolved', false],
  ])('settled as %s: %s', (status, mayBeTried) => {
    expect(endedUnpaid(record('A1', { status, settled: true }))).toBe(mayBeTried);
  });

  it.each<OrderStatusWord>(['failure', 'payFailure', 'backPress', 'userAborted'])(
    'is none that shows %s and is not settled, or was called paid',
    (status) => {
      expect(endedUnpaid(record('A1', { status, settled: false }))).toBe(false);
      for (const paid of ['reported', 'confirmed'] as const) {
        expect(endedUnpaid(record('A1', { status, settled: true, paid }))).toBe(false);
      }
    },
  );
});

describe('an order that one process ended without money', () => {
  const ended = record('A1', {
    status: 'backPress',
    settled: true,
    verified: true,
    amount: '2.00',
  });

  it.each(['reported', 'confirmed'] as const)('and another called paid (%s) is open', (paid) => {
    expect(withoutDispute({ ...ended, paid })).toStrictEqual({
      ...ended,
      paid,
      status: 'pending',
      settled: false,
      verified: false,
    });
  });

  it.each<[what: string, order: OrderRecord]>([
    ['and nobody called paid', ended],
    ['and that was called paid, and is open still', { ...ended, paid: 'reported', settled: false }],
    ['or rather paid', { ...ended, paid: 'confirmed', status: 'success' }],
    ['or rather refunded', { ...ended, paid: 'confirmed', status: 'refunded' }],
  ])('%s stays as it is', (_, order) => {
    expect(withoutDispute(order)).toBe(order);
  });
});

describe('a request of an order', () => {
  it.each([
    ['r3', true],
    ['r2', true],
    ['r1', true],
    ['r4', false],
    ['', false],
  ])('%j was made for it: %s', (requestId, wasMade) => {
    const order = record('A1', { requestId: 'r3', earlierRequestIds: ['r1', 'r2'] });
    expect(wasRequested(order, requestId)).toBe(wasMade);
  });
});

describe('the word "paid"', () => {
  it.each<[OrderRecord['paid'], OrderRecord['paid'], OrderRecord['paid']]>([
    [undefined, undefined, undefined],
    [undefined, 'reported', 'reported'],
    [undefined, 'confirmed', 'confirmed'],
    ['reported', undefined, 'reported'],
    ['reported', 'reported', 'reported'],
    ['reported', 'confirmed', 'confirmed'],
    ['confirmed', undefined, 'confirmed'],
    ['confirmed', 'reported', 'confirmed'],
    ['confirmed', 'confirmed', 'confirmed'],
  ])('%s and %s make %s: it never gets weaker', (one, other, both) => {
    expect(strongerPaid(one, other)).toBe(both);
  });
});

describe('the history of an order', () => {
  it('is not taken from the same attempt', () => {
    const order = record('A1', { attemptId: 'a2', requestId: 'r2' });
    const same = record('A1', { attemptId: 'a2', requestId: 'r1', paid: 'confirmed' });
    expect(withHistory(order, same)).toBe(order);
  });

  it('takes from another attempt its requests, its transactions and the strongest "paid"', () => {
    const order = record('A1', {
      attemptId: 'a3',
      requestId: 'r3',
      earlierRequestIds: ['r0'],
      foreignTxns: ['t0'],
    });
    const other = record('A1', {
      attemptId: 'a2',
      requestId: 'r2',
      earlierRequestIds: ['r1'],
      attempts: 2,
      foreignTxns: ['t1'],
      sdkTxnUuid: 't2',
      paid: 'reported',
      status: 'failure',
      settled: true,
    });
    expect(withHistory(order, other)).toEqual({
      ...order,
      attempts: 4,
      earlierRequestIds: ['r1', 'r2', 'r0'],
      foreignTxns: ['t1', 't2', 't0'],
      foreignUnknown: false,
      paid: 'reported',
    });
  });

  it('counts a request that both know once, and its own not among the earlier ones', () => {
    const order = record('A1', { attemptId: 'a2', requestId: 'r2', earlierRequestIds: ['r1'] });
    const other = record('A1', { attemptId: 'a1', requestId: 'r1', earlierRequestIds: ['r2'] });
    expect(withHistory(order, other)).toMatchObject({ attempts: 2, earlierRequestIds: ['r1'] });
  });

  it('keeps the higher count of attempts, though their requests are not known any more', () => {
    const order = record('A1', { attemptId: 'a2', requestId: 'r2', attempts: 7 });
    const other = record('A1', { attemptId: 'a1', requestId: 'r1' });
    expect(withHistory(order, other).attempts).toBe(7);
  });

  it('keeps what the order itself was confirmed to be', () => {
    const order = record('A1', { attemptId: 'a2', paid: 'confirmed' });
    expect(withHistory(order, record('A1', { paid: 'reported' })).paid).toBe('confirmed');
    expect(withHistory(record('A1'), { ...order, paid: 'confirmed' }).paid).toBe('confirmed');
  });
});

describe('the transactions that are not the next attempt’s', () => {
  type Known = Partial<OrderRecord>;
  type Foreign = Pick<OrderRecord, 'foreignTxns' | 'foreignUnknown'>;
  const known = (foreignTxns: readonly string[]): Foreign => ({
    foreignTxns,
    foreignUnknown: false,
  });
  const unknown = (foreignTxns: readonly string[]): Foreign => ({
    foreignTxns,
    foreignUnknown: true,
  });

  it.each<[what: string, before: Known, foreign: Foreign]>([
    ['the one that the SDK named', { sdkTxnUuid: 't1' }, known(['t1'])],
    ['the one that the server named', { txnUuid: 't1' }, known(['t1'])],
    ['both', { sdkTxnUuid: 't1', txnUuid: 't2' }, known(['t1', 't2'])],
    ['the same named by both, once', { sdkTxnUuid: 't1', txnUuid: 't1' }, known(['t1'])],
    ['one that nobody named', {}, unknown([])],
    ['none of an attempt that was never sent', { neverSent: true }, known([])],
    [
      'those before it, and it',
      { foreignTxns: ['t0', 't1'], sdkTxnUuid: 't1' },
      known(['t0', 't1']),
    ],
    ['those before it, and one that nobody named', { foreignTxns: ['t0'] }, unknown(['t0'])],
    [
      'any, where it had to reckon with any itself',
      { foreignUnknown: true, sdkTxnUuid: 't1' },
      unknown(['t1']),
    ],
    [
      'any, though it was never sent, where it had to reckon with any itself',
      { foreignUnknown: true, neverSent: true },
      unknown([]),
    ],
  ])('are %s', (_, before, foreign) => {
    expect(foreignAfter(record('A1', before))).toEqual(foreign);
  });

  it.each<[what: string, next: Foreign, foreign: Foreign]>([
    ['what the next one knows', known(['t2']), known(['t1', 't2'])],
    ['nothing twice', known(['t1', 't2']), known(['t1', 't2'])],
    ['that the next one reckons with any', unknown([]), unknown(['t1'])],
  ])('take in %s', (_, next, foreign) => {
    expect(foreignAfter(record('A1', { sdkTxnUuid: 't1' }), next)).toEqual(foreign);
  });
});
