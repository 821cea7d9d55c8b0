import { describe, expect, it } from 'vitest';
import { ProblemError, type ProblemReason } from '../../../core/model/problem.js';
import type { ServerStatus } from '../../../core/protocol/index.js';
import { mistakeIn, statusFailure } from '../../../machines/payment/status-mistakes.js';
import { record } from '../../journal/support/records.js';
import { answerOf, paymentUnderParent, sentPayment, serverStatusOf } from '../support/payment.js';

/** What is said of an answer about A1, for two rupees. */
const said = (serverStatus: ServerStatus) => {
  const problem = mistakeIn(record('A1', { amount: '2.00' }), serverStatus);
  return problem === undefined ? undefined : `${problem.field}: ${problem.message}`;
};
const silent = (about?: ServerStatus['about']): ServerStatus => ({
  moneyStatus: 'silent',
  word: '',
  about,
});

describe('a mistake in an answer of orderStatus', () => {
  it.each<[ServerStatus, string]>([
    [silent('txn'), 'status: orderStatus: It is a transaction without a status.'],
    [silent('mandate'), 'status: orderStatus: It is a mandate, and says nothing about the order.'],
    [
      silent('notification'),
      'status: orderStatus: It is a notification, and says nothing about the order.',
    ],
    [silent('refund'), 'status: orderStatus: It is a refund, and says nothing about the order.'],
    [silent('session'), 'status: orderStatus: It is a session, and says nothing about the order.'],
    [
      silent('unknown'),
      'status: orderStatus: It is no order status, no transaction and no webhook with one.',
    ],
    [
      silent(),
      'status: orderStatus: It is no order status, no transaction and no webhook with one.',
    ],
    [
      serverStatusOf('paid', { orderId: undefined }),
      'orderId: orderStatus: The answer does not name the order.',
    ],
    [
      serverStatusOf('paid', { orderId: 'B2' }),
      'orderId: orderStatus: The answer names another order than was asked about.',
    ],
    [serverStatusOf('open'), 'status: orderStatus: The status is no word of Juspay that is known.'],
    [
      serverStatusOf('paid', { currency: 'USD' }),
      'currency: orderStatus: UPI pays in INR and nothing else.',
    ],
    [
      serverStatusOf('paid', { amount: undefined }),
      'amount: orderStatus: A paid status is believed only with the amount.',
    ],
  ])('%o is said as what it is', (serverStatus, message) => {
    expect(said(serverStatus)).toBe(message);
  });

  it.each<[ServerStatus]>([
    [serverStatusOf('paid')],
    [serverStatusOf('paid', { orderId: 'a1' })],
    [serverStatusOf('paid', { currency: 'INR' })],
    [serverStatusOf('failed', { amount: undefined })],
    [serverStatusOf('untouched', { amount: undefined })],
    [serverStatusOf('underway')],
    [serverStatusOf('refunded')],
  ])('is none in %o', (serverStatus) => {
    expect(said(serverStatus)).toBeUndefined();
  });

  it('is none without the amount of an order that has none', () => {
    const order = record('A1', { kind: 'checkout', amount: undefined });
    expect(mistakeIn(order, serverStatusOf('paid', { amount: undefined }))).toBeUndefined();
  });

  it.each([
    ['SUCCESS', 'SUCCESS'],
    ['PAID_OUT', 'PAID_OUT'],
    ['paid', undefined],
    ['A', undefined],
    ['_A', undefined],
    ['AB9', undefined],
    ['A'.repeat(40), 'A'.repeat(40)],
    ['A'.repeat(41), undefined],
  ])('has the word %s for its code: %s', (word, code) => {
    expect(mistakeIn(record('A1'), serverStatusOf('open', { word }))).toEqual({
      reason: 'integration',
      field: 'status',
      code,
      message: 'orderStatus: The status is no word of Juspay that is known.',
      retry: false,
    });
  });

  it.each<[ProblemReason, boolean]>([
    ['orderStatusFailed', true],
    ['timeout', false],
    ['offline', false],
  ])('is that it could not be asked: %s, %s', (reason, isTold) => {
    const error = new ProblemError({ reason, retry: true, message: 'no' });
    const problem = { reason, retry: true, message: 'no' };
    expect(statusFailure(error)).toEqual(isTold ? problem : undefined);
  });
});

describe('while the SDK owns the screen', () => {
  it('a reading without a payment status is told, and the attempt goes on', () => {
    const payment = sentPayment();
    const serverStatus: ServerStatus = {
      moneyStatus: 'silent',
      word: '',
      about: 'mandate',
      mandate: 'active',
    };
    payment.send({ type: 'order.inform', orderId: 'A1', serverStatus });
    expect(payment.at()).toBe('open.submitted');
    expect(payment.told()).toEqual([{ type: 'order.changed', order: payment.order() }]);
  });

  it('a status other than paid is ignored', () => {
    const payment = sentPayment();
    payment.send({
      type: 'order.inform',
      orderId: 'A1',
      serverStatus: serverStatusOf('failed'),
    });
    expect(payment.at()).toBe('open.submitted');
    expect(payment.told()).toEqual([]);
    expect(payment.sent()).toHaveLength(1);
  });
});

describe('a server that could not be asked', () => {
  const failed = { reason: 'orderStatusFailed', retry: true, message: 'no' } as const;

  it('before an attempt is sent is told, and the attempt goes on', () => {
    const payment = paymentUnderParent();
    payment.told();
    payment.serverSays(new ProblemError(failed));
    const { problem } = new ProblemError(failed);
    expect(payment.told()).toEqual([{ type: 'order.unclear', orderId: 'A1', problem }]);
    payment.signs();
    payment.claims();
    expect(payment.at()).toBe('open.submitted');
  });

  it('because of a timeout is not told', () => {
    const payment = paymentUnderParent();
    payment.told();
    payment.serverSays(new ProblemError({ ...failed, reason: 'timeout' }));
    expect(payment.told()).toEqual([]);
  });
});

describe('while an order is being found out', () => {
  const unclear = { type: 'order.unclear', orderId: 'A1' };
  const failed = { reason: 'orderStatusFailed', retry: true, message: 'no' } as const;
  const unknown = {
    reason: 'integration',
    field: 'status',
    code: 'A_NEW_WORD',
    message: 'orderStatus: The status is no word of Juspay that is known.',
    retry: false,
  };
  const answers: readonly (readonly [string, ServerStatus | Error, object])[] = [
    ['an unknown word', serverStatusOf('open', { word: 'A_NEW_WORD' }), unknown],
    ['no answer', new ProblemError(failed), failed],
  ];

  it.each(answers)('%s is told when the SDK has answered', (_, answer, problem) => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('success') });
    expect(payment.at()).toBe('open.confirming');
    payment.told();
    payment.serverSays(answer);
    expect(payment.told()).toContainEqual({ ...unclear, problem });
  });

  it.each(answers)('%s is told when a pending order is asked about', (_, answer, problem) => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('pending') });
    payment.passDeadline();
    expect(payment.at()).toBe('open.pending.checking');
    payment.told();
    payment.serverSays(answer);
    expect(payment.told()).toContainEqual({ ...unclear, problem });
  });

  it('a word about its mandate is taken while the SDK owns the screen', () => {
    const payment = sentPayment({
      order: record('A1', {
        kind: 'mandate',
        status: 'authorizing',
        mandate: { status: 'pending' },
      }),
    });
    const serverStatus: ServerStatus = {
      moneyStatus: 'silent',
      word: '',
      about: 'mandate',
      mandate: 'ACTIVE',
    };
    payment.send({
      type: 'order.inform',
      orderId: 'A1',
      serverStatus: { ...serverStatus, orderId: 'A1' },
    });
    expect(payment.at()).toBe('open.submitted');
    expect(payment.order().mandate).toMatchObject({ status: 'active' });
    expect(payment.told()).toEqual([{ type: 'order.changed', order: payment.order() }]);
  });

  it('the reason of the SDK outlasts an answer that names none', () => {
    const payment = sentPayment();
    const problem = { reason: 'declined', code: 'ZM', retry: true } as const;
    payment.send({ type: 'attempt.answered', answer: answerOf('payFailure', { problem }) });
    payment.send({ type: 'attempt.answered', answer: answerOf('failure') });
    payment.serverSays(serverStatusOf('failed'));
    expect(payment.order()).toMatchObject({ settled: true, problem });
  });
});
