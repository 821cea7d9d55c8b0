import { describe, expect, it } from 'vitest';
import { readOrderStatus, type ServerStatus } from '../../../core/protocol/order-status.js';

const FAILED = 'AUTHORIZATION_FAILED';

type Txn = readonly [txn_uuid: string | undefined, status: string];

/** An order with a list of transactions. */
function order(status: string, txns: readonly Txn[], more: object = {}): ServerStatus {
  const txn_list = txns.map(([txn_uuid, word]) => ({ txn_uuid, status: word }));
  return readOrderStatus({ order_id: 'A1', status, amount: 200, txn_list, ...more });
}

describe('the spelling in camel case', () => {
  it('of a transaction is read', () => {
    const txn = { orderId: 'A1', status: 'CHARGED', txnAmount: '200.0', txnUuid: 't1' };
    expect(readOrderStatus(txn)).toEqual({
      moneyStatus: 'paid',
      word: 'CHARGED',
      about: 'txn',
      orderId: 'A1',
      amount: '200.00',
      txnUuid: 't1',
    });
  });

  it('of a mandate names the order', () => {
    const mandate = { mandateId: 'm1', orderId: 'A1', status: 'CREATED' };
    expect(readOrderStatus(mandate)).toMatchObject({ moneyStatus: 'silent', orderId: 'A1' });
  });

  it('of a list of transactions is read', () => {
    const txnList = [
      { txnUuid: 't1', status: 'CHARGED' },
      { txnDetail: { txnUuid: 't2', status: FAILED } },
    ];
    expect(readOrderStatus({ orderId: 'A1', status: FAILED, amount: '2.00', txnList })).toEqual({
      moneyStatus: 'underway',
      word: FAILED,
      orderId: 'A1',
      amount: '2.00',
      txns: [
        { txnUuid: 't1', moneyStatus: 'paid' },
        { txnUuid: 't2', moneyStatus: 'failed' },
      ],
    });
  });
});

describe('the currency of a transaction', () => {
  it.each([
    ['usd', 'USD'],
    ['INR', 'INR'],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j', (currency, read) => {
    const txn = { order_id: 'A1', status: 'CHARGED', txn_amount: 200, currency };
    expect(readOrderStatus(txn).currency).toBe(read);
  });
});

describe('a transaction in detail beside a list', () => {
  const detail = (txn_uuid: string | undefined, status: string) => ({
    txn_uuid,
    txn_detail: { txn_uuid, status },
  });

  it('stands in place of the one in the list that has its id', () => {
    const listed: Txn[] = [
      ['t1', FAILED],
      ['t2', 'STARTED'],
    ];
    expect(order(FAILED, listed, detail('t2', FAILED))).toMatchObject({
      moneyStatus: 'failed',
      txns: [
        { txnUuid: 't1', moneyStatus: 'failed' },
        { txnUuid: 't2', moneyStatus: 'failed' },
      ],
    });
  });

  it('without an id stands in place of none: the paid one may be another', () => {
    const listed: Txn[] = [
      ['t1', FAILED],
      [undefined, 'CHARGED'],
    ];
    expect(order(FAILED, listed, detail(undefined, FAILED))).toMatchObject({
      moneyStatus: 'underway',
      txns: [
        { txnUuid: 't1', moneyStatus: 'failed' },
        { txnUuid: undefined, moneyStatus: 'paid' },
        { txnUuid: undefined, moneyStatus: 'failed' },
      ],
    });
  });
});

describe('what an order means by its transactions', () => {
  it.each(['NEW', 'CREATED'])('one that is %s has begun, so the order has not failed', (word) => {
    const listed: Txn[] = [
      ['t1', FAILED],
      ['t2', word],
    ];
    expect(order(FAILED, listed)).toMatchObject({
      moneyStatus: 'underway',
      txns: [{ moneyStatus: 'failed' }, { txnUuid: 't2', moneyStatus: 'underway' }],
    });
  });

  it('a second debit that came back makes nothing paid that the server calls failed', () => {
    const listed: Txn[] = [
      ['t1', 'CHARGED'],
      ['t2', 'AUTO_REFUNDED'],
    ];
    expect(order(FAILED, listed).moneyStatus).toBe('underway');
  });
});

describe('which transaction an order names', () => {
  it.each<[what: string, status: string, txns: readonly Txn[], txnUuid: string | undefined]>([
    [
      'paid: the one that is paid',
      'CHARGED',
      [
        ['p1', 'CHARGED'],
        ['f1', FAILED],
      ],
      'p1',
    ],
    [
      'failed: the last that failed',
      FAILED,
      [
        ['f1', FAILED],
        ['f2', FAILED],
      ],
      'f2',
    ],
    [
      'refunded: the one that came back',
      'AUTO_REFUNDED',
      [
        ['r1', 'AUTO_REFUNDED'],
        ['f1', FAILED],
      ],
      'r1',
    ],
    [
      'voided: the one that came back, before one that is paid',
      'VOIDED',
      [
        ['r1', 'VOIDED'],
        ['p1', 'CHARGED'],
      ],
      'r1',
    ],
    [
      'refunded, and none came back: the one that was paid',
      'AUTO_REFUNDED',
      [
        ['f1', FAILED],
        ['p1', 'CHARGED'],
        ['f2', FAILED],
      ],
      'p1',
    ],
    ['under way: none that is paid', 'PENDING_VBV', [['p1', 'CHARGED']], undefined],
    [
      'called failed, while one is paid: none',
      FAILED,
      [
        ['p1', 'CHARGED'],
        ['f1', FAILED],
      ],
      undefined,
    ],
  ])('%s', (_, status, txns, txnUuid) => {
    expect(order(status, txns).txnUuid).toBe(txnUuid);
  });
});
