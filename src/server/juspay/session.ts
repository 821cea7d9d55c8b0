import { isSameOrder, readCheckout, sameAmount } from '../../../core/protocol/index.js';
import { omitUndefined } from '../../../core/protocol/omit-undefined.js';
import {
  coerceObject,
  coerceTimestamp,
  isObject,
  type JsonObject,
  textAt,
  valueAt,
  wireWord,
} from '../../../core/protocol/read.js';
import { JuspayError } from './juspay-error.js';
import { differing } from './read-answer.js';
import { failureOf } from './read-failure.js';
import type { Answer } from './send.js';
import type { SessionRequest } from './session-request.js';

/**
 * A session that Juspay opened.
 *
 * @example
 * ```ts
 * const { sdkPayload, expiresAt } = await juspay.createSession(request);
 * reply({ sdkPayload }); // to the app, which passes it to the SDK as it is
 * ```
 */
export interface Session {
  /** Yours. */
  readonly orderId: string;
  /** Juspay's. */
  readonly id: string;
  /**
   * For the app's `process`, verbatim: it names your order and your amount. It holds a client auth
   * token, so it belongs to its customer and into no log.
   */
  readonly sdkPayload: JsonObject;
  /** A page on which the order can be paid, too. */
  readonly webLink?: string;
  /** When the order can no longer be paid, epoch milliseconds; absent when Juspay does not say. */
  readonly expiresAt?: number;
}

/** Reads the answer to a session. Throws a `JuspayError` when it is none, or of another order. */
export function readSession({ status, body }: Answer, request: SessionRequest): Session {
  const wire = isObject(body) ? body : {};
  const checkout = readCheckout(valueAt(wire, 'sdk_payload', 'sdkPayload'));
  const id = textAt(wire, 'id');
  const named = textAt(wire, 'order_id', 'orderId');
  // An order that exists may be answered with what it is at Juspay: that is looked at first.
  if (named !== undefined && !isSameOrder(named, request.orderId)) {
    throw differing(['orderId'], status);
  }
  if (!checkout.ok || id === undefined) throw new JuspayError(failureOf(status, body, true));
  const { amount, orderId, request: sdkPayload } = checkout.value;
  const fields: string[] = [];
  if (!isSameOrder(orderId, request.orderId)) fields.push('orderId');
  const isManagement = request.action === 'paymentManagement' && amount === undefined;
  if (!isManagement && !sameAmount(amount, request.amount)) fields.push('amount');
  if (!isSameCurrency(sdkPayload, request)) fields.push('currency');
  if (fields.length > 0) throw differing(fields, status);
  const links = coerceObject(valueAt(wire, 'payment_links', 'paymentLinks')) ?? {};
  return omitUndefined({
    orderId: request.orderId,
    id,
    sdkPayload,
    ...webLinkIn(links),
    ...expiryIn(wire, links),
  });
}

function isSameCurrency({ payload }: JsonObject, { currency = 'INR' }: SessionRequest): boolean {
  const named = wireWord(coerceObject(payload)?.['currency']);
  return named === '' || named === currency;
}

function webLinkIn(links: JsonObject): { webLink?: string } {
  const webLink = textAt(links, 'web');
  return webLink !== undefined && /^https:\/\/\S+$/.test(webLink) ? { webLink } : {};
}

function expiryIn(wire: JsonObject, links: JsonObject): { expiresAt?: number } {
  const expiresAt =
    coerceTimestamp(valueAt(wire, 'order_expiry', 'orderExpiry')) ??
    coerceTimestamp(valueAt(links, 'expiry'));
  return expiresAt === undefined ? {} : { expiresAt };
}
