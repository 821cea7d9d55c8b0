import { isObject, type JsonObject, textAt } from './json.js';

/** A request as it crossed the bridge. */
export interface Request {
  readonly requestId: string;
  readonly service: string;
  readonly payload: JsonObject;
}

/**
 * Reads a request. Without a requestId it is none: the SDK drops it without a word, as on Android.
 */
export function requestOf(raw: JsonObject): Request | undefined {
  const requestId = textAt(raw, 'requestId');
  const payload = raw['payload'];
  const service = textAt(raw, 'service') ?? 'in.juspay.hyperapi';
  return requestId === undefined
    ? undefined
    : { requestId, service, payload: isObject(payload) ? payload : {} };
}
