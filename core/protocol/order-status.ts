/**
 * Reads what the merchant's server says about an order: Juspay's own objects as they are, or the
 * documented shape of `OrderStatus`.
 */

import { coerceList, coerceObject, type JsonObject, valueAt, wireWord } from './read.js';
import { type RefundStatus, readRefunds } from './refunds.js';
import { readAmount } from './requests/amount.js';
import { readServerObject, type ServerObject } from './server-object.js';
import { type MoneyStatus, moneyStatusOf } from './status-words.js';

/** What the merchant's server said about an order. */
export interface ServerStatus {
  /**
   * `failed`: the transaction ended without money. `untouched`: no transaction was started.
   * `underway`: one was, and it has not ended. `silent`: it is no word about the order's money at
   * all, but about a mandate, a notification, a refund, or nothing known. `open`: anything else, also
   * every word that is not known.
   */
  readonly moneyStatus: MoneyStatus | 'silent';
  /** Juspay's word in capitals, or `''` when the answer had none. */
  readonly word: string;
  /** What kind of object it is, when it is no order. */
  readonly about?: Exclude<ServerObject['is'], 'order'> | undefined;
  readonly orderId?: string | undefined;
  /** Rupees with two decimals. */
  readonly amount?: string | undefined;
  /** In capitals, where the server names one. */
  readonly currency?: string | undefined;
  readonly txnUuid?: string | undefined;
  /** The transactions of the order, where the server lists several. */
  readonly txns?: readonly TxnStatus[] | undefined;
  /** Juspay's mandate word in capitals. */
  readonly mandate?: string | undefined;
  /** Money on its way back, or back. */
  readonly refund?: RefundStatus | undefined;
}

/** One of several transactions of an order. */
export interface TxnStatus {
  /** Not every list names it. */
  readonly txnUuid?: string | undefined;
  readonly moneyStatus: MoneyStatus;
}

/**
 * Reads an answer about an order: Juspay's order status, one of its transactions, a whole webhook, or
 * the JSON text of any. Total: an answer that is not understood is `open`, one about something else
 * is `silent`. The number beside a status (`status_id`) is never read: it contradicts the word.
 */
export function readOrderStatus(answer: unknown): ServerStatus {
  const { is, fields } = readServerObject(answer);
  switch (is) {
    case 'order':
      return readOrder(fields);
    case 'txn':
      return readTxn(fields);
    case 'mandate':
      return { ...silent(is, fields), mandate: mandateWord(fields, 'status') };
    case 'notification':
    case 'refund':
    case 'session':
    case 'unknown':
      return silent(is, fields);
  }
}

function readOrder(fields: JsonObject): ServerStatus {
  const word = wireWord(valueAt(fields, 'status'));
  const amount = readAmount(valueAt(fields, 'amount'));
  const txns = txnsIn(fields);
  const money = readRefunds(fields, word, amount);
  // What came back may be a second debit: the order keeps the first.
  const keepsOne = money.isRefunded && isAny(txns, 'paid') && isAny(txns, 'refunded');
  const isPaid = money.isPaid || keepsOne;
  const said = isPaid ? 'paid' : money.isRefunded ? 'refunded' : moneyStatusOf(word);
  const moneyStatus = moneyStatusWith(said, txns);
  return {
    moneyStatus,
    word,
    orderId: textOf(valueAt(fields, 'orderId', 'order_id')),
    amount,
    currency: currencyIn(fields),
    txnUuid: txnOf(fields) ?? decisiveTxn(txns, moneyStatus),
    txns: txns.length > 0 ? txns : undefined,
    mandate: mandateOf(fields),
    refund: money.refund,
  };
}

/**
 * A transaction exists, so words that say "nothing was started" say that it has not ended. One that
 * was refunded may be a second debit: that is a hint to ask about the order, and no more.
 */
function readTxn(fields: JsonObject): ServerStatus {
  const word = wireWord(valueAt(fields, 'status') ?? statusInDetail(fields));
  const said = moneyStatusOf(word);
  if (said === 'refunded') return silent('refund', fields);
  return {
    moneyStatus: said === 'untouched' ? 'underway' : said,
    word,
    about: 'txn',
    orderId: textOf(valueAt(fields, 'orderId', 'order_id')),
    amount: readAmount(valueAt(fields, 'txn_amount', 'txnAmount')),
    currency: currencyIn(fields),
    txnUuid: textOf(valueAt(fields, 'txnUuid', 'txn_uuid')),
    mandate: mandateOf(fields),
  };
}

/** What it is about is known; of the order's money it says nothing. */
function silent(about: ServerStatus['about'], fields: JsonObject): ServerStatus {
  const orderId = textOf(valueAt(fields, 'orderId', 'order_id'));
  return { moneyStatus: 'silent', word: '', about, orderId };
}

/** While one of its transactions is paid, or may be, nothing ended without money. */
function moneyStatusWith(said: MoneyStatus, txns: readonly TxnStatus[]): MoneyStatus {
  if (said !== 'failed' && said !== 'untouched') return said;
  if (isAny(txns, 'paid') || isAny(txns, 'underway')) return 'underway';
  return isAny(txns, 'open') || isAny(txns, 'refunded') ? 'open' : said;
}

function isAny(txns: readonly TxnStatus[], moneyStatus: MoneyStatus): boolean {
  return txns.some((txn) => txn.moneyStatus === moneyStatus);
}

/** With several transactions the list stands in place of the one beside the status. */
function txnsIn(fields: JsonObject): readonly TxnStatus[] {
  const listed = coerceList(valueAt(fields, 'txn_list', 'txnList'))
    .map(coerceObject)
    .filter((wire) => wire !== undefined)
    .map(readListed);
  if (statusInDetail(fields) === undefined) return listed;
  const detail = readListed({ ...fields, status: undefined });
  // Without ids nobody knows whether two are one.
  const others = listed.filter(
    ({ txnUuid }) => txnUuid === undefined || txnUuid !== detail.txnUuid,
  );
  return [...others, detail];
}

function readListed(wire: JsonObject): TxnStatus {
  const moneyStatus = moneyStatusOf(wireWord(valueAt(wire, 'status') ?? statusInDetail(wire)));
  return {
    txnUuid: txnOf(wire),
    moneyStatus: moneyStatus === 'untouched' ? 'underway' : moneyStatus,
  };
}

function statusInDetail(fields: JsonObject): unknown {
  const detail = coerceObject(valueAt(fields, 'txn_detail', 'txnDetail'));
  return detail && valueAt(detail, 'status');
}

/** Of several transactions, the latest that is what the order is. */
function decisiveTxn(txns: readonly TxnStatus[], moneyStatus: MoneyStatus): string | undefined {
  const alike = txns.filter((txn) => txn.moneyStatus === moneyStatus);
  // Money that is back was paid by one of them.
  const found = alike.length === 0 && moneyStatus === 'refunded' ? paidIn(txns) : alike;
  return found.slice(-1)[0]?.txnUuid;
}

function paidIn(txns: readonly TxnStatus[]): readonly TxnStatus[] {
  return txns.filter(({ moneyStatus }) => moneyStatus === 'paid');
}

function txnOf(fields: JsonObject): string | undefined {
  const detail = coerceObject(valueAt(fields, 'txn_detail', 'txnDetail'));
  return textOf(
    valueAt(fields, 'txnUuid', 'txn_uuid') ?? (detail && valueAt(detail, 'txnUuid', 'txn_uuid')),
  );
}

/** The status of a mandate is nested; the documented shape of an answer has it beside the order's. */
function mandateOf(fields: JsonObject): string | undefined {
  const nested = coerceObject(valueAt(fields, 'mandate'));
  return mandateWord(fields) ?? (nested && mandateWord(nested, 'status'));
}

function mandateWord(fields: JsonObject, ...more: readonly string[]): string | undefined {
  return wireWord(valueAt(fields, 'mandateStatus', 'mandate_status', ...more)) || undefined;
}

/** One that is named and cannot be read is not taken for rupees. */
function currencyIn(fields: JsonObject): string | undefined {
  const value = valueAt(fields, 'currency');
  if (value === undefined) return undefined;
  // Its number, as banks write it.
  if (value === 356 || value === '356') return 'INR';
  return wireWord(value) || 'UNREADABLE';
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}
