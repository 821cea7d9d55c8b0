import { describe, expect, it } from 'vitest';
import type { ServerStatus, TxnStatus } from '../../../core/protocol/order-status.js';
import {
  type Attempt,
  decide,
  failedTxn,
  isOwnFailure,
  isUnseen,
  type SdkOutcome,
  type Verdict,
} from '../../../core/protocol/outcome.js';
import type { RefundStatus } from '../../../core/protocol/refunds.js';

const attempt: Attempt = {
  orderId: 'A1',
  amount: '200.00',
  foreignTxns: [],
  foreignUnknown: false,
  attempts: 1,
};
const patience = { afterNotPaid: 2, afterAbort: 1, afterDoubt: 3 };

function read(
  moneyStatus: ServerStatus['moneyStatus'],
  more: Partial<ServerStatus> = {},
): ServerStatus {
  return { moneyStatus, word: '', orderId: 'A1', ...more };
}

function judge(known: Partial<Attempt>, serverStatus: ServerStatus): Verdict {
  const evidence = { serverStatus, canQueryStatus: true, unseenFor: 0, patience };
  return decide({ attempt: { ...attempt, ...known }, ...evidence });
}

const OPEN: Verdict = { is: 'open' };
const PAID: Verdict = { is: 'paid', verified: true };
const REFUNDED: Verdict = { is: 'refunded' };
const MISMATCH: Verdict = { is: 'mismatch' };

const back = (amount?: string): RefundStatus => ({ status: 'success', amount, count: 1 });

describe('the verdict on what the server calls refunded', () => {
  type Row = [
    what: string,
    known: Partial<Attempt>,
    serverStatus: Partial<ServerStatus>,
    verdict: Verdict,
  ];

  it.each<Row>([
    ['our amount never known', { amount: undefined }, { amount: '20.00' }, REFUNDED],
    ['no amount at all', {}, {}, REFUNDED],
    ['the amount of the order', {}, { amount: '200' }, REFUNDED],
    ['another amount of the order', {}, { amount: '20.00' }, MISMATCH],
    ['another amount, all of it back', {}, { amount: '20.00', refund: back('200.00') }, MISMATCH],
    ['a refund without an amount', {}, { refund: back() }, REFUNDED],
    ['all of it back', {}, { refund: back('200.00') }, REFUNDED],
    ['a part of it back', {}, { refund: back('50.00') }, OPEN],
    ['a part back, called paid', { paid: 'reported' }, { refund: back('50.00') }, OPEN],
    ['a part back, confirmed before', { paid: 'confirmed' }, { refund: back('50.00') }, PAID],
    ['all of it back, confirmed', { paid: 'confirmed' }, { refund: back('200.00') }, REFUNDED],
  ])('%s', (_, known, serverStatus, verdict) => {
    expect(judge(known, read('refunded', serverStatus))).toEqual(verdict);
  });
});

describe('the verdict on what says nothing about money', () => {
  it.each<[what: string, known: Partial<Attempt>, verdict: Verdict]>([
    ['leaves open what is open', {}, OPEN],
    ['leaves open what the SDK called paid', { paid: 'reported' }, OPEN],
    ['leaves paid what was confirmed', { paid: 'confirmed' }, PAID],
  ])('%s', (_, known, verdict) => {
    expect(judge(known, read('silent'))).toEqual(verdict);
  });

  it('is open, too, where the server cannot be asked and the SDK said something', () => {
    const alone = { attempt, canQueryStatus: false, unseenFor: 9, patience };
    const said: readonly SdkOutcome[] = [
      { moneyStatus: 'paid', outcome: 'success', certain: true },
      { moneyStatus: 'notPaid', outcome: 'failure', certain: true },
    ];
    for (const sdkOutcome of said) {
      expect(decide({ ...alone, sdkOutcome, serverStatus: read('silent') })).toEqual(OPEN);
    }
  });
});

describe('an order without a transaction that ended', () => {
  it.each<[what: string, txnUuid: string | undefined, foreignTxns: readonly string[], is: boolean]>(
    [
      ['names none: no sign of the attempt', undefined, [], true],
      ['names another one: no sign of the attempt', 't1', ['t1'], true],
      ['names one that may be its own: a sign', 't2', ['t1'], false],
    ],
  )('%s', (_, txnUuid, foreignTxns, is) => {
    expect(isUnseen({ ...attempt, foreignTxns }, read('untouched', { txnUuid }))).toBe(is);
  });
});

describe('of several transactions of an order that failed', () => {
  const failed = (txnUuid?: string): TxnStatus => ({ txnUuid, moneyStatus: 'failed' });
  const open = (txnUuid: string): TxnStatus => ({ txnUuid, moneyStatus: 'open' });

  type Known = Pick<Attempt, 'foreignTxns' | 'sdkTxnUuid'>;
  type Row = [what: string, known: Known, txns: TxnStatus[] | undefined, txnUuid: string];

  it.each<Row>([
    [
      'the one that the SDK named',
      { foreignTxns: [], sdkTxnUuid: 't1' },
      [failed('t1'), failed('t2')],
      't1',
    ],
    [
      'the one of the order, where the SDK named one that is not listed',
      { foreignTxns: [], sdkTxnUuid: 't3' },
      [failed('t1'), failed('t2')],
      't9',
    ],
    [
      'the one of the order, where the one that the SDK named did not fail',
      { foreignTxns: [], sdkTxnUuid: 't1' },
      [open('t1'), failed('t2')],
      't9',
    ],
    ['the latest', { foreignTxns: [] }, [failed('t1'), failed('t2'), failed('t3')], 't3'],
    ['the only one', { foreignTxns: [] }, [failed('t1')], 't1'],
    ['the latest that failed', { foreignTxns: [] }, [failed('t1'), open('t2')], 't1'],
    ['the latest with an id', { foreignTxns: [] }, [failed('t1'), failed()], 't1'],
    [
      'the latest that is not known to be another one',
      { foreignTxns: ['t3'] },
      [failed('t1'), failed('t2'), failed('t3')],
      't2',
    ],
    [
      'the one of the order, where all are known to be others',
      { foreignTxns: ['t1'] },
      [failed('t1')],
      't9',
    ],
    ['the one of the order, where none is listed', { foreignTxns: [] }, undefined, 't9'],
  ])('%s is looked at', (_, known, txns, txnUuid) => {
    const serverStatus = read('failed', { txnUuid: 't9', txns });
    expect(failedTxn(known, serverStatus)).toBe(txnUuid);
    // It is what decides whose failure it is.
    const isNamed = known.sdkTxnUuid === undefined || known.sdkTxnUuid === txnUuid;
    expect(isOwnFailure({ ...attempt, ...known }, serverStatus)).toBe(isNamed);
  });
});
