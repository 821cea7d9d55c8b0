/**
 * What an object of Juspay's server is, told by its keys and before its status is read: orders,
 * transactions, mandates, notifications and refunds share words such as CREATED and FAILURE, and mean
 * different things by them.
 */
import {
  coerceBoolean,
  coerceObject,
  isObject,
  type JsonObject,
  valueAt,
  wireWord,
} from './read.js';
import { moneyStatusOf } from './status-words.js';

/** An object with what it is; `unknown` says nothing about money, whatever its status is. */
export interface ServerObject {
  readonly is: 'order' | 'txn' | 'mandate' | 'notification' | 'refund' | 'session' | 'unknown';
  readonly fields: JsonObject;
}

/** What a webhook's `content` may hold, what says most about an order first. */
const CONTENTS = ['order', 'txn', 'mandate', 'notification', 'refund'] as const;

/** The keys that only such an object has, in both spellings. */
const SESSION = ['sdk_payload', 'sdkPayload'];
const NOTIFICATION = ['object_reference_id', 'objectReferenceId', 'source_info', 'sourceInfo'];
const REFUND = [
  'unique_request_id',
  'uniqueRequestId',
  'refund_id',
  'refundId',
  'refund_type',
  'refundType',
  'refund_source',
  'refundSource',
  'sent_to_gateway',
  'sentToGateway',
];
const TXN = ['txn_amount', 'txnAmount'];
/** A mandate, or what was agreed on: an order has it in its `mandate`. */
const MANDATE = [
  ...['mandate_id', 'mandateId', 'mandate_token', 'mandateToken', 'umn'],
  ...['max_amount', 'maxAmount', 'frequency', 'start_date', 'end_date', 'amount_rule'],
  ...['block_funds', 'blockFunds'],
];
const MANDATE_STATUS = ['mandate_status', 'mandateStatus'];
const ERROR = ['error_message', 'errorMessage', 'error_info', 'errorInfo'];
const ORDER = ['order_id', 'orderId', 'amount'];
/** A merchant's server may leave out what the app knows: which order, and how much. */
const REST_OF_ORDER: ReadonlySet<string> = new Set([
  'status',
  'status_id',
  'currency',
  'txn_uuid',
  'txnUuid',
  ...MANDATE_STATUS,
]);

/**
 * Recognises an object of the server, or the JSON text of one. A webhook's envelope, and its
 * `content` alone, are opened. Total.
 */
export function readServerObject(answer: unknown): ServerObject {
  const fields = coerceObject(answer);
  if (fields === undefined) return { is: 'unknown', fields: {} };
  const content = contentOf(fields);
  if (content === undefined) return { is: kindOf(fields), fields };
  const held = CONTENTS.flatMap((name) => {
    const inner = coerceObject(valueAt(content, name));
    return inner === undefined || Object.keys(inner).length === 0 ? [] : [{ name, inner }];
  });
  const [first] = held;
  if (first === undefined) return { is: 'unknown', fields: {} };
  const mandate = held.find(({ name }) => name === 'mandate')?.inner;
  // What an envelope calls it counts, unless the object itself says that it is something else.
  const is = kindIn(first.name, first.inner);
  const isOfMoney = is === 'order' || is === 'txn';
  return { is, fields: isOfMoney && mandate ? { mandate, ...first.inner } : first.inner };
}

/** What an envelope holds: nothing of an envelope itself is about money. */
function contentOf(fields: JsonObject): JsonObject | undefined {
  const content = coerceObject(valueAt(fields, 'content'));
  if (content !== undefined) return content;
  if (has(fields, ['event_name', 'eventName'])) return {};
  const isContent =
    !has(fields, ['status']) && CONTENTS.some((name) => isObject(valueAt(fields, name)));
  return isContent ? fields : undefined;
}

function kindIn(name: (typeof CONTENTS)[number], inner: JsonObject): ServerObject['is'] {
  const kind = kindOf(inner);
  if (name !== 'order' && name !== 'txn') return name;
  return kind === 'unknown' || kind === 'order' ? name : kind;
}

function kindOf(fields: JsonObject): ServerObject['is'] {
  if (has(fields, NOTIFICATION)) return 'notification';
  if (has(fields, REFUND)) return 'refund';
  // Beside its order's own amount it is a word about the order.
  const isNamedOrder = has(fields, ['amount']) && has(fields, ['order_id', 'orderId']);
  if (has(fields, TXN) && !isNamedOrder) return 'txn';
  // CREATED is a word of nearly everything; what was paid, or failed to be, is an order.
  if (!isDecided(fields)) {
    if (has(fields, SESSION)) return 'session';
    if (has(fields, MANDATE)) return 'mandate';
    if (has(fields, MANDATE_STATUS) && !has(fields, ['amount'])) return 'mandate';
    if (has(fields, ERROR) || coerceBoolean(valueAt(fields, 'error')) === true) return 'unknown';
  }
  const isBare =
    has(fields, ['status']) && Object.keys(fields).every((key) => REST_OF_ORDER.has(key));
  return isBare || has(fields, ORDER) ? 'order' : 'unknown';
}

/** Whether its status is one that only the money of an order, or of a transaction, has. */
function isDecided(fields: JsonObject): boolean {
  const moneyStatus = moneyStatusOf(wireWord(valueAt(fields, 'status')));
  return moneyStatus !== 'open' && moneyStatus !== 'untouched';
}

function has(fields: JsonObject, names: readonly string[]): boolean {
  return valueAt(fields, ...names) !== undefined;
}
