import type {
  MandateResult,
  Outcome,
  RefundStatus,
  Secret,
  SelectedAccount,
} from '../protocol/index.js';
import type { Problem } from './problem.js';

/**
 * What is being paid: a payment, a mandate with its first debit, or a server-made session.
 *
 * @example
 * ```ts
 * const title = order.kind === 'mandate' ? 'Subscription' : 'Payment';
 * ```
 */
export type OrderKind = 'pay' | 'mandate' | 'checkout';

/**
 * What a UI may say about an order.
 *
 * - `authorizing`: the merchant's server signs; nothing was sent
 * - `submitted`: sent once; the SDK owns the screen, or its answer is being confirmed
 * - `pending`: money may or may not have moved; it is being found out
 * - `success`, `failure`, `payFailure`, `backPress`, `userAborted`, `refunded`: as the names say
 * - `unresolved`: the server confirms another amount; a person must look
 *
 * @example
 * ```ts
 * const texts: Partial<Record<OrderStatusWord, string>> = { pending: 'We are finding out.' };
 * show(texts[order.status] ?? order.status);
 * ```
 */
export type OrderStatusWord =
  | 'authorizing'
  | 'submitted'
  | 'pending'
  | 'success'
  | 'failure'
  | 'payFailure'
  | 'backPress'
  | 'userAborted'
  | 'refunded'
  | 'unresolved';

/** A mandate's own result; its first debit is the order's. */
export interface MandateState {
  readonly status: 'pending' | 'active' | 'failed' | 'ended';
  /** The server said so: the SDK's word about it counts no more. */
  readonly confirmed?: true | undefined;
  /** The server called it revoked or expired: no later word changes that. */
  readonly over?: true | undefined;
  /** Everything the SDK told about it, its addresses included: boxed. */
  readonly result?: Secret<MandateResult> | undefined;
}

/** One order as the flow knows it: plain data, the source of `UpiState.orders`. */
export interface OrderRecord {
  readonly orderId: string;
  readonly kind: OrderKind;
  /** Rupees with two decimals; absent only for a checkout whose payload names none. */
  readonly amount?: string | undefined;
  readonly status: OrderStatusWord;
  /** The SDK's own word for the last attempt. */
  readonly reported?: Outcome | undefined;
  /** The gateway's or the SDK's code for the last attempt. */
  readonly code?: string | undefined;
  /** The merchant's server confirmed order and amount. */
  readonly verified: boolean;
  /** Nothing more will be asked about this order. */
  readonly settled: boolean;
  /** How often this order was tried, 1 for the first. */
  readonly attempts: number;
  readonly attemptId: string;
  /** The request of the last attempt. */
  readonly requestId: string;
  /** The requests of the attempts before it: their late answers are about this order too. */
  readonly earlierRequestIds: readonly string[];
  /** Epoch ms of the attempt's claim. */
  readonly at: number;
  /** Epoch ms. */
  readonly updatedAt: number;
  /**
   * Transactions known not to be of this attempt: those of earlier attempts, and those that the
   * server named before it was sent.
   */
  readonly foreignTxns: readonly string[];
  /** There may be such transactions without a known id: then only the id the SDK named is ours. */
  readonly foreignUnknown: boolean;
  /** The transaction that the SDK named for this attempt. */
  readonly sdkTxnUuid?: string | undefined;
  /** The transaction to show: the one of the SDK, or of the server. */
  readonly txnUuid?: string | undefined;
  /**
   * The strongest word for "paid" so far, of any attempt: `reported` by the SDK, `confirmed` by the
   * server. It is never taken back.
   */
  readonly paid?: 'reported' | 'confirmed' | undefined;
  /** Set when this attempt ended before it was handed over. */
  readonly neverSent?: true | undefined;
  readonly mandate?: MandateState | undefined;
  /** Money that went back, or is on its way. */
  readonly refund?: RefundStatus | undefined;
  /** The account that paid: boxed. */
  readonly account?: Secret<SelectedAccount> | undefined;
  readonly problem?: Problem | undefined;
}

/** Settled orders that are shown and kept in memory, however many the storage keeps. */
export const MOST_SETTLED_SHOWN = 100;

/** Whether the order ended without money: only then may it be tried again. */
export function endedUnpaid(order: OrderRecord): boolean {
  if (!order.settled || order.paid !== undefined) return false;
  switch (order.status) {
    case 'failure':
    case 'payFailure':
    case 'backPress':
    case 'userAborted':
      return true;
    default:
      return false;
  }
}

/**
 * The order, in question again where one process called it paid and another ended it without money:
 * either may have known less, so the server is asked.
 */
export function withoutDispute(order: OrderRecord): OrderRecord {
  const isDisputed = order.paid !== undefined && endedUnpaid({ ...order, paid: undefined });
  return isDisputed ? { ...order, status: 'pending', settled: false, verified: false } : order;
}

/** Whether this request was made for the order before. */
export function wasRequested(order: OrderRecord, requestId: string): boolean {
  return order.requestId === requestId || order.earlierRequestIds.includes(requestId);
}

/** The order with what another attempt for it, maybe of another flow, knew of the attempts before. */
export function withHistory(order: OrderRecord, other: OrderRecord): OrderRecord {
  if (other.attemptId === order.attemptId) return order;
  const requestIds = [...other.earlierRequestIds, other.requestId, ...order.earlierRequestIds];
  const earlier = new Set(requestIds.filter((id) => id !== order.requestId));
  return {
    ...order,
    attempts: Math.max(order.attempts, earlier.size + 1),
    earlierRequestIds: [...earlier],
    ...foreignAfter(other, order),
    paid: strongerPaid(other.paid, order.paid),
  };
}

/** The stronger of two words for "paid". */
export function strongerPaid(
  one: OrderRecord['paid'],
  other: OrderRecord['paid'],
): OrderRecord['paid'] {
  return one === 'confirmed' ? one : (other ?? one);
}

/** The transactions that are not the next attempt's: those of this attempt, and those before it. */
export function foreignAfter(
  before: OrderRecord,
  next?: Pick<OrderRecord, 'foreignTxns' | 'foreignUnknown'>,
): Pick<OrderRecord, 'foreignTxns' | 'foreignUnknown'> {
  const { sdkTxnUuid, txnUuid, neverSent } = before;
  const named = [sdkTxnUuid, txnUuid].filter((id) => id !== undefined);
  const isUnnamed = named.length === 0 && neverSent !== true;
  return {
    foreignTxns: [...new Set([...before.foreignTxns, ...named, ...(next?.foreignTxns ?? [])])],
    foreignUnknown: before.foreignUnknown || isUnnamed || next?.foreignUnknown === true,
  };
}
