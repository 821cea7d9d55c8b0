import { isObject, type JsonObject, textAt } from './json.js';

/**
 * A request as it crossed the bridge.
 *
 * @example
 * ```ts
 * const request: Request = { requestId: 'r1', service: 'in.juspay.hyperapi', payload: {} };
 * ```
 */
export interface Request {
  readonly requestId: string;
  readonly service: string;
  readonly payload: JsonObject;
}

/**
 * Reads a request. Without a requestId it is none: the SDK drops it without a word, as on Android.
 *
 * @example
 * ```ts
 * requestOf({ requestId: 'r1', payload: {} })?.service; // 'in.juspay.hyperapi'
 * ```
 */
export function requestOf(raw: JsonObject): Request | undefined {
  const requestId = textAt(raw, 'requestId');
  const payload = raw['payload'];
  const service = textAt(raw, 'service') ?? 'in.juspay.hyperapi';
  return requestId === undefined
    ? undefined
    : { requestId, service, payload: isObject(payload) ? payload : {} };
}
