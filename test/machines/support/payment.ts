import { createActor } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { type SdkOutcome, Secret, type ServerStatus } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/payment/machine.js';
import type {
  AttemptAnswer,
  ClaimResult,
  PaymentContext,
  PaymentEvent,
  PaymentInput,
  SignedRequest,
} from '../../../machines/payment/types.js';
import { judged } from '../../../machines/payment/verdict.js';
import { createTestChart } from '../../../testing/chart.js';
import { record } from '../../journal/support/records.js';
import { START } from './chart.js';
import { attemptFor } from './root.js';

export const SIGNED: SignedRequest = new Secret({ payload: {} });

/** A first attempt for A1 that the merchant's server has to sign. */
export const ATTEMPT = attemptFor('A1', { attemptId: 'a1', requestId: 'r1' });

/** An order known from before: there is nothing to send of it. */
export const KNOWN: Partial<PaymentInput> = {
  attempt: undefined,
  order: record('A1', { status: 'pending', at: START }),
};

const GIVEN = { canQueryStatus: true, timings: defaultTimings };

/** What is known of a sent attempt for A1 before anybody said a word, unless it says more. */
export function contextOf(
  more: Partial<PaymentContext> = {},
  ofOrder: Partial<OrderRecord> = {},
): PaymentContext {
  const order = record('A1', ofOrder);
  const input = { ...GIVEN, order, clock: { now: () => START } };
  const { context } = createActor(paymentMachine, { input }).getSnapshot();
  const sent = { claimed: true, looked: true, authorizeTries: 1, deadlineAt: 0, waitingSince: 0 };
  return judged({ ...context, ...sent, order, sdkOutcome: undefined, ...more });
}

/** The word of the SDK, certain unless it says otherwise; most words mean that nothing was paid. */
export function sdkOutcomeOf(
  outcome: SdkOutcome['outcome'],
  more: Partial<SdkOutcome> = {},
): SdkOutcome {
  const unpaid = outcome === 'pending' ? 'open' : 'notPaid';
  const moneyStatus = outcome === 'success' ? 'paid' : unpaid;
  return { moneyStatus, outcome, certain: true, ...more };
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

/** One order under a parent that only listens; every answer comes when the test gives it. */
export function paymentUnderParent(more: Partial<PaymentInput> = {}) {
  const order = record('A1', { status: 'authorizing', at: START });
  const chart = createTestChart({
    machine: paymentMachine,
    input: (clock, parent) => ({ ...GIVEN, order, attempt: ATTEMPT, clock, parent, ...more }),
  });
  const { actor, answer, started, told } = chart;
  actor.start();
  return {
    ...chart,
    order: (): OrderRecord => actor.getSnapshot().context.order,
    /** What the attempt's actor was started with, each time. */
    sent: () => started.filter(({ ref }) => ref.src === 'attempt').map(({ input }) => input),
    /** What the parent was told since this was asked last. */
    told: () => told.splice(0),
    send: (event: PaymentEvent) => actor.send(event),
    signs: (signature: SignedRequest | Error = SIGNED) => answer('authorize', signature),
    claims: (result: ClaimResult | Error = { claimed: true }) => answer('claimAttempt', result),
    /** The server answers what it was asked, or fails. */
    serverSays: (serverStatus: ServerStatus | Error) => answer('readStatus', serverStatus),
  };
}

export type Payment = ReturnType<typeof paymentUnderParent>;

/** The same, signed, looked at and sent; the parent was told so. */
export function sentPayment(more: Partial<PaymentInput> = {}): Payment {
  const payment = paymentUnderParent(more);
  payment.signs();
  if (more.canQueryStatus !== false) payment.serverSays(serverStatusOf('untouched'));
  payment.claims();
  payment.told();
  return payment;
}
