import type { Authorization } from '../protocol/index.js';

export type { Authorization };

/**
 * What the merchant's server is asked to sign: claims in wire spelling, all values strings.
 * `merchant_id`, `customer_id` and `timestamp` (epoch ms) are always there; money adds `order_id`,
 * `amount` (rupees, two decimals) and the dotted `mandate.*` keys. docs/server.md lists them.
 *
 * @example
 * ```ts
 * { merchant_id: 'stock', customer_id: 'abcde12345', timestamp: '1668389349848' }
 * ```
 */
export type Claims = Readonly<Record<string, string>>;

/**
 * One request for authorisation: the wire action and the claims to sign, in signing order.
 *
 * @example
 * ```ts
 * const authorize = ({ action, claims }: AuthorizeRequest) =>
 *   post('/upi/authorize', { action, claims });
 * ```
 */
export interface AuthorizeRequest {
  readonly action: string;
  readonly claims: Claims;
}

/**
 * The merchant's order status, in Juspay's own words (docs/server.md, orderStatus). An unknown word
 * counts as "still open".
 *
 * @example
 * ```ts
 * const status: OrderStatus = { orderId: 'A1', status: 'CHARGED', amount: '2.00' };
 * ```
 */
export interface OrderStatus {
  readonly orderId: string;
  /** `CHARGED`, `PENDING_VBV`, `AUTHORIZATION_FAILED`, ... compared without regard to case. */
  readonly status: string;
  /**
   * Rupees, as the server prints it: `"200.00"`, `"3.0"` or a number. A paid status is believed only
   * with the amount that was signed; without it the order is asked about again.
   */
  readonly amount: string | number;
  /** `CREATED`, `ACTIVE`, `FAILURE`, `PAUSED`, `REVOKED`, `EXPIRED`. */
  readonly mandateStatus?: string | undefined;
  readonly txnUuid?: string | undefined;
}

/**
 * An object of Juspay's own, as it came: an order status, a transaction, or a whole webhook.
 * What it is, is known before its status is read.
 *
 * @example
 * ```ts
 * const answer: JuspayObject = await get(`/orders/${orderId}`);
 * answer['status']; // 'CHARGED'
 * ```
 */
export type JuspayObject = Readonly<Record<string, unknown>>;

/**
 * The merchant's own server, reached by the merchant's own client.
 *
 * @example
 * ```ts
 * const backend: Backend = {
 *   authorize: (request) => post('/upi/authorize', request),
 *   orderStatus: (orderId) => get(`/orders/${orderId}/status`),
 * };
 * ```
 */
export interface Backend {
  /**
   * Signs the claims, or answers a client auth token. A rejection is retried, then reported; one with a
   * `status`, `statusCode` or `response.status` from 400 to 499 (but 408, 425, 429) is reported at once.
   */
  authorize(request: AuthorizeRequest): Promise<Authorization>;
  /** The truth about an order. Without it, what the SDK says is all there is: see docs/money-safety.md. */
  orderStatus?(orderId: string): Promise<OrderStatus | JuspayObject>;
}
