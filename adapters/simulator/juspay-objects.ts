/**
 * The objects of Juspay's server about one order, as it prints them: snake case, amounts as numbers.
 * All of one order are made from what order status says of it.
 */
import { isoSeconds } from './instants.js';
import type { JsonObject } from './json.js';
import { isUnderWay } from './ledger.js';
import { createRandom, hash, type Random } from './random.js';
import type { ToldRefund, ToldStatus } from './told-status.js';

/**
 * A whole webhook, as Juspay posts it to the merchant's server.
 *
 * @example
 * ```ts
 * const webhook = simulator.server.pushes.order('order1');
 * if (webhook !== undefined) {
 *   flow.send({ type: 'order.inform', orderId: 'order1', status: webhook });
 * }
 * ```
 */
export interface Webhook {
  readonly id: string;
  /** For example `ORDER_SUCCEEDED`. */
  readonly event_name: string;
  /** ISO-8601, UTC. */
  readonly date_created: string;
  /** The object it is about, under its name: `order`, `txn`, `mandate`, `refund`, `notification`. */
  readonly content: Readonly<JsonObject>;
}

/** An envelope of that name around an object. */
export function webhook(event: string, content: JsonObject, at: number): Webhook {
  const id = `evt_V2_${createRandom(hash(`${event}/${at}/${JSON.stringify(content)}`)).hex(32)}`;
  return { id, event_name: event, date_created: isoSeconds(at), content };
}

/** The order as `GET /orders/{order_id}` answers it. */
export function orderObject(told: ToldStatus): JsonObject {
  return orderWith(told, told.txnUuid === undefined ? {} : oneTxn(told, told.txnUuid));
}

/** The same of an order with several transactions: others failed, and their ids are odd ones. */
export function orderWithTxns(told: ToldStatus): JsonObject {
  return orderWith(told, told.txnUuid === undefined ? {} : severalTxns(told, told.txnUuid));
}

/** The number contradicts the word, as seen: 21 is CHARGED. */
function orderWith(told: ToldStatus, txns: JsonObject): JsonObject {
  const { orderId, status, refunded = false, amountRefunded = 0, mandateStatus } = told;
  const amount = Number(told.amount);
  return {
    order_id: orderId,
    status,
    status_id: status === 'CHARGED' ? 27 : 21,
    amount,
    currency: 'INR',
    ...txns,
    refunded,
    amount_refunded: Number(amountRefunded),
    effective_amount: amount - Number(amountRefunded),
    refunds: (told.refunds ?? []).map(refundIn),
    ...(mandateStatus !== undefined && { mandate: mandateIn(told, mandateStatus) }),
  };
}

function oneTxn(told: ToldStatus, txnUuid: string): JsonObject {
  const status = txnWord(told);
  return {
    txn_id: txnId(told),
    txn_uuid: txnUuid,
    txn_detail: {
      txn_uuid: txnUuid,
      status,
      txn_amount: Number(told.amount),
      gateway: 'YES_BIZ',
    },
    payment_gateway_response: {
      rrn: namedAfter(told).digits(12),
      resp_code: status === 'CHARGED' ? '00' : '01',
      resp_message: status,
    },
  };
}

/** Without the keys of the one beside the status. */
function severalTxns(told: ToldStatus, txnUuid: string): JsonObject {
  const random = namedAfter(told);
  const txn_amount = Number(told.amount);
  const failed = { status: 'AUTHORIZATION_FAILED', txn_amount };
  return {
    txn_list: [
      { ...failed, txn_uuid: Number(random.digits(12)) },
      { ...failed, txn_uuid: `moz${random.hex(300)}` },
      { status: txnWord(told), txn_amount, txn_uuid: txnUuid },
    ],
  };
}

/** The transaction of the order: its amount has another name than the order's. */
export function txnObject(told: ToldStatus): JsonObject {
  const amount = Number(told.amount);
  return {
    order_id: told.orderId,
    status: txnWord(told),
    txn_amount: amount,
    net_amount: amount,
    currency: 'INR',
    txn_id: txnId(told),
    txn_uuid: told.txnUuid,
  };
}

/** The mandate of the order: its `status` is the mandate's. */
export function mandateObject(told: ToldStatus, status: string): JsonObject {
  return {
    mandate_id: mandateId(told.orderId),
    order_id: told.orderId,
    status,
    max_amount: Number(told.amount),
    frequency: 'MONTHLY',
    start_date: '1767587400',
    end_date: '1799123400',
  };
}

/** The notification before a debit of the mandate: it names the order in its own way. */
export function notificationObject(told: ToldStatus, status: 'SUCCESS' | 'FAILURE'): JsonObject {
  return {
    id: `ntf_${namedAfter(told).hex(16)}`,
    object_reference_id: told.orderId,
    status,
    mandate: { mandate_id: mandateId(told.orderId) },
    source_info: { txn_date: '1767587400', amount: Number(told.amount) },
  };
}

/** One refund of the order: its `status` is the refund's. */
export function refundObject(told: ToldStatus, refund: ToldRefund): JsonObject {
  return { order_id: told.orderId, ...refundIn(refund), currency: 'INR', sent_to_gateway: true };
}

/** A transaction stays charged, whatever is on its way back. */
function txnWord({ status, refunded, refunds = [] }: ToldStatus): string {
  if (status !== 'AUTO_REFUNDED' || refunds.length === 0) return status;
  return refunded === true && !refunds.some(isUnderWay) ? status : 'CHARGED';
}

function refundIn({ uniqueRequestId, status, amount }: ToldRefund): JsonObject {
  return { unique_request_id: uniqueRequestId, status, amount: Number(amount) };
}

function mandateIn(told: ToldStatus, status: string): JsonObject {
  return {
    mandate_id: mandateId(told.orderId),
    mandate_status: status,
    max_amount: Number(told.amount),
    frequency: 'MONTHLY',
  };
}

/** The id of the mandate that an order creates. */
export function mandateId(orderId: string): string {
  return `mnd_${namedAfter({ orderId }).hex(16)}`;
}

/** The id of a transaction as Juspay makes it of the order's. */
export function txnId({ orderId }: Pick<ToldStatus, 'orderId'>): string {
  return `stock-${orderId}-1`;
}

/** Ids that are the same whenever the order is told of, and nobody else's. */
function namedAfter({ orderId }: Pick<ToldStatus, 'orderId'>): Random {
  return createRandom(hash(orderId));
}
