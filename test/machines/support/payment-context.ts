import { createActor } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import type { SdkOutcome, ServerStatus } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/payment/machine.js';
import type { AttemptAnswer, PaymentContext } from '../../../machines/payment/types.js';
import { judged } from '../../../machines/payment/verdict.js';
import { record } from '../../journal/support/records.js';

export const NOW = 1_000;

/** The first attempt for A1, sent, unless it says more. */
export function orderOf(more: Partial<OrderRecord> = {}): OrderRecord {
  return record('A1', more);
}

/** What is known of a sent attempt before anybody said a word, unless it says more. */
export function contextOf(
  more: Partial<PaymentContext> = {},
  order: Partial<OrderRecord> = {},
): PaymentContext {
  const clock = { now: () => NOW };
  const known = { order: orderOf(order), canQueryStatus: true, timings: defaultTimings, clock };
  const { context } = createActor(paymentMachine, { input: known }).getSnapshot();
  const sent = { claimed: true, looked: true, authorizeTries: 1, deadlineAt: 0, waitingSince: 0 };
  return judged({ ...context, ...sent, order: known.order, sdkOutcome: undefined, ...more });
}

const MEANINGS: Readonly<Partial<Record<SdkOutcome['outcome'], SdkOutcome['moneyStatus']>>> = {
  success: 'paid',
  pending: 'open',
};

/** The word of the SDK, certain unless it says otherwise; most words mean that nothing was paid. */
export function sdkOutcomeOf(
  outcome: SdkOutcome['outcome'],
  more: Partial<SdkOutcome> = {},
): SdkOutcome {
  return { moneyStatus: MEANINGS[outcome] ?? 'notPaid', outcome, certain: true, ...more };
}

/** An answer of the SDK with that word. */
export function answerOf(
  outcome: SdkOutcome['outcome'],
  { code, certain = true, ...more }: Partial<AttemptAnswer> & Partial<SdkOutcome> = {},
): AttemptAnswer {
  return { sdkOutcome: sdkOutcomeOf(outcome, { code, certain }), isForeign: false, ...more };
}

/** The word of the server about A1 and its amount, unless it says otherwise. */
export function serverStatusOf(
  moneyStatus: ServerStatus['moneyStatus'],
  more: Partial<ServerStatus> = {},
): ServerStatus {
  return { moneyStatus, word: '', orderId: 'A1', amount: '2.00', ...more };
}
