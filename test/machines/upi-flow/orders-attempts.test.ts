import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { type MandateTerms, Secret } from '../../../core/protocol/index.js';
import { orderMayBeTried } from '../../../machines/upi-flow/command-needs.js';
import {
  attemptOf,
  canRetry,
  firstRecord,
  isRequestOver,
  orderInOtherSpelling,
  orderOfRequest,
  paymentInput,
  requestsOf,
} from '../../../machines/upi-flow/orders.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { serverStatusOf } from '../support/payment.js';
import {
  attemptFor,
  book,
  byId,
  checkoutFor,
  fakeClock,
  payFor,
  requestFor,
} from '../support/root.js';

const DAY = 24 * 60 * 60 * 1_000;
const NOW = 1_000 * DAY;
const clock = { now: () => NOW };

const mandate: MandateTerms = {
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: NOW,
  endDate: NOW + 100 * DAY,
};

describe('an order can be retried', () => {
  const requests = { A1: requestFor('A1') };

  it('when it ended unpaid, and it is known what with', () => {
    const order = record('A1', failed);
    expect(canRetry(book({ orders: byId(order), requests }), order)).toBe(true);
  });

  it.each<[string, OrderRecord]>([
    ['is open', record('A1')],
    ['is paid', record('A1', paid)],
    ['was called paid once', record('A1', { ...failed, paid: 'reported' })],
  ])('but not one that %s', (_, order) => {
    expect(canRetry(book({ orders: byId(order), requests }), order)).toBe(false);
  });

  it.each(['A1', 'constructor'])('but not %s, of which nothing is known to try with', (orderId) => {
    const order = record(orderId, failed);
    expect(canRetry(book({ orders: byId(order) }), order)).toBe(false);
  });
});

describe('what an order would be tried again with', () => {
  it('is over when it is a mandate of the past', () => {
    const requests = { A1: requestFor('A1', { mandate }), B2: requestFor('B2') };
    expect(isRequestOver(book({ requests }), 'A1', NOW)).toBe(false);
    expect(isRequestOver(book({ requests }), 'A1', NOW + 2 * DAY)).toBe(true);
    expect(isRequestOver(book({ requests }), 'A1', mandate.endDate)).toBe(true);
  });

  it('is never over when it is no mandate, or is not there', () => {
    const requests = { A1: requestFor('A1') };
    expect(isRequestOver(book({ requests }), 'A1', NOW)).toBe(false);
    expect(isRequestOver(book(), 'A1', NOW)).toBe(false);
    expect(isRequestOver(book(), 'constructor', NOW)).toBe(false);
  });

  it('is kept while the order is open, or ended unpaid', () => {
    const orders = byId(record('A1'), record('B2', failed));
    const requests = { A1: requestFor('A1'), B2: requestFor('B2') };
    expect(requestsOf(orders, requests)).toBe(requests);
  });

  it('is forgotten with the order, and once the order is paid', () => {
    const orders = byId(record('A1'), record('B2', paid));
    const kept = { A1: requestFor('A1') };
    const requests = { ...kept, B2: requestFor('B2'), constructor: requestFor('constructor') };
    expect(Object.keys(requestsOf(orders, requests))).toEqual(['A1']);
  });
});

describe('an attempt may be made', () => {
  it('for a new order', () => {
    expect(orderMayBeTried(book(), payFor('A1'))).toBe(true);
    expect(orderMayBeTried(book(), payFor('constructor'))).toBe(true);
  });

  it('for an order that ended unpaid', () => {
    const orders = byId(record('A1', failed));
    expect(orderMayBeTried(book({ orders }), payFor('A1'))).toBe(true);
  });

  it.each<[string, OrderRecord]>([
    ['open', record('A1')],
    ['pending', record('A1', { status: 'pending' })],
    ['paid', record('A1', paid)],
    ['refunded', record('A1', { status: 'refunded', settled: true })],
    ['unresolved', record('A1', { status: 'unresolved', settled: true })],
    ['one that was called paid', record('A1', { ...failed, paid: 'confirmed' })],
  ])('but not for an order that is %s', (_, order) => {
    expect(orderMayBeTried(book({ orders: byId(order) }), payFor('A1'))).toBe(false);
  });

  it('but not with a request that was used before, for whatever order', () => {
    const orders = byId(record('A1', { ...failed, earlierRequestIds: ['older'] }));
    for (const orderId of ['A1', 'B2']) {
      for (const requestId of ['request-A1', 'older']) {
        expect(
          orderMayBeTried(
            book({ orders }),
            payFor(orderId, { ids: { attemptId: 'a', requestId } }),
          ),
        ).toBe(false);
      }
    }
  });
});

describe('an order under another spelling', () => {
  it.each<[known: string, asked: string, isTwin: boolean]>([
    ['a1', 'A1', true],
    ['A1', 'a1', true],
    ['A1', 'A1', false],
    ['A1', 'B2', false],
  ])('%s is a twin of %s: %s', (known, asked, isTwin) => {
    const order = record(known, failed);
    const context = book({ orders: byId(record('C3'), order) });
    expect(orderInOtherSpelling(context, asked)).toBe(isTwin ? order : undefined);
    expect(orderMayBeTried(context, payFor(asked))).toBe(!isTwin);
  });
});

describe('the order of a request', () => {
  const order = record('B2', { requestId: 'last', earlierRequestIds: ['first', 'second'] });
  const context = book({ orders: byId(record('A1'), order) });

  it.each(['first', 'second', 'last'])('is found by the request %s', (requestId) => {
    expect(orderOfRequest(context, requestId)).toBe(order);
  });

  it('is none for a request of nobody, and for none', () => {
    expect(orderOfRequest(context, 'other')).toBeUndefined();
    expect(orderOfRequest(context, undefined)).toBeUndefined();
  });
});

describe('the actor of an order', () => {
  const order = record('A1');

  it('starts with nothing to send where only the order is known', () => {
    expect(paymentInput(book(), order)).toEqual({
      order,
      canQueryStatus: true,
      timings: defaultTimings,
      clock: fakeClock,
    });
    const { canQueryStatus } = paymentInput(book({ canQueryStatus: false }), order);
    expect(canQueryStatus).toBe(false);
  });

  it('starts with the attempt to send, or with what was read', () => {
    const attempt = attemptFor('A1');
    const serverStatus = serverStatusOf('paid');
    expect(paymentInput(book(), order, { attempt })).toMatchObject({ order, attempt });
    expect(paymentInput(book(), order, { serverStatus })).toMatchObject({ order, serverStatus });
  });
});

describe('the record of a new attempt', () => {
  it('is that of a first one for an order that nobody knows', () => {
    const attempt = attemptFor('A1', { kind: 'mandate', amount: '7.00' });
    expect(firstRecord(book({ clock }), attempt)).toEqual({
      orderId: 'A1',
      kind: 'mandate',
      amount: '7.00',
      status: 'authorizing',
      verified: false,
      settled: false,
      attempts: 1,
      attemptId: 'next-attempt-A1',
      requestId: 'next-A1',
      earlierRequestIds: [],
      at: NOW,
      updatedAt: NOW,
      paid: undefined,
      foreignTxns: [],
      foreignUnknown: false,
    });
  });

  it('remembers the attempts before it, and whose transactions are not its own', () => {
    const before = record('A1', {
      ...failed,
      attempts: 2,
      earlierRequestIds: ['first'],
      foreignTxns: ['t1'],
      txnUuid: 't2',
      reported: 'failure',
      code: 'U30',
      problem: { reason: 'declined', retry: true },
      paid: 'reported',
    });
    const next = firstRecord(book({ orders: byId(before), clock }), attemptFor('A1'));
    expect(next).toMatchObject({
      attempts: 3,
      requestId: 'next-A1',
      earlierRequestIds: ['first', 'request-A1'],
      foreignTxns: ['t1', 't2'],
      foreignUnknown: false,
      at: NOW,
      paid: 'reported',
    });
    expect(next.reported).toBeUndefined();
    expect(next.problem).toBeUndefined();
  });

  it('reckons with a transaction that was never named', () => {
    const orders = byId(record('A1', failed));
    expect(firstRecord(book({ orders }), attemptFor('A1')).foreignUnknown).toBe(true);
  });
});

describe('the attempt that a command asks for', () => {
  const ids = { attemptId: 'second', requestId: 'other' };

  it('is none without ids of its own, and without an order', () => {
    expect(attemptOf(book(), payFor('A1', { ids: undefined }))).toBeUndefined();
    expect(attemptOf(book(), payFor('A1', { order: undefined }))).toBeUndefined();
  });

  it.each([
    ['pay', 'pay'],
    ['mandate.create', 'mandate'],
  ] as const)('by %s has its request to sign', (type, kind) => {
    const event = payFor('A1', { type });
    const { request } = event;
    const attempt = { orderId: 'A1', amount: '2.00', kind, request, ...event.ids };
    expect(attemptOf(book(), event)).toEqual(attempt);
  });

  it('by checkout is signed already', () => {
    const signed = new Secret({ requestId: 's-1' });
    const event = { ...checkoutFor('A1'), signed };
    const attempt = { orderId: 'A1', amount: '2.00', kind: 'checkout', signed, ...event.ids };
    expect(attemptOf(book(), event)).toEqual(attempt);
  });

  it('by order.retry asks for the same under new ids', () => {
    const order = record('A1', { ...failed, kind: 'mandate', amount: '9.00' });
    const request = requestFor('A1');
    const context = book({ orders: byId(order), requests: { A1: request } });
    const attempt = attemptOf(context, { type: 'order.retry', orderId: 'A1', at: NOW, ids });
    expect(attempt).toEqual({ orderId: 'A1', ...ids, kind: 'mandate', amount: '9.00', request });
    expect(attempt?.request).toBe(request);
  });

  it.each(['A1', 'constructor'])(
    'by order.retry of %s, which nobody knows, asks for nothing',
    (orderId) => {
      expect(attemptOf(book(), { type: 'order.retry', orderId, at: NOW, ids })).toEqual({
        orderId,
        ...ids,
        kind: 'pay',
        amount: undefined,
        request: undefined,
      });
    },
  );
});
