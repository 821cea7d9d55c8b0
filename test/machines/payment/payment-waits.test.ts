import { describe, expect, it } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { paymentMachine } from '../../../machines/payment/machine.js';
import type { NewAttempt, PaymentEvent } from '../../../machines/payment/types.js';
import { answerOf, orderOf, serverStatusOf } from '../support/payment-context.js';
import {
  ATTEMPT,
  KNOWN,
  type Payment,
  paymentUnderParent,
  SIGNED,
  sentPayment,
} from '../support/payment-under-parent.js';

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

  it('is the status look before sending, for a bounded time, once it is signed', async () => {
    const payment = paymentUnderParent();
    payment.wait(700);
    await payment.signs();
    expect(payment.at()).toBe('unsent.attempt.signed look.checkingStatus');
    const lookDeadline = { at: 1_700 + defaultTimings.lookBefore, isPatient: true };
    expect(payment.running()).toEqual({ lookDeadline, lookBefore: LOOK });
  });

  it('is the status look, for as short a time, once the SDK was terminated', async () => {
    const payment = paymentUnderParent();
    payment.wait(700);
    await payment.send({ type: 'sdk.terminated' });
    expect(payment.at()).toBe('unsent.attempt.refused look.checkingStatus');
    const refusedDeadline = { at: 1_700 + defaultTimings.lookBefore, isPatient: true };
    expect(payment.running()).toEqual({ refusedDeadline, lookBefore: LOOK });
    await payment.passDeadline();
    expect(payment.at()).toBe('notSent');
    expect(payment.running()).toEqual({});
  });

  it('is the signature alone, when the status look failed', async () => {
    const payment = paymentUnderParent();
    await payment.serverSays(DOWN);
    expect(payment.at()).toBe('unsent.attempt.signing look.looked');
    expect(payment.running()).toEqual({ authorize: { attempt: ATTEMPT } });
    expect(payment.order().foreignUnknown).toBe(true);
  });

  it('is a second, then two, then four, before it is signed again', async () => {
    const timings = { ...defaultTimings, authorizeAttempts: 4 };
    const payment = paymentUnderParent({ timings, canQueryStatus: false });
    for (const backoff of [1_000, 2_000, 4_000]) {
      payment.wait(300);
      await payment.signs(REFUSED);
      expect(payment.at()).toBe('unsent.attempt.backingOff look.looked');
      expect(Object.keys(payment.running())).toEqual(['authorizeBackoff']);
      expect(payment.left()).toBe(backoff);
      await payment.passDeadline();
      expect(payment.at()).toBe('unsent.attempt.signing look.looked');
    }
    await payment.signs(REFUSED);
    expect(payment.at()).toBe('notSent');
    expect(payment.order().problem).toEqual({ reason: 'authorizeFailed', retry: true });
  });

  it('is the storage, with all that the look named', async () => {
    const payment = paymentUnderParent();
    await payment.signs();
    await payment.serverSays(serverStatusOf('failed', { txnUuid: 't9' }));
    expect(payment.at()).toBe('unsent.attempt.recording look.looked');
    expect(payment.order().foreignTxns).toEqual(['t9']);
    expect(payment.running()).toEqual({ claimAttempt: { order: payment.order() } });
  });

  it('is the storage and the look still, when the look is slow', async () => {
    const payment = paymentUnderParent();
    await payment.signs();
    await payment.passDeadline();
    expect(payment.at()).toBe('unsent.attempt.recording look.checkingStatus');
    expect(payment.running()).toEqual({
      claimAttempt: { order: payment.order() },
      lookBefore: LOOK,
    });
  });

  it('is the SDK, for as long as it may have the screen', async () => {
    const payment = paymentUnderParent();
    await payment.signs();
    await payment.serverSays(NEW);
    const claimed = payment.order();
    payment.wait(700);
    await payment.claims();
    expect(payment.running()).toEqual({
      attempt: { order: claimed, signed: SIGNED },
      processDeadline: { at: 1_700 + defaultTimings.process },
    });
    expect(payment.sent).toEqual([{ order: claimed, signed: SIGNED }]);
  });

  it('is what the server says of the answer; the SDK may say more', async () => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.answered', answer: answerOf('failure') });
    expect(payment.at()).toBe('open.confirming');
    const { attempt, ...asked } = payment.running();
    expect(attempt).toBeDefined();
    expect(asked).toEqual({ confirmStatus: POLITE });
  });

  it('is the next status poll, and its answer', async () => {
    const payment = await sentPayment();
    payment.wait(700);
    await payment.send({ type: 'attempt.unsure' });
    const waiting = payment.running();
    expect(waiting).toMatchObject({ pollDeadline: { at: 1_700 + defaultTimings.pollFirst } });
    expect(Object.keys(waiting)).toEqual(['attempt', 'pollDeadline']);
    await payment.passDeadline();
    expect(payment.at()).toBe('open.pending.checking');
    const { attempt, ...asked } = payment.running();
    expect(asked).toEqual({ pollStatus: POLITE });
  });

  it('is the SDK alone, where nobody can be asked', async () => {
    const payment = await sentPayment({ canQueryStatus: false });
    await payment.send({ type: 'attempt.unsure' });
    expect(payment.at()).toBe('open.pending.parked');
    expect(Object.keys(payment.running())).toEqual(['attempt']);
  });

  it('is no signature for a checkout session that the merchant’s server made', async () => {
    const attempt: NewAttempt = { ...ATTEMPT, kind: 'checkout', signed: SIGNED };
    const payment = paymentUnderParent({ attempt, canQueryStatus: false });
    expect(Object.keys(payment.running())).toEqual(['claimAttempt']);
    await payment.claims();
    expect(payment.sent).toMatchObject([{ signed: SIGNED }]);
  });
});

describe('an order that waits for its next question', () => {
  const come: readonly PaymentEvent[] = [
    { type: 'app.foreground' },
    { type: 'order.recheck', orderId: 'A1' },
  ];

  it.each(come)('is asked about at once when $type comes', async (event) => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.unsure' });
    expect(payment.at()).toBe('open.pending.waiting');
    await payment.send(event);
    expect(payment.at()).toBe('open.pending.checking');
    // Not a second time before the answer.
    await payment.send(event);
    expect(payment.path.slice(-2)).toEqual(['open.pending.waiting', 'open.pending.checking']);
    await payment.serverSays(serverStatusOf('paid'));
    expect(payment.at()).toBe('success');
  });

  it.each(come)(
    'that is parked is asked about when $type comes, and polled anew',
    async (event) => {
      const timings = { ...defaultTimings, pollFor: 5_000 };
      const payment = await sentPayment({ timings });
      await payment.send({ type: 'attempt.unsure' });
      await payment.passDeadline();
      await payment.serverSays(NEW);
      expect(payment.at()).toBe('open.pending.parked');
      await payment.send(event);
      expect(payment.at()).toBe('open.pending.checking');
      expect(payment.running()).toMatchObject({ pollStatus: POLITE });
      await payment.serverSays(NEW);
      expect(payment.at()).toBe('open.pending.waiting');
      expect(payment.left()).toBe(5_000);
    },
  );
});

describe('the time between two questions', () => {
  /** Asks and hears nothing new, so often; how long each wait was. */
  async function waits(payment: Payment, times: number): Promise<number[]> {
    const lengths: number[] = [];
    while (lengths.length < times) {
      lengths.push(payment.left());
      await payment.passDeadline();
      await payment.serverSays(NEW);
    }
    return lengths;
  }

  it('is 5 s, then doubles up to a minute, until 15 minutes passed', async () => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.unsure' });
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

  it('begins when a question has failed, not when it was asked', async () => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.unsure' });
    await payment.passDeadline();
    payment.wait(3_000);
    await payment.serverSays(DOWN);
    expect(payment.at()).toBe('open.pending.waiting');
    expect(payment.left()).toBe(10_000);
  });

  it('begins when an answer has come, not when it was asked for', async () => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.unsure' });
    await payment.passDeadline();
    payment.wait(3_000);
    await payment.serverSays(NEW);
    expect(payment.left()).toBe(10_000);
  });

  it('counts as far as it passed, when a question is asked before its time', async () => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.answered', answer: answerOf('backPress') });
    await payment.serverSays(NEW);
    expect(payment.left()).toBe(5_000);
    payment.wait(2_000);
    await payment.send({ type: 'app.foreground' });
    await payment.serverSays(NEW);
    expect(payment.left()).toBe(10_000);
    payment.wait(1_000);
    await payment.send({ type: 'app.foreground' });
    await payment.serverSays(NEW);
    // Of the 15 s in which no sign of the attempt may be seen, 3 s passed.
    expect(payment.left()).toBe(12_000);
    await payment.passDeadline();
    await payment.serverSays(NEW);
    expect(payment.at()).toBe('backPress');
  });

  it('does not count what the server took to answer', async () => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.answered', answer: answerOf('backPress') });
    payment.wait(60_000);
    await payment.serverSays(NEW);
    expect(payment.left()).toBe(5_000);
    await payment.passDeadline();
    payment.wait(60_000);
    await payment.serverSays(NEW);
    expect(payment.at()).toBe('open.pending.waiting');
    expect(payment.left()).toBe(10_000);
  });

  it('is counted while a success is not confirmed: after 2 minutes it is in doubt', async () => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.answered', answer: answerOf('success') });
    await payment.serverSays(NEW);
    let waited = 0;
    for (let polls = 0; polls < 20 && payment.order().status === 'success'; polls += 1) {
      waited += payment.left();
      await payment.passDeadline();
      await payment.serverSays(NEW);
    }
    // The first question after the 2 minutes.
    expect(waited).toBe(135_000);
    expect(payment.order()).toMatchObject({ status: 'pending', settled: false, paid: 'reported' });
    expect(payment.at()).toBe('open.pending.waiting');
  });

  it('counts nothing of a clock that was set back', async () => {
    const payment = await sentPayment();
    await payment.send({ type: 'attempt.answered', answer: answerOf('backPress') });
    await payment.serverSays(NEW);
    payment.wait(-60_000);
    await payment.send({ type: 'app.foreground' });
    await payment.serverSays(NEW);
    expect(payment.left()).toBe(10_000);
    payment.wait(-60_000);
    await payment.send({ type: 'app.foreground' });
    await payment.serverSays(NEW);
    expect(payment.left()).toBe(15_000);
  });
});

describe('an order that begins to wait', () => {
  it('is shown as of then, when the SDK does not know', async () => {
    const payment = await sentPayment();
    payment.wait(700);
    await payment.passDeadline();
    expect(payment.at()).toBe('open.pending.waiting');
    expect(payment.order()).toMatchObject({
      status: 'pending',
      updatedAt: 1_000 + defaultTimings.process,
    });
    expect(payment.left()).toBe(5_000);
  });

  it('is shown as of then, when another flow sent it', async () => {
    const payment = paymentUnderParent({ canQueryStatus: false });
    await payment.signs();
    payment.wait(700);
    await payment.claims({ claimed: false, existing: orderOf() });
    expect(payment.order()).toMatchObject({ status: 'pending', updatedAt: 1_700 });
  });
});
