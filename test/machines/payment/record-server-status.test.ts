import { describe, expect, it } from 'vitest';
import type { MandateState, OrderRecord } from '../../../core/model/order.js';
import { Secret, type ServerStatus } from '../../../core/protocol/index.js';
import {
  namesAnother,
  serverStatusAfter,
  withLook,
  withServerStatus,
} from '../../../machines/payment/record.js';
import { record } from '../../journal/support/records.js';
import { serverStatusOf } from '../support/payment.js';

const MEANINGS: readonly ServerStatus['moneyStatus'][] = [
  'paid',
  'failed',
  'untouched',
  'refunded',
  'underway',
  'open',
];

describe('a reading', () => {
  it.each([
    ['A1', false],
    ['a1', false],
    [undefined, false],
    ['A2', true],
    ['', true],
  ])('of the order %j names another than A1: %s', (orderId, isAnother) => {
    expect(namesAnother(record('A1'), serverStatusOf('paid', { orderId }))).toBe(isAnother);
  });

  it.each(MEANINGS)('of another order that is %s changes nothing', (moneyStatus) => {
    const order = record('A1', { kind: 'mandate' });
    const other = serverStatusOf(moneyStatus, { orderId: 'B2', txnUuid: 't9', mandate: 'ACTIVE' });
    expect(withServerStatus(order, other)).toBe(order);
  });

  it.each(MEANINGS)('that says nothing new leaves the record as it is: %s', (moneyStatus) => {
    const order = record('A1', {
      kind: 'mandate',
      sdkTxnUuid: 't1',
      txnUuid: 't1',
      paid: 'confirmed',
      mandate: { status: 'active', confirmed: true },
    });
    expect(
      withServerStatus(order, serverStatusOf(moneyStatus, { txnUuid: 't1', mandate: 'ACTIVE' })),
    ).toBe(order);
    expect(withServerStatus(order, serverStatusOf(moneyStatus))).toBe(order);
  });
});

describe('the transaction that is shown after a reading', () => {
  const named = (moneyStatus: ServerStatus['moneyStatus']) =>
    serverStatusOf(moneyStatus, { txnUuid: 't9' });

  it.each<[ServerStatus['moneyStatus'], string]>([
    ['paid', 't9'],
    ['refunded', 't9'],
    ['failed', 't1'],
    ['underway', 't1'],
    ['untouched', 't1'],
    ['open', 't1'],
  ])('called %s, where the SDK named t1 and the server names t9: %s', (moneyStatus, shown) => {
    const order = record('A1', { sdkTxnUuid: 't1', txnUuid: 't1' });
    expect(withServerStatus(order, named(moneyStatus))).toMatchObject({
      sdkTxnUuid: 't1',
      txnUuid: shown,
    });
  });

  it.each<[ServerStatus['moneyStatus'], string | undefined]>([
    ['paid', 't9'],
    ['refunded', 't9'],
    ['failed', 't9'],
    ['underway', 't9'],
    ['untouched', undefined],
    ['open', undefined],
  ])('called %s, where the server alone names t9: %s', (moneyStatus, shown) => {
    expect(withServerStatus(record('A1'), named(moneyStatus))).toEqual({
      ...record('A1'),
      txnUuid: shown,
      paid: moneyStatus === 'paid' ? 'confirmed' : undefined,
    });
  });

  it.each(MEANINGS)('stays when the server names none: %s', (moneyStatus) => {
    expect(
      withServerStatus(record('A1', { txnUuid: 't1' }), serverStatusOf(moneyStatus)).txnUuid,
    ).toBe('t1');
  });

  it('is the one under way that the SDK named, though the server named another before', () => {
    const order = record('A1', { sdkTxnUuid: 't1', txnUuid: 't9' });
    expect(withServerStatus(order, serverStatusOf('underway')).txnUuid).toBe('t1');
  });

  it('is not one whose failure is an earlier attempt’s', () => {
    const order = record('A1', { txnUuid: 't1', foreignTxns: ['t9'] });
    expect(withServerStatus(order, named('failed')).txnUuid).toBe('t1');
  });

  it('is that of its own failure', () => {
    const order = record('A1', { sdkTxnUuid: 't9', txnUuid: 't1' });
    expect(withServerStatus(order, named('failed')).txnUuid).toBe('t9');
  });
});

describe('"paid" after a reading', () => {
  type Row = [
    what: string,
    serverStatus: Partial<ServerStatus>,
    order: Partial<OrderRecord>,
    paid: OrderRecord['paid'],
  ];

  it.each<Row>([
    ['the same order and amount', {}, {}, 'confirmed'],
    ['the same amount in other digits', { amount: '2.0' }, {}, 'confirmed'],
    ['in rupees', { currency: 'INR' }, {}, 'confirmed'],
    ['an order that never had an amount', { amount: '9.00' }, { amount: undefined }, 'confirmed'],
    ['another amount', { amount: '9.00' }, {}, 'reported'],
    ['no amount', { amount: undefined }, {}, 'reported'],
    ['another currency', { currency: 'USD' }, {}, 'reported'],
    ['no order', { orderId: undefined }, {}, 'reported'],
    ['another amount, confirmed before', { amount: '9.00' }, { paid: 'confirmed' }, 'confirmed'],
    ['no order, reported before', { orderId: undefined }, { paid: 'reported' }, 'reported'],
    ['the same, reported before', {}, { paid: 'reported' }, 'confirmed'],
  ])('of %s', (_, serverStatus, order, paid) => {
    expect(withServerStatus(record('A1', order), serverStatusOf('paid', serverStatus)).paid).toBe(
      paid,
    );
  });

  it.each(MEANINGS.filter((moneyStatus) => moneyStatus !== 'paid'))(
    'is nothing new when it is %s',
    (moneyStatus) => {
      for (const paid of [undefined, 'reported', 'confirmed'] as const) {
        expect(withServerStatus(record('A1', { paid }), serverStatusOf(moneyStatus)).paid).toBe(
          paid,
        );
      }
    },
  );
});

describe('the mandate after a reading', () => {
  it.each<[word: string, status: MandateState['status']]>([
    ['CREATED', 'pending'],
    ['ACTIVE', 'active'],
    ['FAILURE', 'failed'],
    ['FAILED', 'failed'],
    ['PAUSED', 'ended'],
    ['REVOKED', 'ended'],
    ['EXPIRED', 'ended'],
  ])('called %s is %s', (mandate, status) => {
    for (const before of ['active', 'pending', 'failed', 'ended'] as const) {
      const order = record('A1', { kind: 'mandate', mandate: { status: before } });
      expect(withServerStatus(order, serverStatusOf('open', { mandate })).mandate).toMatchObject({
        status,
        confirmed: true,
      });
    }
    const first = record('A1', { kind: 'mandate' });
    expect(withServerStatus(first, serverStatusOf('open', { mandate })).mandate).toMatchObject({
      status,
      confirmed: true,
    });
  });

  it.each(['OTHER', 'toString', 'active', '', undefined])(
    'stays as it is when it is called %j',
    (mandate) => {
      const order = record('A1', { kind: 'mandate', mandate: { status: 'active' } });
      expect(withServerStatus(order, serverStatusOf('open', { mandate }))).toBe(order);
      const changed = withServerStatus(order, serverStatusOf('paid', { mandate }));
      expect(changed).toEqual({ ...order, paid: 'confirmed' });
    },
  );

  it('is nothing that a plain payment has; a checkout may have one', () => {
    const serverStatus = serverStatusOf('paid', { mandate: 'ACTIVE' });
    for (const kind of ['pay', 'checkout'] as const) {
      const order = record('A1', { kind });
      const mandate = kind === 'pay' ? {} : { mandate: { status: 'active', confirmed: true } };
      expect(withServerStatus(order, serverStatus)).toEqual({
        ...order,
        paid: 'confirmed',
        ...mandate,
      });
    }
  });

  it('is known from the server when it calls it what the SDK did', () => {
    const order = record('A1', { kind: 'mandate', mandate: { status: 'active' } });
    const confirmed = withServerStatus(order, serverStatusOf('open', { mandate: 'ACTIVE' }));
    expect(confirmed.mandate).toEqual({ status: 'active', confirmed: true });
    expect(withServerStatus(confirmed, serverStatusOf('open', { mandate: 'ACTIVE' }))).toBe(
      confirmed,
    );
  });

  it.each<[first: string, late: string, status: MandateState['status']]>([
    ['ACTIVE', 'CREATED', 'active'],
    ['FAILURE', 'CREATED', 'failed'],
    ['PAUSED', 'CREATED', 'ended'],
    ['REVOKED', 'ACTIVE', 'ended'],
    ['EXPIRED', 'PAUSED', 'ended'],
    ['REVOKED', 'CREATED', 'ended'],
    ['PAUSED', 'ACTIVE', 'active'],
    ['FAILURE', 'ACTIVE', 'active'],
    ['ACTIVE', 'REVOKED', 'ended'],
    ['PAUSED', 'EXPIRED', 'ended'],
  ])('called %s and then %s is %s: webhooks come late', (first, late, status) => {
    const order = withServerStatus(
      record('A1', { kind: 'mandate' }),
      serverStatusOf('silent', { mandate: first }),
    );
    const after = withServerStatus(order, serverStatusOf('silent', { mandate: late }));
    expect(after.mandate?.status).toBe(status);
    expect(withServerStatus(after, serverStatusOf('silent', { mandate: late }))).toBe(after);
  });

  it.each<[first: string, then: string, isOver: boolean]>([
    ['ACTIVE', 'EXPIRED', true],
    ['ACTIVE', 'REVOKED', true],
    ['PAUSED', 'EXPIRED', true],
    ['PAUSED', 'REVOKED', true],
    ['ACTIVE', 'PAUSED', false],
  ])('called %s and then %s is over for good: %s', (first, then, isOver) => {
    const words = [first, then, 'ACTIVE'];
    const order = words.reduce(
      (known, mandate) => withServerStatus(known, serverStatusOf('silent', { mandate })),
      record('A1', { kind: 'mandate' }),
    );
    expect(order.mandate?.status).toBe(isOver ? 'ended' : 'active');
  });

  it('comes from a word about the mandate alone, which changes nothing else', () => {
    const order = record('A1', { kind: 'mandate', txnUuid: 't1', paid: 'reported' });
    const silent = serverStatusOf('silent', { mandate: 'PAUSED', txnUuid: 't9' });
    expect(withServerStatus(order, silent)).toEqual({
      ...order,
      mandate: { status: 'ended', confirmed: true },
    });
  });

  it('keeps what the SDK told of it', () => {
    const result = new Secret({ umn: 'a@upf' });
    const order = record('A1', { kind: 'mandate', mandate: { status: 'pending', result } });
    const { mandate } = withServerStatus(order, serverStatusOf('open', { mandate: 'ACTIVE' }));
    expect(mandate?.status).toBe('active');
    expect(mandate?.result).toBe(result);
  });
});

describe('the look before an attempt is sent', () => {
  it.each<[what: string, serverStatus: ServerStatus | undefined, known: Partial<OrderRecord>]>([
    ['nothing', undefined, { foreignUnknown: true }],
    [
      'another order',
      serverStatusOf('failed', { orderId: 'B2', txnUuid: 't9' }),
      { foreignUnknown: true },
    ],
    ['no order', serverStatusOf('untouched', { orderId: undefined }), { foreignUnknown: true }],
    ['no transaction', serverStatusOf('untouched'), {}],
    [
      'one, of an order that is NEW',
      serverStatusOf('untouched', { txnUuid: 't9' }),
      { foreignTxns: ['t1', 't9'] },
    ],
    [
      'a failed transaction',
      serverStatusOf('failed', { txnUuid: 't9' }),
      { foreignTxns: ['t1', 't9'] },
    ],
    ['one that is known already', serverStatusOf('failed', { txnUuid: 't1' }), {}],
    ['one without an id', serverStatusOf('failed'), { foreignUnknown: true }],
    ['something else', serverStatusOf('silent', { txnUuid: 't9' }), { foreignUnknown: true }],
    [
      'several transactions',
      serverStatusOf('failed', {
        txnUuid: 't8',
        txns: [
          { txnUuid: 't9', moneyStatus: 'failed' },
          { txnUuid: 't8', moneyStatus: 'failed' },
        ],
      }),
      { foreignTxns: ['t1', 't9', 't8'] },
    ],
    [
      'several, and another beside them',
      serverStatusOf('failed', { txnUuid: 't8', txns: [{ txnUuid: 't9', moneyStatus: 'failed' }] }),
      { foreignTxns: ['t1', 't8', 't9'] },
    ],
    [
      'several, not all of them with an id',
      serverStatusOf('failed', {
        txns: [{ moneyStatus: 'failed' }, { txnUuid: 't9', moneyStatus: 'failed' }],
      }),
      { foreignTxns: ['t1', 't9'], foreignUnknown: true },
    ],
    [
      'one without an id, of an order that is NEW',
      serverStatusOf('untouched', { txns: [{ moneyStatus: 'failed' }] }),
      { foreignUnknown: true },
    ],
    [
      'several, none of them with an id',
      serverStatusOf('failed', { txns: [{ moneyStatus: 'failed' }, { moneyStatus: 'failed' }] }),
      { foreignUnknown: true },
    ],
    [
      'a word that is not known, of a transaction',
      serverStatusOf('open', { txnUuid: 't9' }),
      { foreignTxns: ['t1', 't9'] },
    ],
  ])('that named %s', (_, serverStatus, known) => {
    const order = record('A1', { foreignTxns: ['t1'] });
    expect(withLook(order, serverStatus)).toEqual({ ...order, ...known });
  });
});

describe('more transactions than are kept', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      txnUuid: `t${at}`,
      moneyStatus: 'failed' as const,
    }));

  it('leave some without a known id', () => {
    const order = record('A1', { foreignTxns: [] });
    const all = withLook(order, serverStatusOf('failed', { txns: many(50) }));
    expect(all.foreignTxns).toHaveLength(50);
    expect(all.foreignUnknown).toBe(false);
    const most = withLook(order, serverStatusOf('failed', { txns: many(51) }));
    expect(most.foreignTxns).toHaveLength(50);
    expect(most.foreignUnknown).toBe(true);
  });
});

describe('money on its way back, after a reading', () => {
  const refundAfter = (known: OrderRecord['refund'], refund: OrderRecord['refund']) =>
    withServerStatus(
      record('A1', { refund: known, paid: 'confirmed' }),
      serverStatusOf('paid', { refund }),
    ).refund;
  const pending = { status: 'pending', amount: '1.00', count: 1 } as const;
  const done = { status: 'success', amount: '1.00', count: 1 } as const;
  const failed = { status: 'failure', amount: '1.00', count: 1 } as const;

  it('is what the server says', () => {
    expect(refundAfter(undefined, undefined)).toBeUndefined();
    for (const refund of [pending, done, failed])
      expect(refundAfter(undefined, refund)).toEqual(refund);
    expect(refundAfter(pending, done)).toEqual(done);
    expect(refundAfter(pending, failed)).toEqual(failed);
    expect(refundAfter(failed, done)).toEqual(done);
  });

  it('is not taken back by a server that is behind', () => {
    for (const known of [done, failed]) {
      expect(refundAfter(known, pending)).toBe(known);
      expect(refundAfter(known, undefined)).toBe(known);
    }
    const two = { status: 'success', amount: '2.00', count: 2 } as const;
    for (const behind of [pending, done, failed]) expect(refundAfter(two, behind)).toBe(two);
    expect(refundAfter(done, { status: 'pending', count: 0 })).toBe(done);
    expect(refundAfter(done, { status: 'success', amount: '0.50', count: 0 })).toBe(done);
  });

  it('may grow, and may shrink when one of several fails', () => {
    const more = { status: 'pending', amount: '2.00', count: 2 } as const;
    expect(refundAfter(done, more)).toEqual(more);
    expect(refundAfter(more, { ...done, count: 2 })).toEqual({ ...done, count: 2 });
    expect(refundAfter(pending, { ...done, amount: '0.50', count: 2 })).toEqual({
      ...{ status: 'success', amount: '0.50', count: 2 },
    });
    const unlisted = { status: 'success', amount: '1.00', count: 0 } as const;
    expect(refundAfter(unlisted, { ...unlisted, amount: '2.00' })?.amount).toBe('2.00');
    expect(refundAfter(unlisted, pending)).toEqual(pending);
  });

  it('that says nothing new leaves the record as it is', () => {
    const order = record('A1', { refund: done, paid: 'confirmed' });
    expect(withServerStatus(order, serverStatusOf('paid', { refund: { ...done } }))).toBe(order);
  });
});

describe('the last word of the server', () => {
  const known = serverStatusOf('underway', { txnUuid: 't1', mandate: 'CREATED' });

  it.each(MEANINGS)('is the newest: %s', (moneyStatus) => {
    const next = serverStatusOf(moneyStatus);
    expect(serverStatusAfter(known, next)).toBe(next);
    expect(serverStatusAfter(undefined, next)).toBe(next);
  });

  it('stays, but for the mandate, when something else is spoken of', () => {
    const about = { orderId: undefined, amount: undefined } as const;
    expect(
      serverStatusAfter(known, serverStatusOf('silent', { ...about, mandate: 'ACTIVE' })),
    ).toEqual({
      ...known,
      mandate: 'ACTIVE',
    });
    expect(serverStatusAfter(known, serverStatusOf('silent', about))).toEqual(known);
  });

  it('is none while nobody spoke of the order', () => {
    expect(
      serverStatusAfter(undefined, serverStatusOf('silent', { mandate: 'ACTIVE' })),
    ).toBeUndefined();
  });
});
