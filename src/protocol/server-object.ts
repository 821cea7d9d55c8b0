/**
 * What an object of Juspay's server is, told by its keys and before its status is read: orders,
 * transactions, mandates, notifications and refunds share words such as CREATED and FAILURE, and mean
 * different things by them (server-facts §3, §4).
 */
import { isObject, type JsonObject, object } from './read.js';

/** An object with what it is; `unknown` says nothing about money, whatever its status is. */
export interface ServerObject {
  readonly is: 'order' | 'txn' | 'mandate' | 'notification' | 'refund' | 'session' | 'unknown';
  readonly fields: JsonObject;
}

/** What a webhook's `content` may hold, what says most about an order first. */
const CONTENTS = ['order', 'txn', 'mandate', 'notification', 'refund'] as const;

/** The keys that only such an object has, in both spellings. */
const SESSION = ['payment_links', 'paymentLinks', 'sdk_payload', 'sdkPayload'];
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
const MANDATE = ['mandate_id', 'mandateId', 'mandate_token', 'mandateToken'];
/** What was agreed on: an order has it in its `mandate`, never beside its own status. */
const TERMS = ['max_amount', 'maxAmount', 'frequency', 'start_date', 'end_date', 'amount_rule'];
const ORDER = ['order_id', 'orderId', 'amount'];
/** A merchant's server may leave out what the app knows: which order, and how much. */
const REST_OF_ORDER: ReadonlySet<string> = new Set([
  'status',
  'status_id',
  'currency',
  'txn_uuid',
  'txnUuid',
  'mandate_status',
  'mandateStatus',
]);

/**
 * Recognises an object of the server, or the JSON text of one. A webhook's envelope, and its
 * `content` alone, are opened. Total.
 *
 * @example
 * ```ts
 * readServerObject({ mandate_id: 'm1', order_id: 'A1', status: 'CREATED', max_amount: 500 }).is; // 'mandate'
 * ```
 */
export function readServerObject(answer: unknown): ServerObject {
  const fields = object(answer);
  if (fields === undefined) return { is: 'unknown', fields: {} };
  const content = contentOf(fields);
  if (content === undefined) return { is: kindOf(fields), fields };
  for (const name of CONTENTS) {
    const inner = own(content, name);
    // What an envelope calls it counts, unless the object itself says that it is something else.
    if (isObject(inner)) return { is: kindIn(name, inner), fields: inner };
  }
  return { is: 'unknown', fields: {} };
}

/** What an envelope holds: nothing of an envelope itself is about money. */
function contentOf(fields: JsonObject): JsonObject | undefined {
  const content = object(own(fields, 'content'));
  if (content !== undefined) return content;
  if (has(fields, ['event_name', 'eventName'])) return {};
  const isContent =
    !has(fields, ['status']) && CONTENTS.some((name) => isObject(own(fields, name)));
  return isContent ? fields : undefined;
}

function kindIn(name: (typeof CONTENTS)[number], inner: JsonObject): ServerObject['is'] {
  const kind = kindOf(inner);
  if (name !== 'order' && name !== 'txn') return name;
  return kind === 'unknown' || kind === 'order' ? name : kind;
}

function kindOf(fields: JsonObject): ServerObject['is'] {
  if (has(fields, SESSION)) return 'session';
  if (has(fields, NOTIFICATION)) return 'notification';
  if (has(fields, REFUND)) return 'refund';
  if (has(fields, TXN)) return 'txn';
  if (has(fields, TERMS) || (has(fields, MANDATE) && !has(fields, ['amount']))) return 'mandate';
  const isBare =
    has(fields, ['status']) && Object.keys(fields).every((key) => REST_OF_ORDER.has(key));
  return isBare || has(fields, ORDER) ? 'order' : 'unknown';
}

function own(fields: JsonObject, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Servers print what is not there as null or ''. */
function has(fields: JsonObject, names: readonly string[]): boolean {
  return names.some((name) => {
    const value = own(fields, name);
    return value !== undefined && value !== null && value !== '';
  });
}
