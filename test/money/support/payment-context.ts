import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import type { SdkOutcome, ServerStatus } from '../../../core/protocol/index.js';
import type { AttemptAnswer, PaymentContext } from '../../../machines/payment/types.js';
import { judged } from '../../../machines/payment/verdict.js';
import { record } from '../../storage/support/records.js';

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
  return judged({
    order: orderOf(order),
    canQueryStatus: true,
    timings: defaultTimings,
    signed: undefined,
    claimed: true,
    authorizeTries: 1,
    looked: true,
    sdkProblem: undefined,
    sdkOutcome: undefined,
    serverStatus: undefined,
    unseenFor: undefined,
    clock: { now: () => NOW },
    verdict: { is: 'open' },
    deadlineAt: 0,
    waitingSince: 0,
    pollDelay: undefined,
    polledFor: 0,
    waitedSinceWord: 0,
    ...more,
  });
}

const MEANINGS: Readonly<Record<SdkOutcome['outcome'], SdkOutcome['moneyStatus']>> = {
  success: 'paid',
  pending: 'open',
  failure: 'notPaid',
  payFailure: 'notPaid',
  backPress: 'notPaid',
  userAborted: 'notPaid',
};

/** The word of the SDK, certain unless it says otherwise. */
export function sdkOutcomeOf(
  outcome: SdkOutcome['outcome'],
  more: Partial<SdkOutcome> = {},
): SdkOutcome {
  return { moneyStatus: MEANINGS[outcome], outcome, certain: true, ...more };
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
