import type { OrderStatusWord } from '../../core/model/order.js';
import type { Timings } from '../../core/model/timings.js';
import {
  decide,
  isUnseen,
  type Outcome,
  type Patience,
  patienceFor,
  type SdkOutcome,
  type Verdict,
} from '../../core/protocol/index.js';
import type { PaymentContext } from './types.js';

/** What the SDK said before this actor lived, as far as the record kept it. */
export function sdkOutcomeOf(reported: Outcome | undefined): SdkOutcome | undefined {
  if (reported === undefined) return undefined;
  const moneyStatus = reported === 'success' ? 'paid' : reported === 'pending' ? 'open' : 'notPaid';
  return { moneyStatus, outcome: reported, certain: moneyStatus === 'paid' };
}

/** What to believe about the order, from all evidence. */
function verdictOf(context: PaymentContext): Verdict {
  const { order, sdkOutcome, serverStatus, canQueryStatus, unseenFor = 0, timings } = context;
  const patience = patienceOf(timings);
  return decide({ attempt: order, sdkOutcome, serverStatus, canQueryStatus, unseenFor, patience });
}

/** The same with what all evidence comes to. */
export function judged(context: PaymentContext): PaymentContext {
  return { ...context, verdict: verdictOf(context) };
}

/** Whether the order ended without money, in this very way. */
export function isNotPaid({ verdict }: PaymentContext, outcome: OrderStatusWord): boolean {
  return verdict.is === 'notPaid' && verdict.outcome === outcome;
}

/** A mandate that the server still calls CREATED has one of its two results to come. */
export function mandateIsOpen({ order, serverStatus }: PaymentContext): boolean {
  return order.kind !== 'pay' && serverStatus?.mandate === 'CREATED';
}

/** What is shown while the order is open. */
export function openStatus(context: PaymentContext): OrderStatusWord {
  const { order, sdkOutcome, serverStatus } = context;
  if (isPaidSoFar(context)) return 'success';
  // The SDK's "not paid" is shown for as long as the server only shows no sign of the attempt.
  const isProvisional =
    sdkOutcome?.moneyStatus === 'notPaid' &&
    order.paid === undefined &&
    serverStatus !== undefined &&
    isUnseen(order, serverStatus);
  return isProvisional ? sdkOutcome.outcome : 'pending';
}

/** What is shown while an answer is confirmed: nobody was told yet that it was not paid. */
export function confirmingStatus(context: PaymentContext): OrderStatusWord {
  if (isPaidSoFar(context)) return 'success';
  return context.order.status === 'submitted' ? 'submitted' : 'pending';
}

/** The SDK's success is shown at once, and taken back only when the server says otherwise. */
function isPaidSoFar(context: PaymentContext): boolean {
  const { canQueryStatus, order, sdkOutcome, serverStatus, timings, verdict, waitedSinceWord } =
    context;
  if (verdict.is === 'paid') return true;
  // Where nobody can be asked, a success that came late is all there is.
  if (!canQueryStatus && order.paid !== undefined) return true;
  if (sdkOutcome?.moneyStatus !== 'paid' || serverStatus?.moneyStatus === 'failed') return false;
  // A server that lags is given time; one that still does not confirm it speaks against it.
  return serverStatus === undefined || waitedSinceWord < timings.noTransactionFor;
}

/** How much longer the server must show no sign of the attempt; 0 when that ends nothing. */
export function patienceLeft(context: PaymentContext): number {
  const { order, sdkOutcome, serverStatus, unseenFor, timings } = context;
  if (unseenFor === undefined || serverStatus === undefined || order.paid !== undefined) return 0;
  const isDoubt = sdkOutcome?.moneyStatus !== 'notPaid';
  if (isDoubt && serverStatus.moneyStatus !== 'failed') return 0;
  const outcome = isDoubt ? 'pending' : sdkOutcome.outcome;
  return Math.max(0, patienceFor(outcome, patienceOf(timings)) - unseenFor);
}

function patienceOf(timings: Timings): Patience {
  return {
    afterNotPaid: timings.noTransactionFor,
    afterAbort: timings.noTransactionAfterAbort,
    afterDoubt: timings.pollFor,
  };
}
