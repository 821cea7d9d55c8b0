import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import type { Outcome, ServerStatus } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/payment/machine.js';
import { record } from '../../journal/support/records.js';
import { settle } from '../support/chart.js';
import {
  ATTEMPT,
  answerOf,
  KNOWN,
  type Payment,
  paymentUnderParent,
  sentPayment,
  serverStatusOf,
} from '../support/payment.js';

const NEW = serverStatusOf('untouched');
const REFUSED = new ProblemError({ reason: 'authorizeFailed', retry: false });

/** The news that an order looks as it does now. */
function changed({ order }: Payment): readonly object[] {
  return [{ type: 'order.changed', order: order() }];
}

describe('what the parent of a payment is told', () => {
  it('is every status of an order, from the signature to the confirmed success', () => {
    const payment = paymentUnderParent();
    expect(payment.order()).toMatchObject({ status: 'authorizing', settled: false });
    expect(payment.told()).toEqual(changed(payment));
    payment.signs();
    payment.serverSays(NEW);
    expect(payment.told()).toEqual([]);
    payment.claims();
    expect(payment.order()).toMatchObject({ status: 'submitted', settled: false });
    expect(payment.told()).toEqual(changed(payment));
    payment.clock.at += 500;
    payment.send({ type: 'attempt.answered', answer: answerOf('success') });
    expect(payment.order()).toMatchObject({
      status: 'success',
      settled: false,
      verified: false,
      updatedAt: 1_500,
    });
    expect(payment.told()).toEqual(changed(payment));
    payment.serverSays(serverStatusOf('paid'));
    expect(payment.order()).toMatchObject({ status: 'success', settled: true, verified: true });
    expect(payment.told()).toEqual(changed(payment));
  });

  it.each<[Outcome, ServerStatus, string]>([
    ['failure', serverStatusOf('failed'), 'failure'],
    ['payFailure', serverStatusOf('failed'), 'payFailure'],
    ['backPress', serverStatusOf('failed'), 'backPress'],
    ['userAborted', serverStatusOf('failed'), 'userAborted'],
    ['failure', serverStatusOf('paid'), 'success'],
    ['failure', serverStatusOf('refunded'), 'refunded'],
    ['success', serverStatusOf('paid', { amount: '9.00' }), 'unresolved'],
  ])('is the end after %s and %o: %s', (word, serverStatus, end) => {
    const payment = sentPayment();
    payment.clock.at += 700;
    payment.send({ type: 'attempt.answered', answer: answerOf(word) });
    payment.told();
    payment.clock.at += 300;
    payment.serverSays(serverStatus);
    expect(payment.at()).toBe(end);
    expect(payment.order()).toMatchObject({ status: end, settled: true, updatedAt: 2_000 });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('is that nothing was sent, and why, when nothing was signed', () => {
    const payment = paymentUnderParent();
    payment.serverSays(NEW);
    payment.told();
    payment.clock.at += 500;
    payment.signs(REFUSED);
    expect(payment.at()).toBe('notSent');
    expect(payment.order()).toMatchObject({
      status: 'failure',
      settled: true,
      neverSent: true,
      problem: { reason: 'authorizeFailed', retry: false },
      updatedAt: 1_500,
    });
    expect(payment.told()).toEqual(changed(payment));
    expect(payment.sent()).toEqual([]);
  });

  it('is that nothing was sent, and why, when nothing could be written', () => {
    const payment = paymentUnderParent();
    payment.signs();
    payment.serverSays(NEW);
    payment.told();
    payment.claims(new ProblemError({ reason: 'storageFailed', retry: true }));
    expect(payment.at()).toBe('notSent');
    expect(payment.order()).toMatchObject({
      status: 'failure',
      neverSent: true,
      problem: { reason: 'storageFailed', retry: true },
    });
    expect(payment.told()).toEqual(changed(payment));
    expect(payment.sent()).toEqual([]);
  });

  it('is that nothing was sent, and why, when the call was never made', () => {
    const payment = sentPayment();
    payment.clock.at += 500;
    payment.send({ type: 'attempt.unsent' });
    expect(payment.order()).toMatchObject({
      status: 'failure',
      settled: true,
      neverSent: true,
      problem: { reason: 'notReady', retry: true },
      updatedAt: 1_500,
    });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('is how the order ended elsewhere, when that is written already', () => {
    const existing = record('A1', { attemptId: 'theirs', status: 'success', settled: true });
    const payment = paymentUnderParent();
    payment.signs();
    payment.serverSays(NEW);
    payment.told();
    payment.claims({ claimed: false, existing });
    expect(payment.told()).toEqual([{ type: 'order.changed', order: existing }]);
  });

  it('is that an order another flow sent is pending here', () => {
    const existing = record('A1', { attemptId: 'theirs' });
    const payment = paymentUnderParent();
    payment.signs();
    payment.serverSays(NEW);
    payment.told();
    payment.clock.at += 500;
    payment.claims({ claimed: false, existing });
    expect(payment.order()).toEqual({ ...existing, status: 'pending', updatedAt: 1_500 });
    expect(payment.told()).toEqual(changed(payment));
    expect(payment.sent()).toEqual([{ order: existing, signed: undefined }]);
  });

  it('is that the order is pending, when the storage refuses it and says nothing more', () => {
    const payment = paymentUnderParent();
    payment.signs();
    payment.serverSays(NEW);
    payment.told();
    payment.claims({ claimed: false });
    expect(payment.at()).toBe('open.pending.waiting');
    expect(payment.order()).toMatchObject({ status: 'pending', settled: false });
    expect(payment.told()).toEqual(changed(payment));
    expect(payment.sent()).toMatchObject([{ signed: undefined }]);
  });

  it('is "pending" once the SDK does not know', () => {
    const payment = sentPayment();
    payment.clock.at += 500;
    payment.send({ type: 'attempt.unsure' });
    expect(payment.order()).toMatchObject({ status: 'pending', updatedAt: 1_500 });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('is "submitted" still, while "not paid" is confirmed', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('failure') });
    expect(payment.order()).toMatchObject({ status: 'submitted', reported: 'failure' });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('is "pending", no longer "not paid", while another word is confirmed', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('failure') });
    payment.serverSays(NEW);
    expect(payment.order()).toMatchObject({ status: 'failure', settled: false });
    payment.told();
    payment.clock.at += 500;
    payment.send({ type: 'attempt.answered', answer: answerOf('backPress') });
    expect(payment.order()).toMatchObject({ status: 'pending', updatedAt: 1_500 });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('is what came with the order that was looked up again', () => {
    const serverStatus = serverStatusOf('underway', { txnUuid: 't9' });
    const payment = paymentUnderParent({ ...KNOWN, serverStatus });
    expect(payment.order()).toMatchObject({ status: 'pending', txnUuid: 't9' });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('is that an order that had failed is signed anew', () => {
    const order = record('A1', { status: 'failure', settled: true, at: 0, updatedAt: 0 });
    const payment = paymentUnderParent({ order });
    expect(payment.order()).toEqual({
      ...order,
      status: 'authorizing',
      settled: false,
      updatedAt: 1_000,
    });
    expect(payment.told()).toEqual(changed(payment));
  });
});

describe('a late word about an earlier request', () => {
  it('that says "paid" is told while the SDK has the screen, and disturbs nothing', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.late', moneyStatus: 'paid' });
    expect(payment.at()).toBe('open.submitted');
    expect(payment.order()).toMatchObject({ status: 'submitted', paid: 'reported' });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('that leaves doubt changes nothing of the record', () => {
    const payment = sentPayment();
    const before = payment.order();
    payment.send({ type: 'attempt.late', moneyStatus: 'open' });
    expect(payment.order()).toBe(before);
  });

  it('has the server asked at once about an order that waits', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.unsure' });
    expect(payment.at()).toBe('open.pending.waiting');
    payment.told();
    payment.send({ type: 'attempt.late', moneyStatus: 'paid' });
    expect(payment.at()).toBe('open.pending.checking');
    expect(payment.order()).toMatchObject({ status: 'pending', paid: 'reported' });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('is a success, for now, where nobody can be asked', () => {
    const payment = sentPayment({ canQueryStatus: false });
    payment.send({ type: 'attempt.unsure' });
    expect(payment.order().status).toBe('pending');
    payment.told();
    payment.send({ type: 'attempt.late', moneyStatus: 'paid' });
    expect(payment.at()).toBe('open.pending.parked');
    expect(payment.actor.getSnapshot().value).toEqual({ open: { pending: 'parked' } });
    expect(payment.order()).toMatchObject({ status: 'success', settled: false, verified: false });
    expect(payment.told()).toEqual(changed(payment));
  });

  it('that says "not paid" takes nothing from what the server said', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('failure') });
    payment.serverSays(NEW);
    expect(payment.order().status).toBe('failure');
    payment.send({ type: 'attempt.late', moneyStatus: 'notPaid' });
    expect(payment.at()).toBe('open.pending.checking');
    expect(payment.order()).toMatchObject({ status: 'failure', settled: false });
  });

  it('that says otherwise makes the server’s last word count no more', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('failure') });
    payment.serverSays(NEW);
    payment.send({ type: 'attempt.late', moneyStatus: 'open' });
    expect(payment.at()).toBe('open.pending.checking');
    expect(payment.order()).toMatchObject({ status: 'pending', settled: false });
  });
});

describe('a status that nobody knows, at the look before an attempt is sent', () => {
  const unclear = { type: 'order.unclear', orderId: 'A1' };
  const message = 'orderStatus: The status is no word of Juspay that is known.';
  const problem = { reason: 'integration', field: 'status', message, retry: false };

  it.each([
    ['A_NEW_WORD', 'A_NEW_WORD'],
    ['OK', 'OK'],
    ['X'.repeat(40), 'X'.repeat(40)],
    ['X'.repeat(41), undefined],
    ['X', undefined],
    ['_X', undefined],
    ['xCHARGED', undefined],
    ['CHARGEDx', undefined],
    ['Asha Rao', undefined],
    ['', undefined],
  ])('is told, and never what may be private in it: %j', (word, code) => {
    const payment = paymentUnderParent();
    payment.told();
    payment.serverSays(serverStatusOf('open', { word }));
    expect(payment.told()).toEqual([{ ...unclear, problem: { ...problem, code } }]);
    expect(payment.at()).toBe('unsent.attempt.signing look.looked');
  });

  it('is not told of a word that is known', () => {
    for (const serverStatus of [NEW, serverStatusOf('failed')]) {
      const payment = paymentUnderParent();
      payment.told();
      payment.serverSays(serverStatus);
      expect(payment.told()).toEqual([]);
    }
  });
});

describe('a payment without a parent', () => {
  it.each<[string, ServerStatus | Error]>([
    ['an unknown word', serverStatusOf('open', { word: 'A_NEW_WORD' })],
    ['no answer', new ProblemError({ reason: 'orderStatusFailed', retry: true })],
  ])('tells neither anybody else nor itself of %s', (_, answer) => {
    const events: string[] = [];
    const payment = paymentUnderParent({ parent: undefined });
    payment.actor.system.inspect((inspected) => {
      if (inspected.type === '@xstate.event') events.push(inspected.event.type);
    });
    payment.serverSays(answer);
    payment.signs();
    payment.claims();
    expect(payment.at()).toBe('open.submitted');
    expect(events.filter((type) => type.startsWith('order.'))).toEqual([]);
  });
});

describe('a payment that nothing was supplied for', () => {
  it('ends unsent, at the time of its order', async () => {
    const order = record('A1', { at: 700 });
    const clock = { now: () => 700 };
    const input = { order, attempt: ATTEMPT, canQueryStatus: true, timings: defaultTimings, clock };
    const actor = createActor(paymentMachine, { input }).start();
    await settle();
    expect(actor.getSnapshot().context.order).toMatchObject({ neverSent: true, updatedAt: 700 });
  });
});
