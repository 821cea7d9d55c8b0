import { readAmount } from './amount.js';
import { type IssueCode, issue } from './check.js';
import type { Checked, Issue } from './issues.js';
import { isObject, type JsonObject, object, text, textAt } from './read.js';

/** A checkout session of the merchant's server, ready to be passed to `process`. */
export interface Checkout {
  readonly requestId: string;
  readonly orderId: string;
  /** Rupees with two decimals; `undefined` when the payload names none. */
  readonly amount: string | undefined;
  /** The `sdk_payload`, verbatim. */
  readonly request: JsonObject;
}

/**
 * Reads the `sdk_payload` of a session (SEED 004), an object or its JSON text. Nothing in it is
 * changed.
 *
 * Issues: `object`, `required`, `checkout.orderId`, `checkout.amount`.
 *
 * @example
 * ```ts
 * readCheckout(session.sdk_payload);
 * ```
 */
export function readCheckout(sdkPayload: unknown): Checked<Checkout> {
  const request = object(sdkPayload);
  if (request === undefined) return { ok: false, issues: [issue('', 'object')] };
  const requestId = text(request['requestId']);
  const payload = request['payload'];
  const inner = isObject(payload) ? payload : {};
  const orderId = textAt(inner, 'orderId', 'order_id');
  const named = inner['amount'] ?? undefined;
  const amount = readAmount(named);
  const issues: Issue[] = [];
  const blame = (path: string, code: IssueCode): void => {
    issues.push(issue(path, code));
  };
  if (requestId === undefined) blame('requestId', 'required');
  if (!isObject(payload)) blame('payload', 'object');
  else if (orderId === undefined) blame('payload.orderId', 'checkout.orderId');
  if (named !== undefined && amount === undefined) blame('payload.amount', 'checkout.amount');
  if (requestId === undefined || orderId === undefined || issues.length > 0) {
    return { ok: false, issues };
  }
  return { ok: true, value: { requestId, orderId, amount, request } };
}
