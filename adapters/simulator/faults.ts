import { isObject, type JsonObject } from './json.js';

/**
 * What can go wrong with the content of one event on its way to the app.
 *
 * @example
 * ```ts
 * const [held] = simulator.wire.inFlight;
 * if (held !== undefined) simulator.wire.deliver(held.id, 'emptyPayload');
 * ```
 */
export type Alteration =
  | 'malform'
  | 'doubleWrap'
  | 'emptyPayload'
  | 'wrongCasing'
  | 'emptyString'
  | 'missingEvent';

/**
 * What can go wrong with one event on its way to the app.
 *
 * @example
 * ```ts
 * simulator.wire.fault('drop', { action: 'upiTxn' });
 * ```
 */
export type FaultKind = Alteration | 'drop' | 'delay' | 'duplicate' | 'reorder';

/** An event as the SDK means it; `raw` is set once an alteration made it something else. */
export interface Message {
  readonly envelope: JsonObject;
  /** A text that is delivered instead of the envelope. */
  readonly raw: string | undefined;
}

/** Alters one event. */
export function alter(envelope: JsonObject, kind: Alteration): Message {
  switch (kind) {
    case 'malform': {
      const text = JSON.stringify(envelope);
      return { envelope, raw: text.slice(0, Math.floor(text.length * 0.6)) };
    }
    case 'emptyString':
      return { envelope, raw: '' };
    case 'emptyPayload':
      return whole({ ...envelope, payload: {} });
    case 'missingEvent': {
      const { event: _, ...rest } = envelope;
      return whole(rest);
    }
    case 'doubleWrap': {
      const { event, ...rest } = envelope;
      return whole({ payload: rest, event });
    }
    case 'wrongCasing':
      return whole(recased(envelope));
  }
}

function whole(envelope: JsonObject): Message {
  return { envelope, raw: undefined };
}

function recased(envelope: JsonObject): JsonObject {
  const payload = envelope['payload'];
  const status = isObject(payload) ? payload['status'] : undefined;
  if (!isObject(payload) || typeof status !== 'string') {
    return envelope;
  }
  const lower = status.toLowerCase();
  return {
    ...envelope,
    payload: { ...payload, status: lower === status ? status.toUpperCase() : lower },
  };
}
