import { describe, expect, it } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { paymentMachine } from '../../../machines/payment/machine.js';
import type { NewAttempt, PaymentEvent } from '../../../machines/payment/types.js';
import { record } from '../../journal/support/records.js';
import {
  ATTEMPT,
  answerOf,
  KNOWN,
  type Payment,
  paymentUnderParent,
  SIGNED,
  sentPayment,
  serverStatusOf,
} from '../support/payment.js';

const NEW = serverStatusOf('untouched');
const DOWN = new Error('down');
const REFUSED = new ProblemError({ reason: 'authorizeFailed', retry: true });
const POLITE = { orderId: 'A1', urgent: false };
const LOOK = { orderId: 'A1', urgent: true };

function statesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(statesOf)];
}

describe('what a payment waits for', () => {
  it('is tagged waiting in every state that invokes an actor, and in no other', () => {
    const leaves = statesOf(paymentMachine.root).filter((node) => node.type === 'atomic');
    const names = (nodes: readonly AnyStateNode[]) => nodes.map(({ id }) => id);
    const asking = leaves.filter(({ invoke }) => invoke.length > 0);
    expect(names(leaves.filter(({ tags }) => tags.includes('waiting')))).toEqual(names(asking));
    expect(asking).toHaveLength(10);
  });

  it('is the signature and the status look, side by side', () => {
    const payment = paymentUnderParent();
    expect(payment.at()).toBe('unsent.attempt.signing look.checkingStatus');
    expect(payment.running()).toEqual({ authorize: { attempt: ATTEMPT }, lookBefore: LOOK });
  });

  it('is the status look before sending, for a bounded time, once it is signed', () => {
    const payment = paymentUnderParent();
    payment.clock.at += 700;
    payment.signs();
    expect(payment.at()).toBe('unsent.attempt.signed look.checkingStatus');
    const lookDeadline = { at: 1_700 + defaultTimings.lookBefore, isPatient: true };
    expect(payment.running()).toEqual({ lookDeadline, lookBefore: LOOK });
  });

  it('is the status look, for as short a time, once the SDK was terminated', () => {
    const payment = paymentUnderParent();
    payment.clock.at += 700;
    payment.send({ type: 'sdk.terminated' });
    expect(payment.at()).toBe('unsent.attempt.refused look.checkingStatus');
    const refusedDeadline = { at: 1_700 + defaultTimings.lookBefore, isPatient: true };
    expect(payment.running()).toEqual({ refusedDeadline, lookBefore: LOOK });
    payment.passDeadline();
    expect(payment.at()).toBe('notSent');
    expect(payment.running()).toEqual({});
  });

  it('is the signature alone, when the status look failed', () => {
    const payment = paymentUnderParent();
    payment.serverSays(DOWN);
    expect(payment.at()).toBe('unsent.attempt.signing look.looked');
    expect(payment.running()).toEqual({ authorize: { attempt: ATTEMPT } });
    expect(payment.order().foreignUnknown).toBe(true);
  });

  it('is a second, then two, then four, before it is signed again', () => {
    const timings = { ...defaultTimings, authorizeAttempts: 4 };
    const payment = paymentUnderParent({ timings, canQueryStatus: false });
    for (const backoff of [1_000, 2_000, 4_000]) {
      payment.clock.at += 300;
      payment.signs(REFUSED);
      expect(payment.at()).toBe('unsent.attempt.backingOff look.looked');
      expect(Object.keys(payment.running())).toEqual(['authorizeBackoff']);
      expect(payment.left()).toBe(backoff);
      payment.passDeadline();
      expect(payment.at()).toBe('unsent.attempt.signing look.looked');
    }
    payment.signs(REFUSED);
    expect(payment.at()).toBe('notSent');
    expect(payment.order().problem).toEqual({ reason: 'authorizeFailed', retry: true });
  });

  it('is the storage, with all that the look named', () => {
    const payment = paymentUnderParent();
    payment.signs();
    payment.serverSays(serverStatusOf('failed', { txnUuid: 't9' }));
    expect(payment.at()).toBe('unsent.attempt.recording look.looked');
    expect(payment.order().foreignTxns).toEqual(['t9']);
    expect(payment.running()).toEqual({ claimAttempt: { order: payment.order() } });
  });

  it('is the storage and the look still, when the look is slow', () => {
    const payment = paymentUnderParent();
    payment.signs();
    payment.passDeadline();
    expect(payment.at()).toBe('unsent.attempt.recording look.checkingStatus');
    expect(payment.running()).toEqual({
      claimAttempt: { order: payment.order() },
      lookBefore: LOOK,
    });
  });

  it('is the SDK, for as long as it may have the screen', () => {
    const payment = paymentUnderParent();
    payment.signs();
    payment.serverSays(NEW);
    const claimed = payment.order();
    payment.clock.at += 700;
    payment.claims();
    expect(payment.running()).toEqual({
      attempt: { order: claimed, signed: SIGNED },
      processDeadline: { at: 1_700 + defaultTimings.process },
    });
    expect(payment.sent()).toEqual([{ order: claimed, signed: SIGNED }]);
  });

  it('is what the server says of the answer; the SDK may say more', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('failure') });
    expect(payment.at()).toBe('open.confirming');
    const { attempt, ...asked } = payment.running();
    expect(attempt).toBeDefined();
    expect(asked).toEqual({ confirmStatus: POLITE });
  });

  it('is the next status poll, and its answer', () => {
    const payment = sentPayment();
    payment.clock.at += 700;
    payment.send({ type: 'attempt.unsure' });
    const waiting = payment.running();
    expect(waiting).toMatchObject({ pollDeadline: { at: 1_700 + defaultTimings.pollFirst } });
    expect(Object.keys(waiting)).toEqual(['attempt', 'pollDeadline']);
    payment.passDeadline();
    expect(payment.at()).toBe('open.pending.checking');
    const { attempt, ...asked } = payment.running();
    expect(asked).toEqual({ pollStatus: POLITE });
  });

  it('is the SDK alone, where nobody can be asked', () => {
    const payment = sentPayment({ canQueryStatus: false });
    payment.send({ type: 'attempt.unsure' });
    expect(payment.at()).toBe('open.pending.parked');
    expect(Object.keys(payment.running())).toEqual(['attempt']);
  });

  it('is no signature for a checkout session that the merchant’s server made', () => {
    const attempt: NewAttempt = { ...ATTEMPT, kind: 'checkout', signed: SIGNED };
    const payment = paymentUnderParent({ attempt, canQueryStatus: false });
    expect(Object.keys(payment.running())).toEqual(['claimAttempt']);
    payment.claims();
    expect(payment.sent()).toMatchObject([{ signed: SIGNED }]);
  });
});

describe('an order that waits for its next question', () => {
  const come: readonly PaymentEvent[] = [
    { type: 'app.foreground' },
    { type: 'order.recheck', orderId: 'A1' },
  ];

  it.each(come)('is asked about at once when $type comes', (event) => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.unsure' });
    expect(payment.at()).toBe('open.pending.waiting');
    payment.send(event);
    expect(payment.at()).toBe('open.pending.checking');
    // Not a second time before the answer.
    payment.send(event);
    expect(payment.path.slice(-2)).toEqual(['open.pending.waiting', 'open.pending.checking']);
    payment.serverSays(serverStatusOf('paid'));
    expect(payment.at()).toBe('success');
  });

  it.each(come)('that is parked is asked about when $type comes, and polled anew', (event) => {
    const timings = { ...defaultTimings, pollFor: 5_000 };
    const payment = sentPayment({ timings });
    payment.send({ type: 'attempt.unsure' });
    payment.passDeadline();
    payment.serverSays(NEW);
    expect(payment.at()).toBe('open.pending.parked');
    payment.send(event);
    expect(payment.at()).toBe('open.pending.checking');
    expect(payment.running()).toMatchObject({ pollStatus: POLITE });
    payment.serverSays(NEW);
    expect(payment.at()).toBe('open.pending.waiting');
    expect(payment.left()).toBe(5_000);
  });
});

describe('the time between two questions', () => {
  /** Asks and hears nothing new, so often; how long each wait was. */
  async function waits(payment: Payment, times: number): Promise<number[]> {
    const lengths: number[] = [];
    while (lengths.length < times) {
      lengths.push(payment.left());
      payment.passDeadline();
      payment.serverSays(NEW);
    }
    return lengths;
  }

  it('is 5 s, then doubles up to a minute, until 15 minutes passed', async () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.unsure' });
    const lengths = await waits(payment, 18);
    expect(lengths.slice(0, 6)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    // The last one ends when the time is over.
    expect(lengths.slice(-2)).toEqual([60_000, 45_000]);
    expect(lengths.reduce((sum, length) => sum + length)).toBe(defaultTimings.pollFor);
    expect(payment.at()).toBe('open.pending.parked');
  });

  it('is nothing at first for an order known from before, then the same', async () => {
    const payment = paymentUnderParent(KNOWN);
    expect(await waits(payment, 4)).toEqual([0, 5_000, 10_000, 20_000]);
  });

  it('begins when a question has failed, not when it was asked', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.unsure' });
    payment.passDeadline();
    payment.clock.at += 3_000;
    payment.serverSays(DOWN);
    expect(payment.at()).toBe('open.pending.waiting');
    expect(payment.left()).toBe(10_000);
  });

  it('begins when an answer has come, not when it was asked for', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.unsure' });
    payment.passDeadline();
    payment.clock.at += 3_000;
    payment.serverSays(NEW);
    expect(payment.left()).toBe(10_000);
  });

  it('counts as far as it passed, when a question is asked before its time', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('backPress') });
    payment.serverSays(NEW);
    expect(payment.left()).toBe(5_000);
    payment.clock.at += 2_000;
    payment.send({ type: 'app.foreground' });
    payment.serverSays(NEW);
    expect(payment.left()).toBe(10_000);
    payment.clock.at += 1_000;
    payment.send({ type: 'app.foreground' });
    payment.serverSays(NEW);
    // Of the 15 s in which no sign of the attempt may be seen, 3 s passed.
    expect(payment.left()).toBe(12_000);
    payment.passDeadline();
    payment.serverSays(NEW);
    expect(payment.at()).toBe('backPress');
  });

  it('does not count what the server took to answer', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('backPress') });
    payment.clock.at += 60_000;
    payment.serverSays(NEW);
    expect(payment.left()).toBe(5_000);
    payment.passDeadline();
    payment.clock.at += 60_000;
    payment.serverSays(NEW);
    expect(payment.at()).toBe('open.pending.waiting');
    expect(payment.left()).toBe(10_000);
  });

  it('is counted while a success is not confirmed: after 2 minutes it is in doubt', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('success') });
    payment.serverSays(NEW);
    let waited = 0;
    for (let polls = 0; polls < 20 && payment.order().status === 'success'; polls += 1) {
      waited += payment.left();
      payment.passDeadline();
      payment.serverSays(NEW);
    }
    // The first question after the 2 minutes.
    expect(waited).toBe(135_000);
    expect(payment.order()).toMatchObject({ status: 'pending', settled: false, paid: 'reported' });
    expect(payment.at()).toBe('open.pending.waiting');
  });

  it('counts nothing of a clock that was set back', () => {
    const payment = sentPayment();
    payment.send({ type: 'attempt.answered', answer: answerOf('backPress') });
    payment.serverSays(NEW);
    payment.clock.at -= 60_000;
    payment.send({ type: 'app.foreground' });
    payment.serverSays(NEW);
    expect(payment.left()).toBe(10_000);
    payment.clock.at -= 60_000;
    payment.send({ type: 'app.foreground' });
    payment.serverSays(NEW);
    expect(payment.left()).toBe(15_000);
  });
});

describe('an order that begins to wait', () => {
  it('is shown as of then, when the SDK does not know', () => {
    const payment = sentPayment();
    payment.clock.at += 700;
    payment.passDeadline();
    expect(payment.at()).toBe('open.pending.waiting');
    expect(payment.order()).toMatchObject({
      status: 'pending',
      updatedAt: 1_000 + defaultTimings.process,
    });
    expect(payment.left()).toBe(5_000);
  });

  it('is shown as of then, when another flow sent it', () => {
    const payment = paymentUnderParent({ canQueryStatus: false });
    payment.signs();
    payment.clock.at += 700;
    payment.claims({ claimed: false, existing: record('A1') });
    expect(payment.order()).toMatchObject({ status: 'pending', updatedAt: 1_700 });
  });
});
