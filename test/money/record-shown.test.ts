import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../core/model/order.js';
import { defaultTimings } from '../../core/model/timings.js';
import { settled, shownAs, unsent } from '../../machines/payment/record.js';
import type { PaymentContext } from '../../machines/payment/types.js';
import { contextOf, NOW, orderOf, readingOf, reportOf } from './support/payment-context.js';

const LONG = defaultTimings.pollFor;

describe('an open order', () => {
  it('is the same record for as long as it looks the same', () => {
    const context = contextOf({}, { status: 'pending' });
    expect(shownAs(context, 'pending')).toBe(context.order);
    const verified = contextOf({ reading: readingOf('paid') }, { verified: true });
    expect(shownAs(verified, 'submitted')).toBe(verified.order);
  });

  it('is shown anew, with the time, when its status changes', () => {
    const context = contextOf({}, { status: 'submitted' });
    expect(shownAs(context, 'pending')).toEqual({
      ...context.order,
      status: 'pending',
      updatedAt: NOW,
    });
  });

  it('is shown anew when it is reopened, though its status stays', () => {
    const context = contextOf({}, { status: 'failure', settled: true });
    expect(shownAs(context, 'failure')).toEqual({
      ...context.order,
      settled: false,
      updatedAt: NOW,
    });
  });

  it('becomes verified with the word of the server, though its status stays', () => {
    const context = contextOf({ reading: readingOf('paid') }, { status: 'success' });
    expect(shownAs(context, 'success')).toEqual({
      ...context.order,
      verified: true,
      updatedAt: NOW,
    });
  });

  it.each<[what: string, known: Partial<PaymentContext>, order: Partial<OrderRecord>]>([
    ['by the word of the SDK', { report: reportOf('success'), canQueryStatus: false }, {}],
    ['without an amount of its own', { reading: readingOf('paid') }, { amount: undefined }],
    ['by a refund', { reading: readingOf('refunded') }, {}],
    ['by a failure of its own', { reading: readingOf('failed') }, {}],
  ])('is not verified %s', (_, known, order) => {
    expect(shownAs(contextOf(known, order), 'success').verified).toBe(false);
  });

  it('stays verified, whatever is said of it', () => {
    const context = contextOf({ reading: readingOf('open') }, { verified: true });
    expect(shownAs(context, 'pending').verified).toBe(true);
  });
});

describe('a settled order', () => {
  type Row = [
    what: string,
    known: Partial<PaymentContext>,
    order: Partial<OrderRecord>,
    shown: Partial<OrderRecord>,
  ];
  const declined = { reason: 'declined', retry: true } as const;

  it.each<Row>([
    [
      'paid, by the word of the server',
      { reading: readingOf('paid') },
      { problem: declined },
      { status: 'success', verified: true, paid: 'confirmed', problem: undefined },
    ],
    [
      'paid, by the word of the SDK alone',
      { report: reportOf('success'), canQueryStatus: false },
      { problem: declined },
      { status: 'success', verified: false, paid: 'reported', problem: undefined },
    ],
    [
      'paid, with no amount to compare, as was said before',
      { reading: readingOf('failed') },
      { amount: undefined, paid: 'confirmed' },
      { status: 'success', verified: false, paid: 'confirmed' },
    ],
    [
      'paid, where only the SDK had said so before',
      { reading: readingOf('paid') },
      { paid: 'reported' },
      { status: 'success', verified: true, paid: 'confirmed' },
    ],
    [
      'refunded',
      { reading: readingOf('refunded') },
      { paid: 'confirmed', problem: declined },
      { status: 'refunded', verified: true, paid: 'confirmed', problem: undefined },
    ],
    [
      'of another amount',
      { reading: readingOf('paid', { amount: '9.00' }) },
      { verified: true, problem: declined },
      { status: 'unresolved', verified: false, problem: declined },
    ],
  ])('is shown as %s', (_, known, order, shown) => {
    const context = contextOf(known, order);
    expect(settled(context)).toEqual({
      ...context.order,
      settled: true,
      updatedAt: NOW,
      ...shown,
    });
  });

  it.each([
    ['failure', 'declined'],
    ['payFailure', 'declined'],
    ['backPress', 'cancelled'],
    ['userAborted', 'cancelled'],
  ] as const)('that ended in %s names the reason: %s', (outcome, reason) => {
    const known = { report: reportOf(outcome), reading: readingOf('failed') };
    const context = contextOf(known, { code: 'Z9' });
    expect(settled(context)).toEqual({
      ...context.order,
      status: outcome,
      settled: true,
      verified: true,
      updatedAt: NOW,
      problem: { reason, code: 'Z9', retry: true },
    });
  });

  it.each<[what: string, known: Partial<PaymentContext>, order: Partial<OrderRecord>, is: boolean]>(
    [
      ['the amount of the order', { reading: readingOf('refunded') }, {}, true],
      ['no amount', { reading: readingOf('refunded', { amount: undefined }) }, {}, false],
      [
        'no amount, of an order that was verified before',
        { reading: readingOf('refunded', { amount: undefined }) },
        { verified: true },
        true,
      ],
      [
        'an amount that the order never had',
        { reading: readingOf('refunded') },
        { amount: undefined },
        false,
      ],
    ],
  )('that the server called refunded with %s is verified: %4$s', (_, known, order, isVerified) => {
    expect(settled(contextOf(known, order))).toMatchObject({
      status: 'refunded',
      verified: isVerified,
    });
  });

  it.each([
    ['failure', true],
    ['payFailure', true],
    ['backPress', false],
    ['userAborted', false],
  ] as const)('that ended in %s says why as the SDK did: %s', (outcome, asTheSdk) => {
    const sdkProblem = { reason: 'integration', code: 'JP_001', retry: false } as const;
    const known = { report: reportOf(outcome), reading: readingOf('failed'), sdkProblem };
    const cancelled = { reason: 'cancelled', code: 'Z9', retry: true };
    expect(settled(contextOf(known, { code: 'Z9' })).problem).toEqual(
      asTheSdk ? sdkProblem : cancelled,
    );
  });

  it('that the SDK alone called not paid is not verified', () => {
    const context = contextOf({ report: reportOf('failure'), canQueryStatus: false });
    expect(settled(context)).toMatchObject({ status: 'failure', settled: true, verified: false });
  });

  it('that the server showed no sign of for long is verified', () => {
    const known = { report: reportOf('failure'), reading: readingOf('untouched') };
    const context = contextOf({ ...known, unseenFor: LONG });
    expect(settled(context)).toMatchObject({ status: 'failure', settled: true, verified: true });
  });

  it('is not made of an order in doubt', () => {
    const context = contextOf({ report: reportOf('pending'), reading: readingOf('underway') });
    expect(settled(context)).toBe(context.order);
  });

  it('that was never sent is a failure, and says that it was never sent', () => {
    const order = orderOf({ problem: declined, verified: false });
    expect(unsent(order, NOW)).toEqual({
      ...order,
      status: 'failure',
      settled: true,
      neverSent: true,
      updatedAt: NOW,
    });
  });
});
