import { describe, expect, it } from 'vitest';
import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { settled, shownAs, unsent } from '../../../machines/payment/record.js';
import type { PaymentContext } from '../../../machines/payment/types.js';
import { record } from '../../journal/support/records.js';
import { START } from '../support/chart.js';
import { contextOf, sdkOutcomeOf, serverStatusOf } from '../support/payment.js';

const LONG = defaultTimings.pollFor;

describe('an open order', () => {
  it('is the same record for as long as it looks the same', () => {
    const context = contextOf({}, { status: 'pending' });
    expect(shownAs(context, 'pending')).toBe(context.order);
    const verified = contextOf({ serverStatus: serverStatusOf('paid') }, { verified: true });
    expect(shownAs(verified, 'submitted')).toBe(verified.order);
  });

  it('is shown anew, with the time, when its status changes', () => {
    const context = contextOf({}, { status: 'submitted' });
    expect(shownAs(context, 'pending')).toEqual({
      ...context.order,
      status: 'pending',
      updatedAt: START,
    });
  });

  it('is shown anew when it is reopened, though its status stays', () => {
    const context = contextOf({}, { status: 'failure', settled: true });
    expect(shownAs(context, 'failure')).toEqual({
      ...context.order,
      settled: false,
      updatedAt: START,
    });
  });

  it('becomes verified with the word of the server, though its status stays', () => {
    const context = contextOf({ serverStatus: serverStatusOf('paid') }, { status: 'success' });
    expect(shownAs(context, 'success')).toEqual({
      ...context.order,
      verified: true,
      updatedAt: START,
    });
  });

  it.each<[what: string, known: Partial<PaymentContext>, order: Partial<OrderRecord>]>([
    ['by the word of the SDK', { sdkOutcome: sdkOutcomeOf('success'), canQueryStatus: false }, {}],
    [
      'without an amount of its own',
      { serverStatus: serverStatusOf('paid') },
      { amount: undefined },
    ],
    ['by a refund', { serverStatus: serverStatusOf('refunded') }, {}],
    ['by a failure of its own', { serverStatus: serverStatusOf('failed') }, {}],
  ])('is not verified %s', (_, known, order) => {
    expect(shownAs(contextOf(known, order), 'success').verified).toBe(false);
  });

  it('stays verified, whatever is said of it', () => {
    const context = contextOf({ serverStatus: serverStatusOf('open') }, { verified: true });
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
      { serverStatus: serverStatusOf('paid') },
      { problem: declined },
      { status: 'success', verified: true, paid: 'confirmed', problem: undefined },
    ],
    [
      'paid, by the word of the SDK alone',
      { sdkOutcome: sdkOutcomeOf('success'), canQueryStatus: false },
      { problem: declined },
      { status: 'success', verified: false, paid: 'reported', problem: undefined },
    ],
    [
      'paid, with no amount to compare, as was said before',
      { serverStatus: serverStatusOf('failed') },
      { amount: undefined, paid: 'confirmed' },
      { status: 'success', verified: false, paid: 'confirmed' },
    ],
    [
      'paid, where only the SDK had said so before',
      { serverStatus: serverStatusOf('paid') },
      { paid: 'reported' },
      { status: 'success', verified: true, paid: 'confirmed' },
    ],
    [
      'refunded',
      { serverStatus: serverStatusOf('refunded') },
      { paid: 'confirmed', problem: declined },
      { status: 'refunded', verified: true, paid: 'confirmed', problem: undefined },
    ],
    [
      'of another amount',
      { serverStatus: serverStatusOf('paid', { amount: '9.00' }) },
      { verified: true, problem: declined },
      { status: 'unresolved', verified: false, problem: declined },
    ],
  ])('is shown as %s', (_, known, order, shown) => {
    const context = contextOf(known, order);
    expect(settled(context)).toEqual({
      ...context.order,
      settled: true,
      updatedAt: START,
      ...shown,
    });
  });

  it.each([
    ['failure', 'declined'],
    ['payFailure', 'declined'],
    ['backPress', 'cancelled'],
    ['userAborted', 'cancelled'],
  ] as const)('that ended in %s names the reason: %s', (outcome, reason) => {
    const known = { sdkOutcome: sdkOutcomeOf(outcome), serverStatus: serverStatusOf('failed') };
    const context = contextOf(known, { code: 'Z9' });
    expect(settled(context)).toEqual({
      ...context.order,
      status: outcome,
      settled: true,
      verified: true,
      updatedAt: START,
      problem: { reason, code: 'Z9', retry: true },
    });
  });

  it.each<[what: string, known: Partial<PaymentContext>, order: Partial<OrderRecord>, is: boolean]>(
    [
      ['the amount of the order', { serverStatus: serverStatusOf('refunded') }, {}, true],
      ['no amount', { serverStatus: serverStatusOf('refunded', { amount: undefined }) }, {}, false],
      [
        'no amount, of an order that was verified before',
        { serverStatus: serverStatusOf('refunded', { amount: undefined }) },
        { verified: true },
        true,
      ],
      [
        'an amount that the order never had',
        { serverStatus: serverStatusOf('refunded') },
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
    const known = {
      sdkOutcome: sdkOutcomeOf(outcome),
      serverStatus: serverStatusOf('failed'),
      sdkProblem,
    };
    const cancelled = { reason: 'cancelled', code: 'Z9', retry: true };
    expect(settled(contextOf(known, { code: 'Z9' })).problem).toEqual(
      asTheSdk ? sdkProblem : cancelled,
    );
  });

  it('that the SDK alone called not paid is not verified', () => {
    const context = contextOf({ sdkOutcome: sdkOutcomeOf('failure'), canQueryStatus: false });
    expect(settled(context)).toMatchObject({ status: 'failure', settled: true, verified: false });
  });

  it('that the server showed no sign of for long is verified', () => {
    const known = {
      sdkOutcome: sdkOutcomeOf('failure'),
      serverStatus: serverStatusOf('untouched'),
    };
    const context = contextOf({ ...known, unseenFor: LONG });
    expect(settled(context)).toMatchObject({ status: 'failure', settled: true, verified: true });
  });

  it('is not made of an order in doubt', () => {
    const context = contextOf({
      sdkOutcome: sdkOutcomeOf('pending'),
      serverStatus: serverStatusOf('underway'),
    });
    expect(settled(context)).toBe(context.order);
  });

  it('that was never sent is a failure, and says that it was never sent', () => {
    const order = record('A1', { problem: declined, verified: false });
    expect(unsent(order, START)).toEqual({
      ...order,
      status: 'failure',
      settled: true,
      neverSent: true,
      updatedAt: START,
    });
  });
});
