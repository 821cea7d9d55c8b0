import {
  decide,
  type Outcome,
  type Report,
  isUnaware as serverIsUnaware,
  type Verdict,
} from '../src/protocol/index.js';
import type { OrderStatusWord } from './order.js';
import type { PaymentContext } from './payment.types.js';

/** What the SDK said before this actor lived, as far as the record kept it. */
export function reportOf(reported: Outcome | undefined): Report | undefined {
  if (reported === undefined) return undefined;
  const means = reported === 'success' ? 'paid' : reported === 'pending' ? 'open' : 'notPaid';
  return { means, outcome: reported, certain: means === 'paid' };
}

/** What to believe about the order, from everything known. */
export function verdictOf(context: PaymentContext): Verdict {
  return decide({
    orderId: context.order.orderId,
    amount: context.order.amount,
    report: context.report,
    reading: context.reading,
    foreignTxns: context.order.foreignTxns,
    attempts: context.order.attempts,
  });
}

/** Whether this is the verdict: where the server can be asked, the SDK's word alone settles nothing. */
export function is(context: PaymentContext, verdict: Verdict['is']): boolean {
  const found = verdictOf(context);
  if (context.offersStatus && context.reading === undefined) return verdict === 'open';
  const isFirstLook = isUnaware(context) && !context.lookedTwice;
  return (isFirstLook ? 'open' : found.is) === verdict;
}

/** Whether the server's word, this one or the last, shows no knowledge of this attempt. */
export function isUnaware(context: PaymentContext, reading = context.reading): boolean {
  return reading !== undefined && serverIsUnaware(context.order, reading);
}

/** Whether the order ended without money, in this very way. */
export function isNotPaid(context: PaymentContext, outcome: OrderStatusWord): boolean {
  const verdict = verdictOf(context);
  return is(context, 'notPaid') && verdict.is === 'notPaid' && verdict.outcome === outcome;
}

/** The SDK's success is shown at once, and taken back only when the server says otherwise. */
export function paidSoFar(context: PaymentContext): boolean {
  if (verdictOf(context).is === 'paid') return true;
  return context.report?.means === 'paid' && context.reading?.means !== 'failed';
}

/** While an answer is confirmed: the screen is not taken again once the order was pending. */
export function confirmingAs(context: PaymentContext): OrderStatusWord {
  if (paidSoFar(context)) return 'success';
  return context.order.status === 'submitted' ? 'submitted' : 'pending';
}

/** A mandate that the server still calls CREATED has one of its two results to come. */
export function mandateIsOpen(context: PaymentContext): boolean {
  return context.reading?.mandate === 'CREATED';
}
