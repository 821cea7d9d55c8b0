import type { OrderStatusWord } from '../../core/model/order.js';
import type { Timings } from '../../core/model/timings.js';
import {
  decide,
  isUnseen,
  type Outcome,
  type Patience,
  patienceFor,
  type Report,
  type Verdict,
} from '../../core/protocol/index.js';
import type { PaymentContext } from './types.js';

/** What the SDK said before this actor lived, as far as the record kept it. */
export function reportOf(reported: Outcome | undefined): Report | undefined {
  if (reported === undefined) return undefined;
  const means = reported === 'success' ? 'paid' : reported === 'pending' ? 'open' : 'notPaid';
  return { means, outcome: reported, certain: means === 'paid' };
}

/** What to believe about the order, from all evidence. */
function verdictOf(context: PaymentContext): Verdict {
  const { order, report, reading, canQueryStatus, unseenFor = 0, timings } = context;
  const patience = patienceOf(timings);
  return decide({ attempt: order, report, reading, canQueryStatus, unseenFor, patience });
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
export function mandateIsOpen({ order, reading }: PaymentContext): boolean {
  return order.kind !== 'pay' && reading?.mandate === 'CREATED';
}

/** What is shown while the order is open. */
export function openStatus(context: PaymentContext): OrderStatusWord {
  const { order, report, reading } = context;
  if (isPaidSoFar(context)) return 'success';
  // The SDK's "not paid" is shown for as long as the server only shows no sign of the attempt.
  const isProvisional =
    report?.means === 'notPaid' &&
    order.paid === undefined &&
    reading !== undefined &&
    isUnseen(order, reading);
  return isProvisional ? report.outcome : 'pending';
}

/** What is shown while an answer is confirmed: nobody was told yet that it was not paid. */
export function confirmingStatus(context: PaymentContext): OrderStatusWord {
  if (isPaidSoFar(context)) return 'success';
  return context.order.status === 'submitted' ? 'submitted' : 'pending';
}

/** The SDK's success is shown at once, and taken back only when the server says otherwise. */
function isPaidSoFar(context: PaymentContext): boolean {
  const { canQueryStatus, order, report, reading, timings, verdict, waitedSinceWord } = context;
  if (verdict.is === 'paid') return true;
  // Where nobody can be asked, a success that came late is all there is.
  if (!canQueryStatus && order.paid !== undefined) return true;
  if (report?.means !== 'paid' || reading?.means === 'failed') return false;
  // A server that lags is given time; one that still does not confirm it speaks against it.
  return reading === undefined || waitedSinceWord < timings.noTransactionFor;
}

/** How much longer the server must show no sign of the attempt; 0 when that ends nothing. */
export function patienceLeft(context: PaymentContext): number {
  const { order, report, reading, unseenFor, timings } = context;
  if (unseenFor === undefined || reading === undefined || order.paid !== undefined) return 0;
  const isDoubt = report?.means !== 'notPaid';
  if (isDoubt && reading.means !== 'failed') return 0;
  const outcome = isDoubt ? 'pending' : report.outcome;
  return Math.max(0, patienceFor(outcome, patienceOf(timings)) - unseenFor);
}

function patienceOf(timings: Timings): Patience {
  return {
    afterNotPaid: timings.noTransactionFor,
    afterAbort: timings.noTransactionAfterAbort,
    afterDoubt: timings.pollFor,
  };
}
