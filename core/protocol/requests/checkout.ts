import { type IssueCode, issue, refuse } from '../check.js';
import type { Checked, Issue } from '../issues.js';
import { jsonCopy } from '../json-copy.js';
import { isTidy, LIMITS } from '../limits.js';
import { coerceObject, coerceString, isObject, type JsonObject, textAt } from '../read.js';
import { readAmount } from './amount.js';

/** A checkout session of the merchant's server, ready to be passed to `process`. */
export interface Checkout {
  readonly requestId: string;
  readonly orderId: string;
  /** Rupees with two decimals; `undefined` when the payload names none. */
  readonly amount: string | undefined;
  /** A copy of the `sdk_payload`, verbatim: what is sent is what was read. */
  readonly request: JsonObject;
}

/**
 * Reads the `sdk_payload` of a session, an object or its JSON text. Nothing in it is changed.
 * Total. Order and request ids have at most 64 characters, none of them a control character.
 *
 * Issues: `object`, `required`, `id.format`, `checkout.json`, `checkout.orderId`, `checkout.amount`.
 */
export function readCheckout(sdkPayload: unknown): Checked<Checkout> {
  const given = typeof sdkPayload === 'string' ? coerceObject(sdkPayload) : sdkPayload;
  if (typeof given !== 'object' || given === null) return refuse('', 'object');
  const request = jsonCopy(given);
  if (request === undefined) return refuse('', 'checkout.json');
  if (!isObject(request)) return refuse('', 'object');
  const requestId = coerceString(request['requestId']);
  const payload = request['payload'];
  const inner = isObject(payload) ? payload : {};
  const orderId = textAt(inner, 'orderId', 'order_id');
  const named = inner['amount'] ?? undefined;
  const amount = readAmount(named);
  const isPaid = amount !== undefined && amount !== '0.00';
  const issues: Issue[] = [];
  const blame = (path: string, code: IssueCode): void => {
    issues.push(issue(path, code));
  };
  if (requestId === undefined) blame('requestId', 'required');
  else if (!isAsGiven(request['requestId'], requestId)) blame('requestId', 'id.format');
  if (!isObject(payload)) blame('payload', 'object');
  else if (orderId === undefined) blame('payload.orderId', 'checkout.orderId');
  else if (!isAsGiven(inner['orderId'] ?? inner['order_id'], orderId))
    blame('payload.orderId', 'id.format');
  if (named !== undefined && !isPaid) blame('payload.amount', 'checkout.amount');
  if (requestId === undefined || orderId === undefined || issues.length > 0) {
    return { ok: false, issues };
  }
  return { ok: true, value: { requestId, orderId, amount, request } };
}

/** What goes out must be what the server is asked about: blanks around an id make it another one. */
function isAsGiven(given: unknown, read: string): boolean {
  return isTidy(read, LIMITS.id) && String(given) === read;
}
