import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../core/model/order.js';
import { ORDERS_1, ORDERS_2 } from '../../fixtures/stored-texts.js';
import { parseLegacyOrders } from '../../src/journal/legacy-orders.js';
import { asked, failed, paid, printLegacy, record } from './support/records.js';

/** The same for a damaged record of version 1 or 2, whose list names its own transaction, too. */
function legacyAsked(order: OrderRecord, now: number): OrderRecord {
  const isForeign = (txn: string) => !order.settled || txn !== order.txnUuid;
  const { reported } = order;
  return {
    ...asked({ ...order, paid: undefined, reported }, now),
    foreignTxns: order.foreignTxns.filter(isForeign),
  };
}

const NOW = 1_767_590_000_000;

/** The orders of both texts. */
const WRITTEN = [
  {
    orderId: 'paid-1',
    kind: 'pay',
    amount: '2.00',
    ...paid,
    paid: 'confirmed',
    reported: 'success',
    code: '00',
    attempts: 1,
    attemptId: '00000000-0000-4000-8000-000000000003',
    requestId: '00000000-0000-4000-8000-000000000004',
    earlierRequestIds: [],
    at: 1_767_587_405_000,
    updatedAt: 1_767_587_408_841,
    foreignTxns: [],
    foreignUnknown: false,
    txnUuid: 'moz4b36df8ea5f442ea4',
  },
  {
    orderId: 'failed-1',
    kind: 'pay',
    amount: '2.00',
    ...failed,
    reported: 'failure',
    code: 'Z9',
    verified: true,
    attempts: 2,
    attemptId: '00000000-0000-4000-8000-000000000007',
    requestId: '00000000-0000-4000-8000-000000000008',
    earlierRequestIds: ['00000000-0000-4000-8000-000000000006'],
    at: 1_767_587_445_000,
    updatedAt: 1_767_587_449_102,
    foreignTxns: ['moz3a71d748cb7d90799', 'moz80060e3ecd1b5acaf'],
    foreignUnknown: true,
    txnUuid: 'moz80060e3ecd1b5acaf',
  },
  {
    orderId: 'plan-1',
    kind: 'mandate',
    amount: '1.00',
    ...paid,
    paid: 'confirmed',
    reported: 'success',
    attempts: 1,
    attemptId: '00000000-0000-4000-8000-000000000009',
    requestId: '00000000-0000-4000-8000-000000000010',
    earlierRequestIds: [],
    at: 1_767_587_465_000,
    updatedAt: 1_767_587_469_073,
    foreignTxns: [],
    foreignUnknown: false,
    txnUuid: 'mozea11d10293b38cb94',
    mandate: { status: 'active' },
  },
  {
    orderId: 'open-1',
    kind: 'pay',
    amount: '3.00',
    status: 'submitted',
    verified: false,
    settled: false,
    attempts: 1,
    attemptId: '00000000-0000-4000-8000-000000000011',
    requestId: '00000000-0000-4000-8000-000000000012',
    earlierRequestIds: [],
    at: 1_767_587_485_000,
    updatedAt: 1_767_587_485_150,
    foreignTxns: [],
    foreignUnknown: false,
  },
] as const;

describe('every version that was ever written is read', () => {
  it.each([
    ['version 1', ORDERS_1],
    ['version 2', ORDERS_2],
  ])('%s', (_, text) => {
    expect(parseLegacyOrders(text, NOW)).toEqual({ orders: WRITTEN, damaged: false });
  });

  it('any other is not known: its orders are asked about', () => {
    const text = ORDERS_2.replace('"version":2', '"version":3');
    expect(parseLegacyOrders(text, NOW)).toEqual({
      orders: WRITTEN.map((order) => legacyAsked(order, NOW)),
      damaged: true,
    });
  });
});

describe('what was known to be paid', () => {
  it.each([
    ['a success that the server confirmed', { ...paid }, 'confirmed'],
    [
      'a success that only the SDK told of',
      { ...paid, verified: false, reported: 'success' },
      'reported',
    ],
    ['a refund', { status: 'refunded', settled: true, verified: true }, 'confirmed'],
    ['a success that the server doubts', { status: 'pending', reported: 'success' }, 'reported'],
    ['a failure', { ...failed, reported: 'failure' }, undefined],
  ] as const)('stays known: %s', (_, more, word) => {
    const { orders } = parseLegacyOrders(printLegacy([record('A1', more)]), NOW);
    expect(orders).toMatchObject([{ orderId: 'A1', paid: word }]);
  });
});

describe('what holds no order', () => {
  it.each([
    ['no JSON', '{"version":1,', true],
    ['another shape', '[]', true],
    ['the future', '{"version":3,"orders":[]}', true],
    ['the far past', '{"version":0,"orders":[]}', true],
    ['half a version', '{"version":1.5,"orders":[]}', true],
    ['an empty text', '', true],
    ['null', 'null', true],
    ['entries that are none', '{"version":1,"orders":[7,null,[],"A1",{}]}', true],
    ['no orders', '{"version":1,"orders":[]}', false],
  ])('%s is read', (_, text, damaged) => {
    expect(parseLegacyOrders(text, NOW)).toEqual({ orders: [], damaged });
  });
});

describe('a damaged entry', () => {
  const settled = record('B2', {
    ...failed,
    attempts: 2,
    earlierRequestIds: ['r1'],
    txnUuid: 'moz2',
    foreignTxns: ['moz1', 'moz2'],
    foreignUnknown: false,
  });
  const text = printLegacy([record('A1', paid), settled, record('C3')]);
  const spoilt = (from: string, to: string) => {
    expect(text.split(from)).toHaveLength(2);
    return parseLegacyOrders(text.replace(from, to), NOW);
  };

  it.each([
    ['says it is settled another way', '"status":"failure"', '"status":"success"'],
    [
      'says it is open',
      '"settled":true,"attemptId":"attempt-B2"',
      '"settled":false,"attemptId":"attempt-B2"',
    ],
    ['lost its checksum', ',"check":"', ',"chick":"'],
    ['has one more field', '"orderId":"B2"', '"orderId":"B2","extra":1'],
    ['is of no kind', '"orderId":"B2","kind":"pay"', '"orderId":"B2","kind":"play"'],
    ['is no JSON', '"orderId":"B2","kind"', '"orderId":"B2",kind"'],
  ])('that %s is asked about, and the ones beside it stay', (name, from, to) => {
    const { orders, damaged } =
      name === 'lost its checksum'
        ? parseLegacyOrders(
            text.replace(/"check":"(?=[0-9a-f]+"},{"orderId":"C3)/, '"chick":"'),
            NOW,
          )
        : spoilt(from, to);
    expect(damaged).toBe(true);
    expect(orders).toHaveLength(3);
    expect(orders).toEqual(expect.arrayContaining([record('A1', paid), record('C3')]));
    const [order] = orders.filter(({ orderId }) => orderId === 'B2');
    expect(order).toMatchObject({
      kind: 'pay',
      amount: '2.00',
      status: 'pending',
      settled: false,
      verified: false,
      attemptId: 'attempt-B2',
      requestId: 'request-B2',
      updatedAt: NOW,
    });
  });

  it('was settled by a transaction that is in question again', () => {
    const { orders } = spoilt('"status":"failure"', '"status":"gone"');
    expect(orders).toContainEqual(legacyAsked(settled, NOW));
    expect(legacyAsked(settled, NOW).foreignTxns).toEqual(['moz1']);
  });

  it('that is open keeps every transaction that ended before', () => {
    const open = record('A1', {
      attempts: 2,
      earlierRequestIds: ['r1'],
      txnUuid: 'moz1',
      foreignTxns: ['moz1'],
    });
    const damaged = printLegacy([open]).replace('submitted', 'submutted');
    expect(parseLegacyOrders(damaged, NOW).orders).toEqual([legacyAsked(open, NOW)]);
  });

  it('does not become a first attempt by damage to its count', () => {
    const third = record('A1', { attempts: 3, earlierRequestIds: ['r1', 'r2'] });
    const damaged = printLegacy([third]).replace('"attempts":3', '"attempts":1');
    expect(parseLegacyOrders(damaged, NOW).orders).toMatchObject([{ attempts: 3 }]);
  });

  it('keeps a success that the SDK told of, and no other word of it', () => {
    const told = (reported: 'success' | 'failure') =>
      parseLegacyOrders(printLegacy([record('A1', { reported })]).replace('2.00', '2,00'), NOW)
        .orders;
    expect(told('success')).toMatchObject([{ reported: 'success', amount: undefined }]);
    expect(told('failure')).toMatchObject([{ reported: undefined }]);
  });

  it('keeps no text that could be personal data', () => {
    const text = printLegacy([record('A1', { txnUuid: 'asha@upf', code: '919876543210' })]);
    const { orders } = parseLegacyOrders(text.replace('2.00', '2.0x'), NOW);
    expect(JSON.stringify(orders)).not.toMatch(/asha|9876543210/);
  });

  it('without ids gets some of its own, the same at every reading', () => {
    const text = '{"version":9,"orders":[{"orderId":"A1"}]}';
    const read = () => parseLegacyOrders(text, NOW).orders;
    expect(read()).toMatchObject([
      {
        orderId: 'A1',
        kind: 'pay',
        attempts: 1,
        attemptId: 'recovered:A1',
        requestId: 'recovered:A1',
      },
    ]);
    expect(read()).toEqual(read());
  });

  it('that is settled and yet submitted is pending', () => {
    const text = printLegacy([record('A1', { settled: true, status: 'submitted' })]);
    expect(parseLegacyOrders(text, NOW)).toMatchObject({
      orders: [{ status: 'pending', settled: false }],
      damaged: true,
    });
  });
});

describe('an order that is there twice', () => {
  const first = record('A1', { ...failed, foreignTxns: ['moz1'] });
  const second = record('A1', {
    attempts: 2,
    attemptId: 'second',
    requestId: 'r2',
    earlierRequestIds: ['request-A1'],
    foreignTxns: ['moz1'],
    foreignUnknown: false,
  });

  it.each([
    ['the open one last', [first, second]],
    ['the open one first', [second, first]],
  ])('is asked about, with everything known of both: %s', (_, both) => {
    const { orders, damaged } = parseLegacyOrders(printLegacy([...both, record('B2', paid)]), NOW);
    expect(damaged).toBe(true);
    expect(orders).toHaveLength(2);
    expect(orders).toContainEqual(record('B2', paid));
    const [order] = orders.filter(({ orderId }) => orderId === 'A1');
    expect(order).toMatchObject({
      status: 'pending',
      settled: false,
      attempts: 2,
      foreignTxns: ['moz1'],
      amount: '2.00',
    });
    expect([order?.requestId, ...(order?.earlierRequestIds ?? [])].sort()).toEqual([
      'r2',
      'request-A1',
    ]);
  });

  it('with two amounts has none', () => {
    const { orders } = parseLegacyOrders(printLegacy([first, { ...second, amount: '3.00' }]), NOW);
    expect(orders).toMatchObject([{ orderId: 'A1', amount: undefined }]);
  });

  it('because an old text was only partly written over, too', () => {
    const long = printLegacy([record('B2', paid), record('C3', paid), first]);
    const short = printLegacy([second]);
    const { orders } = parseLegacyOrders(short + long.slice(short.length), NOW);
    expect(orders).toContainEqual(expect.objectContaining({ orderId: 'A1', settled: false }));
  });
});

describe('orders of a newer version', () => {
  it('are found however they are kept', () => {
    const text = JSON.stringify({
      version: 7,
      byId: { A1: { kind: 'pay', orderId: 'A1', amount: '5.00', requestId: 'r1' } },
      more: [[{ orderId: 'B2', attempts: [{ requestId: 'r2' }] }]],
    });
    expect(parseLegacyOrders(text, NOW).orders).toMatchObject([
      { orderId: 'A1', amount: '5.00', requestId: 'r1', status: 'pending' },
      { orderId: 'B2', amount: undefined, status: 'pending' },
    ]);
  });

  it('are found in a text that is cut, and take nothing from each other', () => {
    const text =
      '{"version":7,"orders":[{"amount":"1.00","orderId":"A1"},{"amount":"2.00","orderId":"B2"},{"am';
    expect(parseLegacyOrders(text, NOW).orders).toMatchObject([
      { orderId: 'A1', amount: undefined },
      { orderId: 'B2', amount: undefined },
    ]);
  });
});
