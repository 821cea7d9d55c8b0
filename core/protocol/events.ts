import * as z from 'zod/mini';
import {
  coerceBoolean,
  coerceObject,
  coerceString,
  isObject,
  type JsonObject,
  parseJson,
} from './read.js';

/** The answer to one request, unwrapped and in one shape. */
export interface SdkResult {
  readonly requestId: string | undefined;
  /** `initiate_result`, `process_result`, or `undefined` where the sender left it out. */
  readonly event: string | undefined;
  /** As the SDK names it; may differ from the action asked for. */
  readonly action: string | undefined;
  /** As printed, trimmed. */
  readonly status: string | undefined;
  /** The top-level `error`. Not a verdict about money: read `status` first. */
  readonly failed: boolean;
  /** `JP_001`, ...; empty when there is none. */
  readonly errorCode: string;
  readonly errorMessage: string;
  /** The innermost payload; empty where an error came without one. */
  readonly payload: JsonObject;
}

/** Anything a bridge delivers. */
export type SdkEvent =
  | { readonly type: 'result'; readonly result: SdkResult }
  | { readonly type: 'loader'; readonly visible: boolean }
  | {
      readonly type: 'sessionExpired';
      /** To be echoed in `updateAuth`. */
      readonly reqCode: string | undefined;
      /** As printed. */
      readonly timestamp: string | undefined;
    }
  | { readonly type: 'ignored'; readonly event: string }
  | {
      readonly type: 'malformed';
      readonly reason: 'empty' | 'notJson' | 'notObject' | 'noContent';
    };

/**
 * Reads anything a bridge delivers: a JSON string or an object, once or twice wrapped, with or
 * without an event name. Total: nothing makes it throw. Whose answer a
 * result is, is for the caller to find out by `requestId`.
 */
export function decodeEvent(raw: unknown): SdkEvent {
  try {
    return decode(raw);
  } catch {
    // A getter or a proxy threw: no bridge delivers such, and none may break the app with it.
    return { type: 'malformed', reason: 'notObject' };
  }
}

/** {@link decodeEvent} as a schema: takes everything, refuses nothing. */
export const eventSchema: z.ZodMiniType<SdkEvent> = z.pipe(z.unknown(), z.transform(decodeEvent));

function decode(raw: unknown): SdkEvent {
  let value = raw;
  // Some hosts stringify what the bridge stringified already.
  for (let layer = 0; typeof value === 'string' && layer < MAX_LAYERS; layer += 1) {
    const trimmed = value.trim();
    if (trimmed === '') return { type: 'malformed', reason: 'empty' };
    value = parseJson(trimmed);
    if (value === undefined) return { type: 'malformed', reason: 'notJson' };
  }
  if (value === undefined || value === null) return { type: 'malformed', reason: 'empty' };
  if (!isObject(value)) return { type: 'malformed', reason: 'notObject' };
  return classify(layersOf(value));
}

const MAX_LAYERS = 4;

/** An envelope, its payload, and the payload inside that one, as deep as they go. */
interface Layers {
  /** What may name the event, the request and the error: everything that holds a payload. */
  readonly envelopes: readonly JsonObject[];
  /** From the outside in. */
  readonly payloads: readonly JsonObject[];
}

function layersOf(outer: JsonObject): Layers {
  const payloads: JsonObject[] = [];
  let next = coerceObject(outer['payload']);
  while (next !== undefined && payloads.length < MAX_LAYERS) {
    payloads.push(next);
    next = coerceObject(next['payload']);
  }
  return { envelopes: [outer, ...payloads.slice(0, -1)], payloads };
}

function classify(layers: Layers): SdkEvent {
  const event = first(layers.envelopes, (layer) => coerceString(layer['event']));
  switch (event?.toLowerCase()) {
    case undefined:
    case 'initiate_result':
    case 'process_result':
      return readResult(layers, event);
    case 'show_loader':
      return { type: 'loader', visible: true };
    case 'hide_loader':
      return { type: 'loader', visible: false };
    case 'session_expired':
    case 'session_expiry':
    case 'sessionexpired':
      return {
        type: 'sessionExpired',
        reqCode: first(layers.payloads, (layer) => coerceString(layer['reqCode'])),
        timestamp: first(layers.payloads, (layer) => coerceString(layer['timestamp'])),
      };
    default:
      return { type: 'ignored', event: event ?? '' };
  }
}

function readResult(layers: Layers, event: string | undefined): SdkEvent {
  const { envelopes, payloads } = layers;
  const requestId = first([...envelopes, ...payloads], (layer) => coerceString(layer['requestId']));
  const payload = content(payloads);
  const error = readError(layers);
  const silent = requestId === undefined && !error.failed && error.errorCode === '';
  if (silent && Object.keys(payload).length === 0) {
    return { type: 'malformed', reason: 'noContent' };
  }
  const action = coerceString(payload['action']);
  const status = coerceString(payload['status']);
  return { type: 'result', result: { requestId, event, action, status, ...error, payload } };
}

/** One payload of all: what the outer one says wins, and what made it an envelope is left out. */
function content(payloads: readonly JsonObject[]): JsonObject {
  const [only, ...inner] = payloads;
  if (only === undefined) return {};
  if (inner.length === 0) return only;
  const { payload, requestId, service, event, error, errorCode, errorMessage, ...said } = only;
  const merged = { ...content(inner), ...said };
  const status = first(payloads, (layer) => coerceString(layer['status']));
  return status === undefined ? merged : { ...merged, status };
}

function readError({ envelopes, payloads }: Layers): {
  failed: boolean;
  errorCode: string;
  errorMessage: string;
} {
  const error = first(envelopes, (layer) =>
    layer['error'] === '' ? undefined : (layer['error'] ?? undefined),
  );
  // Some senders put a whole error, code and all, where a flag or a message belongs.
  const details =
    coerceObject(error) ?? first(envelopes, (layer) => coerceObject(layer['errorMessage']));
  const sources = [...envelopes, ...(details === undefined ? [] : [details]), ...payloads];
  const errorCode = first(sources, (source) => coerceString(source['errorCode'])) ?? '';
  const message = first(sources, (source) => coerceString(source['errorMessage']));
  const asText = coerceBoolean(error) === undefined ? coerceString(error) : undefined;
  const isSet = error !== undefined && error !== null;
  return {
    failed: coerceBoolean(error) ?? (isSet || errorCode !== ''),
    errorCode,
    errorMessage: message ?? asText ?? '',
  };
}

function first<S, T>(sources: readonly S[], read: (source: S) => T | undefined): T | undefined {
  for (const source of sources) {
    const found = read(source);
    if (found !== undefined) return found;
  }
  return undefined;
}
