import type { TrafficEntry } from '../adapters/simulator/index.js';
import { decodeEvent, type JsonObject } from '../core/protocol/index.js';
import type { About, Emit } from './event.js';
import {
  type AllowList,
  address,
  allowed,
  count,
  each,
  plain,
  short,
  some,
  unless,
  words,
} from './mask.js';

const REQUEST: AllowList = {
  orderId: plain,
  amount: plain,
  simId: plain,
  bankCodes: each(plain),
  accountRefId: [short, 'account'],
  accountReferenceId: [short, 'account'],
  accountReferenceIds: [each(short), 'accounts'],
  customerVpa: [address, 'vpa'],
  orderType: plain,
  reqCode: short,
};

/** What is signed says what is paid: the payload itself does not repeat it. */
const CLAIMS: AllowList = {
  order_id: [plain, 'orderId'],
  amount: plain,
  'mandate.max_amount': [plain, 'max'],
  'mandate.frequency': [plain, 'every'],
};

const ANSWER: AllowList = {
  status: plain,
  orderId: plain,
  gatewayResponseCode: [unless('00'), 'code'],
  available: [plain, 'free'],
  simDetails: [count, 'sims'],
  bankList: [count, 'banks'],
  accounts: count,
  vpaAccounts: [some, 'linked'],
  linkedAccounts: [some, 'linked'],
  vpaSuggestions: [some, 'suggestions'],
};

/** Tells one crossing of the bridge; loaders are noise and stay out. */
export function formatWire(entry: TrafficEntry, emit: Emit, at: number): void {
  if (entry.direction === 'toSdk') emit('request', nameOfCall(entry), aboutCall(entry), at);
  else formatAnswer(entry, emit, at);
}

function payloadOf(entry: TrafficEntry): JsonObject {
  return entry.raw === '' ? {} : objectAt(parsed(entry.raw), 'payload');
}

function nameOfCall(entry: TrafficEntry): string {
  const action = payloadOf(entry)['action'];
  return entry.call === 'process' && typeof action === 'string' ? action : (entry.call ?? '');
}

function aboutCall(entry: TrafficEntry): About {
  const payload = payloadOf(entry);
  const claims = parsed(payload['signaturePayload']);
  return { ...allowed(claims, CLAIMS), ...allowed(payload, REQUEST) };
}

function formatAnswer(entry: TrafficEntry, emit: Emit, at: number): void {
  const event = decodeEvent(entry.raw);
  const fate: About = entry.fate === 'delivered' ? {} : { fate: entry.fate ?? '' };
  if (event.type === 'result') {
    const { payload, errorCode, errorMessage } = event.result;
    const error = allowed(
      { errorCode, errorMessage },
      { errorCode: [plain, 'error'], errorMessage: [words, 'message'] },
    );
    const about = { ...allowed(payload, ANSWER), ...aboutMandate(payload), ...error, ...fate };
    emit('answer', entry.action ?? entry.event ?? '', about, at);
  } else if (event.type === 'sessionExpired') {
    const about = allowed({ reqCode: event.reqCode }, { reqCode: short });
    emit('answer', entry.event ?? 'session_expired', about, at);
  }
}

function aboutMandate(payload: JsonObject): About {
  return allowed(objectAt(payload, 'mandate'), { gatewayResponseStatus: [plain, 'mandate'] });
}

function objectAt(holder: JsonObject, key: string): JsonObject {
  const value = holder[key];
  return isObject(value) ? value : {};
}

/** The object in a JSON text, or an empty one: a signed payload may be of another form. */
function parsed(text: unknown): JsonObject {
  if (typeof text !== 'string' || !text.startsWith('{')) return {};
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
