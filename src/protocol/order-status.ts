/**
 * Reads what the merchant's server says about an order (protocol-facts §7.2, server-facts §3, §4):
 * Juspay's own objects as they are, or the documented shape of `OrderStatus`.
 */
import { readAmount } from './amount.js';
import { isObject, type JsonObject, list, object, wireWord } from './read.js';
import { type RefundReading, readRefunds } from './refunds.js';
import { readServerObject, type ServerObject } from './server-object.js';

/** What the merchant's server said about an order. */
export interface StatusReading {
  /**
   * `failed`: the transaction ended without money. `untouched`: no transaction was started.
   * `underway`: one was, and it has not ended. `silent`: it is no word about the order's money at
   * all, but about a mandate, a notification, a refund, or nothing known. `open`: anything else, also
   * every word that is not known.
   */
  readonly means: 'paid' | 'failed' | 'untouched' | 'refunded' | 'underway' | 'open' | 'silent';
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
  readonly txns?: readonly TxnReading[] | undefined;
  /** Juspay's mandate word in capitals. */
  readonly mandate?: string | undefined;
  /** Money on its way back, or back. */
  readonly refund?: RefundReading | undefined;
}

/** One of several transactions of an order. */
export interface TxnReading {
  readonly txnUuid: string;
  readonly means: StatusReading['means'];
}

const WORDS: Readonly<Record<string, StatusReading['means']>> = {
  CHARGED: 'paid',
  COD_INITIATED: 'paid',
  AUTHENTICATION_FAILED: 'failed',
  AUTHORIZATION_FAILED: 'failed',
  JUSPAY_DECLINED: 'failed',
  NEW: 'untouched',
  CREATED: 'untouched',
  NOT_FOUND: 'untouched',
  AUTO_REFUNDED: 'refunded',
  VOIDED: 'refunded',
  STARTED: 'underway',
  PENDING: 'underway',
  PENDING_VBV: 'underway',
  PENDING_AUTHENTICATION: 'underway',
  VBV_SUCCESSFUL: 'underway',
  AUTHORIZING: 'underway',
  AUTHORIZED: 'underway',
  CAPTURE_INITIATED: 'underway',
  CAPTURE_FAILED: 'underway',
  VOID_INITIATED: 'underway',
  VOID_FAILED: 'underway',
  TO_BE_CHARGED: 'underway',
  PARTIAL_CHARGED: 'underway',
};

/**
 * Reads an answer about an order: Juspay's order status, one of its transactions, a whole webhook, or
 * the JSON text of any. Total: an answer that is not understood is `open`, one about something else
 * is `silent`. The number beside a status (`status_id`) is never read: it contradicts the word.
 *
 * @example
 * ```ts
 * readOrderStatus({ orderId: 'A1', status: 'charged', amount: '3.0' });
 * // { means: 'paid', word: 'CHARGED', orderId: 'A1', amount: '3.00' }
 * ```
 */
export function readOrderStatus(answer: unknown): StatusReading {
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

function readOrder(fields: JsonObject): StatusReading {
  const word = wireWord(at(fields, 'status'));
  const amount = readAmount(at(fields, 'amount'));
  const money = readRefunds(fields, word, amount);
  const said = money.isPaid ? 'paid' : money.isRefunded ? 'refunded' : meansOf(word);
  const txns = txnsIn(fields);
  const means = meansWith(said, txns);
  return {
    means,
    word,
    orderId: textOf(at(fields, 'orderId', 'order_id')),
    amount,
    currency: wireWord(at(fields, 'currency')) || undefined,
    txnUuid: txnOf(fields) ?? decisiveTxn(txns, means),
    txns: txns.length > 0 ? txns : undefined,
    mandate: mandateOf(fields),
    refund: money.refund,
  };
}

/** A transaction exists, so words that say "nothing was started" say that it has not ended. */
function readTxn(fields: JsonObject): StatusReading {
  const word = wireWord(at(fields, 'status'));
  const said = meansOf(word);
  return {
    means: said === 'untouched' ? 'underway' : said,
    word,
    about: 'txn',
    orderId: textOf(at(fields, 'orderId', 'order_id')),
    amount: readAmount(at(fields, 'txn_amount', 'txnAmount')),
    currency: wireWord(at(fields, 'currency')) || undefined,
    txnUuid: textOf(at(fields, 'txnUuid', 'txn_uuid')),
    mandate: mandateOf(fields),
  };
}

/** What it is about is known; of the order's money it says nothing. */
function silent(about: StatusReading['about'], fields: JsonObject): StatusReading {
  const orderId = textOf(at(fields, 'orderId', 'order_id'));
  return { means: 'silent', word: '', about, orderId };
}

function meansOf(word: string): StatusReading['means'] {
  return (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined) ?? 'open';
}

/** While one of its transactions is paid, or may be, nothing ended without money. */
function meansWith(
  said: StatusReading['means'],
  txns: readonly TxnReading[],
): StatusReading['means'] {
  const endedUnpaid = said === 'failed' || said === 'untouched';
  const isElsewhere = txns.some(({ means }) => means === 'paid' || means === 'underway');
  return endedUnpaid && isElsewhere ? 'underway' : said;
}

/** With several transactions the list stands in place of the one beside the status. */
function txnsIn(fields: JsonObject): readonly TxnReading[] {
  const found: TxnReading[] = [];
  for (const wire of list(at(fields, 'txn_list', 'txnList')).filter(isObject)) {
    const txnUuid = txnOf(wire);
    if (txnUuid === undefined) continue;
    const means = meansOf(wireWord(at(wire, 'status')));
    found.push({ txnUuid, means: means === 'untouched' ? 'underway' : means });
  }
  return found;
}

/** Of several transactions, the latest that is what the order is. */
function decisiveTxn(
  txns: readonly TxnReading[],
  means: StatusReading['means'],
): string | undefined {
  const alike = txns.filter((txn) => txn.means === means);
  // Money that is back was paid by one of them.
  const found = alike.length === 0 && means === 'refunded' ? paidIn(txns) : alike;
  return found.slice(-1)[0]?.txnUuid;
}

function paidIn(txns: readonly TxnReading[]): readonly TxnReading[] {
  return txns.filter(({ means }) => means === 'paid');
}

function txnOf(fields: JsonObject): string | undefined {
  const detail = object(at(fields, 'txn_detail', 'txnDetail'));
  return textOf(at(fields, 'txnUuid', 'txn_uuid') ?? (detail && at(detail, 'txnUuid', 'txn_uuid')));
}

/** The status of a mandate is nested; the documented shape of an answer has it beside the order's. */
function mandateOf(fields: JsonObject): string | undefined {
  const nested = object(at(fields, 'mandate'));
  return mandateWord(fields) ?? (nested && mandateWord(nested, 'status'));
}

function mandateWord(fields: JsonObject, ...more: readonly string[]): string | undefined {
  return wireWord(at(fields, 'mandateStatus', 'mandate_status', ...more)) || undefined;
}

/** Of several spellings, the first that holds something. */
function at(fields: JsonObject, ...names: readonly string[]): unknown {
  const values = names.map((name) => (Object.hasOwn(fields, name) ? fields[name] : undefined));
  return values.find((value) => value !== undefined && value !== null && value !== '');
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}
