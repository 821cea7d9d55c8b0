import type { MandateOptions, MandateTerms, Tpv } from '../../../core/protocol/index.js';

/**
 * How an order in the books stands. `created`: nobody was given the means to pay it. `open`: somebody was, and
 * nobody knows yet. `failed`: every transaction ended without money. `expired`: Juspay knows no transaction long
 * after the last could begin. `paid`, `refunded`: what Juspay said, with this amount.
 *
 * A status only moves up in this order; `failed` and `expired` are equals.
 *
 * @example
 * ```ts
 * const mayShip = (status: ServerOrderStatus) => status === 'paid';
 * ```
 */
export type ServerOrderStatus = 'created' | 'open' | 'failed' | 'expired' | 'paid' | 'refunded';

/** What a status is worth: one that is worth less never takes the place of another. */
export const RANK: Readonly<Record<ServerOrderStatus, number>> = {
  created: 0,
  open: 1,
  failed: 2,
  expired: 2,
  paid: 3,
  refunded: 4,
};

/**
 * Why a person has to look at an order: Juspay's word is about another amount, another currency or another
 * order.
 *
 * @example
 * ```ts
 * const why: Dispute = 'otherAmount';
 * ```
 */
export type Dispute = 'otherAmount' | 'otherCurrency' | 'otherOrder';

/**
 * What the customer is asked to agree to besides the amount: signed only as it stands in the books.
 *
 * @example
 * ```ts
 * const terms: OrderTerms = { gatewayReferenceId: 'G1' };
 * ```
 */
export interface OrderTerms {
  /** Which of several VPAs of the merchant is paid. */
  readonly gatewayReferenceId?: string | undefined;
  readonly mandate?: MandateTerms | undefined;
  /** Whether a mandate must come to be. Default `REQUIRED`. */
  readonly createMandate?: MandateOptions['createMandate'];
  /** The accounts the money must come from, as they are signed. Those of a session come from `sessionOf`. */
  readonly tpv?: Tpv | undefined;
  /**
   * The one way it may be paid: `session`, by a payload of `POST /sessions`; `signature`, by `pay` or
   * `mandate.create`. Without it the app chooses; with accounts that only `sessionOf` knows, say `session`.
   */
  readonly payBy?: 'session' | 'signature' | undefined;
}

/**
 * An order as your shop makes it, before anybody can pay it.
 *
 * @example
 * ```ts
 * await orders.create({ orderId: 'A1', customerId: 'asha', amount: '200.00' });
 * ```
 */
export interface NewOrder extends OrderTerms {
  /** 1 to 20 letters, digits, hyphens, underscores. Juspay compares without regard to case. */
  readonly orderId: string;
  /**
   * Your own id of the customer: nobody else is given a signature for it. 1 to 128 printable ASCII characters
   * without blanks, as Juspay takes them.
   */
  readonly customerId: string;
  /** Rupees with two decimals, at least `"1.00"`. */
  readonly amount: string;
}

/**
 * An order in the books.
 *
 * @example
 * ```ts
 * const order = await orders.find('A1');
 * order?.status; // 'open'
 * ```
 */
export interface ServerOrder extends NewOrder {
  readonly status: ServerOrderStatus;
  /** Somebody has to look at it: it is neither settled nor delivered by itself. */
  readonly dispute?: Dispute | undefined;
  /** How often somebody was given the means to pay it. */
  readonly attempts: number;
  /** Epoch ms of the last time. */
  readonly sentAt?: number | undefined;
  /** Epoch ms since which Juspay says without a break that it has failed, or that it knows no transaction. */
  readonly unpaid?: { readonly as: 'failed' | 'untouched'; readonly since: number } | undefined;
  /** Epoch ms at which the shop gave it up. */
  readonly withdrawnAt?: number | undefined;
  /** Epoch ms at which it was first known to have ended. */
  readonly settledAt?: number | undefined;
  /** Epoch ms at which the planned checks ran out: it is still asked about, now and then. */
  readonly parkedAt?: number | undefined;
  /** Epoch ms at which Juspay is asked about it next. */
  readonly nextCheckAt?: number | undefined;
  /** The transaction that paid it, where Juspay names one. */
  readonly txnUuid?: string | undefined;
  /** Juspay's word for its mandate: `CREATED`, `ACTIVE`, `FAILURE`, ... */
  readonly mandateStatus?: string | undefined;
  /** What went back of its money, or is on its way. */
  readonly refund?:
    | { readonly status: RefundWord; readonly amount?: string | undefined }
    | undefined;
  /** Epoch ms. */
  readonly createdAt: number;
}

/**
 * How a refund stands: on its way, back, or not to come back.
 *
 * @example
 * ```ts
 * const isBack = (word: RefundWord) => word === 'success';
 * ```
 */
export type RefundWord = 'pending' | 'success' | 'failure';

/** Order ids are compared without regard to case. */
export function keyOf(orderId: string): string {
  return orderId.toLowerCase();
}
