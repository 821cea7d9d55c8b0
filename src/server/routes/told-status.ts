import {
  coerceList,
  coerceObject,
  isObject,
  type JsonObject,
  valueAt,
} from '../../../core/protocol/read.js';
import { readServerObject } from '../../../core/protocol/server-object.js';
import type { ServerOrder } from '../orders/order.js';

/** What the app's readers take of an order; everything else is the customer's, or nobody's business. */
const ORDER = [
  ...['order_id', 'orderId', 'status', 'amount', 'currency', 'txn_uuid', 'txnUuid', 'txn_amount'],
  ...['refunded', 'amount_refunded', 'amountRefunded', 'mandate_status', 'mandateStatus'],
];
const TXN = ['txn_uuid', 'txnUuid', 'status', 'txn_amount'];
const REFUND = ['status', 'amount'];
const MANDATE = ['mandate_status', 'mandateStatus', 'status'];

/**
 * Juspay's own object without what the app has no use for: no phone, no address, no card. Nothing is added: an
 * amount that Juspay does not name is not known.
 */
export function toldStatus(answer: JsonObject): JsonObject {
  const { is, fields } = readServerObject(answer);
  if (is !== 'order' && is !== 'txn') return {};
  const txns = listOf(fields, 'txn_list', 'txnList').map((txn) => ({
    ...pick(txn, TXN),
    ...nested(txn, 'txn_detail', 'txnDetail', TXN),
  }));
  const refunds = listOf(fields, 'refunds').map((refund) => pick(refund, REFUND));
  return {
    ...pick(fields, ORDER),
    ...nested(fields, 'txn_detail', 'txnDetail', TXN),
    ...(txns.length > 0 ? { txn_list: txns } : {}),
    ...(refunds.length > 0 ? { refunds } : {}),
    ...nested(fields, 'mandate', 'mandate', MANDATE),
  };
}

/** What the books know of an order that was paid, for when Juspay does not answer; `undefined`: too little. */
export function statusFromBooks({
  orderId,
  amount,
  status,
  txnUuid,
  mandate,
}: ServerOrder): JsonObject | undefined {
  if (status !== 'paid' || mandate !== undefined) return undefined;
  return {
    order_id: orderId,
    status: 'CHARGED',
    amount,
    currency: 'INR',
    ...(txnUuid && { txn_uuid: txnUuid }),
  };
}

function listOf(from: JsonObject, ...keys: readonly string[]): readonly JsonObject[] {
  return coerceList(valueAt(from, ...keys)).filter(isObject);
}

function nested(
  from: JsonObject,
  key: string,
  spelling: string,
  keys: readonly string[],
): JsonObject {
  const part = coerceObject(valueAt(from, key, spelling));
  return part === undefined ? {} : { [key]: pick(part, keys) };
}

/** Only plain values: what is an object has a list of its own. */
function pick(from: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = Object.hasOwn(from, key) ? from[key] : undefined;
      const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
      return isPlain ? [[key, value]] : [];
    }),
  );
}
