import {
  type MandateState,
  type OrderRecord,
  type OrderStatusWord,
  strongerPaid,
} from '../../core/model/order.js';
import type { Problem } from '../../core/model/problem.js';
import {
  failedTxn,
  isOwnFailure,
  isSameOrder,
  type MandateResult,
  type Outcome,
  type RefundStatus,
  responseCode,
  reveal,
  type SdkOutcome,
  type ServerStatus,
  sameAmount,
} from '../../core/protocol/index.js';
import { timeOf } from '../shared/clock.js';
import type { AttemptAnswer, PaymentContext } from './types.js';

/** The order as it is to be shown while it is open. */
export function shownAs(context: PaymentContext, status: OrderStatusWord): OrderRecord {
  const { clock, order, verdict } = context;
  const verified = order.verified || (verdict.is === 'paid' && verdict.verified);
  // The same record while it looks the same: nothing is told, written or rendered anew.
  if (order.status === status && order.verified === verified && !order.settled) return order;
  return { ...order, status, verified, settled: false, updatedAt: timeOf(clock) };
}

/** The order as the verdict leaves it. */
export function settled(context: PaymentContext): OrderRecord {
  const { clock, order, verdict } = context;
  const ended = { ...order, settled: true, updatedAt: timeOf(clock) };
  switch (verdict.is) {
    case 'paid':
      return {
        ...ended,
        status: 'success',
        verified: verdict.verified,
        paid: strongerPaid(order.paid, verdict.verified ? 'confirmed' : 'reported'),
        problem: undefined,
      };
    case 'refunded':
      return {
        ...ended,
        status: 'refunded',
        verified: order.verified || sameAmount(order.amount, context.serverStatus?.amount),
        problem: undefined,
      };
    case 'mismatch':
      return { ...ended, status: 'unresolved', verified: false };
    case 'notPaid':
      return {
        ...ended,
        status: verdict.outcome,
        problem: problemOfEnd(verdict.outcome, order.code, context.sdkProblem),
        verified: context.serverStatus !== undefined,
      };
    case 'open':
      return order;
  }
}

/** The order of an attempt that ended before it was handed over. */
export function unsent(order: OrderRecord, now: number): OrderRecord {
  return { ...order, status: 'failure', settled: true, neverSent: true, updatedAt: now };
}

/** Why an order ended without money: said only once that is certain. */
function problemOfEnd(
  outcome: Outcome,
  code: string | undefined,
  said: Problem | undefined,
): Problem {
  const cancelled = outcome === 'backPress' || outcome === 'userAborted';
  if (!cancelled && said !== undefined) return said;
  return { reason: cancelled ? 'cancelled' : 'declined', code, retry: true };
}

/** Whether an answer of the SDK says anything about the attempt that is not known already. */
export function bringsNews(context: PaymentContext, answer: AttemptAnswer): boolean {
  const { order, sdkOutcome } = context;
  if (isAboutAnother(order, answer)) return false;
  const before = withAnswer(order, sdkOutcome, answer);
  return (
    !isSameSdkOutcome(sdkOutcome, sdkOutcomeAfter(sdkOutcome, answer)) ||
    before.sdkTxnUuid !== order.sdkTxnUuid ||
    (before.account !== undefined && order.account === undefined) ||
    before.mandate?.status !== order.mandate?.status
  );
}

/** "Not paid" about another transaction than the SDK named before is no word about that one. */
function isAboutAnother(
  { sdkTxnUuid }: OrderRecord,
  { sdkOutcome, txnUuid }: AttemptAnswer,
): boolean {
  if (sdkOutcome.moneyStatus !== 'notPaid' || txnUuid === undefined) return false;
  return sdkTxnUuid !== undefined && txnUuid !== sdkTxnUuid;
}

function isSameSdkOutcome(one: SdkOutcome | undefined, other: SdkOutcome): boolean {
  return (
    one !== undefined &&
    one.outcome === other.outcome &&
    one.code === other.code &&
    one.certain === other.certain
  );
}

/** Answers may come twice and out of order: a success is never taken back by the SDK. */
export function sdkOutcomeAfter(known: SdkOutcome | undefined, answer: AttemptAnswer): SdkOutcome {
  if (known?.moneyStatus !== 'paid') return answer.sdkOutcome;
  return answer.sdkOutcome.moneyStatus === 'paid' && !known.certain ? answer.sdkOutcome : known;
}

/** The order with what the SDK said. */
export function withAnswer(
  order: OrderRecord,
  known: SdkOutcome | undefined,
  answer: AttemptAnswer,
): OrderRecord {
  const sdkOutcome = sdkOutcomeAfter(known, answer);
  const isTaken = sdkOutcome === answer.sdkOutcome;
  const named = isForeign(order, answer.txnUuid) ? undefined : answer.txnUuid;
  const sdkTxnUuid = isTaken ? (named ?? order.sdkTxnUuid) : (order.sdkTxnUuid ?? named);
  return {
    ...order,
    reported: sdkOutcome.outcome,
    code: isTaken ? sdkOutcome.code : order.code,
    paid: sdkOutcome.moneyStatus === 'paid' ? strongerPaid(order.paid, 'reported') : order.paid,
    sdkTxnUuid,
    txnUuid: sdkTxnUuid ?? order.txnUuid,
    account: answer.account ?? order.account,
    mandate: mandateFromAnswer(order, answer, isTaken),
  };
}

function isForeign(order: OrderRecord, txnUuid: string | undefined): boolean {
  return txnUuid !== undefined && order.foreignTxns.includes(txnUuid);
}

function mandateFromAnswer(
  order: OrderRecord,
  { mandate }: AttemptAnswer,
  isTaken: boolean,
): MandateState | undefined {
  if (order.kind === 'pay') return order.mandate;
  // A word about the payment is no word about the mandate.
  if (mandate === undefined) {
    return order.mandate ?? (order.kind === 'mandate' ? { status: 'pending' } : undefined);
  }
  if (!isTaken && order.mandate?.result !== undefined) return order.mandate;
  if (order.mandate?.confirmed === true) return { ...order.mandate, result: mandate };
  const status = mandateStatus(reveal(mandate, NO_MANDATE).gatewayResponseCode);
  return { status: status ?? order.mandate?.status ?? 'pending', result: mandate };
}

const NO_MANDATE: MandateResult = {};

/** What the code of a mandate says about it. */
function mandateStatus(code: string | undefined): MandateState['status'] | undefined {
  if (code === undefined || code === '') return undefined;
  if (code === '00') return 'active';
  if (code === '01') return 'pending';
  return responseCode(code)?.moneyMayHaveMoved === 'maybe' ? 'pending' : 'failed';
}

const MANDATE_WORDS: Readonly<Record<string, MandateState['status']>> = {
  CREATED: 'pending',
  ACTIVE: 'active',
  FAILURE: 'failed',
  FAILED: 'failed',
  PAUSED: 'ended',
  REVOKED: 'ended',
  EXPIRED: 'ended',
};

/** The order with what the server said; the same record when that is nothing new. */
export function withServerStatus(order: OrderRecord, serverStatus: ServerStatus): OrderRecord {
  if (namesAnother(order, serverStatus)) return order;
  const word = order.kind === 'pay' ? undefined : serverStatus.mandate;
  const txnUuid = txnAfter(order, serverStatus);
  const paid = paidAfter(order, serverStatus);
  const refund = refundAfter(order.refund, serverStatus.refund);
  const mandate = mandateAfter(order.mandate, word);
  const isNews =
    txnUuid !== order.txnUuid ||
    paid !== order.paid ||
    refund !== order.refund ||
    mandate !== order.mandate;
  if (!isNews) return order;
  return {
    ...order,
    txnUuid,
    paid,
    refund,
    mandate,
  };
}

/** The words of a mandate that is over for good; one that was paused may go on. */
const OVER = new Set(['REVOKED', 'EXPIRED']);

/** The mandate with the server's word, which may be an old one: a webhook comes late, and twice. */
function mandateAfter(
  known: MandateState | undefined,
  word: string | undefined,
): MandateState | undefined {
  if (word === undefined || !Object.hasOwn(MANDATE_WORDS, word)) return known;
  const status = MANDATE_WORDS[word] ?? 'pending';
  const isOver = OVER.has(word);
  if (known?.over === true && !isOver) return known;
  if (known?.confirmed === true && status === 'pending') return known;
  if (known?.confirmed === true && known.status === status && (known.over === true) === isOver) {
    return known;
  }
  return { ...known, status, confirmed: true, ...(isOver ? { over: true } : {}) };
}

/** What came back does not leave again: a server that is behind takes no word back. */
function refundAfter(
  known: RefundStatus | undefined,
  next: RefundStatus | undefined,
): RefundStatus | undefined {
  if (next === undefined || known === undefined) return next ?? known;
  // Sums may fall, when one of several fails; the list of them only grows.
  if (next.count !== known.count && next.count > 0) {
    return next.count > known.count ? next : known;
  }
  const [before, after] = [Number(known.amount ?? 0), Number(next.amount ?? 0)];
  if (next.count === 0 && after < before) return known;
  const isSame = next.status === known.status && after === before;
  const isBehind = next.status === 'pending' && known.status !== 'pending' && after <= before;
  return isSame || isBehind ? known : next;
}

/** News about another order is no evidence. */
export function namesAnother({ orderId }: OrderRecord, serverStatus: ServerStatus): boolean {
  return serverStatus.orderId !== undefined && !isSameOrder(serverStatus.orderId, orderId);
}

/** A failure of another transaction never takes the place of this attempt's. */
function txnAfter(order: OrderRecord, serverStatus: ServerStatus): string | undefined {
  switch (serverStatus.moneyStatus) {
    case 'paid':
    case 'refunded':
      return serverStatus.txnUuid ?? order.txnUuid;
    case 'failed':
      return isOwnFailure(order, serverStatus)
        ? (failedTxn(order, serverStatus) ?? order.txnUuid)
        : order.txnUuid;
    case 'underway':
      return order.sdkTxnUuid ?? serverStatus.txnUuid ?? order.txnUuid;
    case 'untouched':
    case 'open':
    case 'silent':
      return order.txnUuid;
  }
}

/** "Paid" with another amount, or none, confirms nothing; it is kept in mind all the same. */
function paidAfter(order: OrderRecord, serverStatus: ServerStatus): OrderRecord['paid'] {
  if (serverStatus.moneyStatus !== 'paid') return order.paid;
  const { currency = 'INR', orderId } = serverStatus;
  const isConfirmed =
    currency === 'INR' &&
    orderId !== undefined &&
    (order.amount === undefined || sameAmount(order.amount, serverStatus.amount));
  return strongerPaid(order.paid, isConfirmed ? 'confirmed' : 'reported');
}

/** The order with the transactions that the server named before the attempt was sent. */
export function withLook(order: OrderRecord, serverStatus: ServerStatus | undefined): OrderRecord {
  // Whoever was not told what there is must reckon with anything.
  const isTold = serverStatus !== undefined && serverStatus.moneyStatus !== 'silent';
  if (!isTold || !isSameOrder(serverStatus.orderId, order.orderId)) {
    return { ...order, foreignUnknown: true };
  }
  const named = namedTxns(serverStatus);
  const isAnyUnnamed = serverStatus.txns?.some((txn) => txn.txnUuid === undefined) === true;
  if (isAnyUnnamed) return withForeign({ ...order, foreignUnknown: true }, named);
  return serverStatus.moneyStatus === 'untouched' && named.length === 0
    ? order
    : withForeign(order, named);
}

/** The transactions an answer names. */
function namedTxns({ txnUuid, txns = [] }: ServerStatus): readonly string[] {
  const named = txns.flatMap((txn) => (txn.txnUuid === undefined ? [] : [txn.txnUuid]));
  return txnUuid === undefined || named.includes(txnUuid) ? named : [txnUuid, ...named];
}

/** More of them are not kept: then there are some without a known id. */
const MOST_FOREIGN = 50;

/** The order with transactions that are not its own; of none with an id, only that there is one. */
function withForeign(order: OrderRecord, txnUuids: readonly string[]): OrderRecord {
  if (txnUuids.length === 0) return { ...order, foreignUnknown: true };
  const foreignTxns = [...new Set([...order.foreignTxns, ...txnUuids])];
  const foreignUnknown = order.foreignUnknown || foreignTxns.length > MOST_FOREIGN;
  return { ...order, foreignTxns: foreignTxns.slice(0, MOST_FOREIGN), foreignUnknown };
}

/** The server's last word with one more: a word about something else leaves it, but for the mandate. */
export function serverStatusAfter(
  known: ServerStatus | undefined,
  next: ServerStatus,
): ServerStatus | undefined {
  if (next.moneyStatus !== 'silent') return next;
  return known && { ...known, mandate: next.mandate ?? known.mandate };
}
