/**
 * Whether the merchant's server signed what the person confirmed. The rule, in one place: every
 * claim that was asked for is there and equal, with any time of the server's own; and of what was
 * added, nothing touches money.
 */

import { fromBase64Url } from '../base64url.js';
import { coerceObject, isObject, type JsonObject, parseJson } from '../read.js';
import { sameAmount } from './amount.js';
import type { Authorization } from './authorization.js';
import type { SignedClaims } from './claims.js';

/** Not a single JSON object: nothing in it can be trusted. */
const UNREADABLE = ['signaturePayload'];

/**
 * The names of the claims that were signed otherwise than asked, never their values; none when the
 * signature is for what was asked. A key that nobody asked for is named by what it is about. Total.
 *
 * A token signs nothing, so there is nothing to compare. A protected signature may leave out what
 * its product does not know, but not the amount of a payment, and spells some claims otherwise.
 */
export function differingClaims(
  asked: SignedClaims,
  authorization: Authorization,
): readonly string[] {
  if ('clientAuthToken' in authorization) return [];
  const { signaturePayload } = authorization;
  if (!('protected' in authorization)) return inSignature(asked, signaturePayload);
  const text = fromBase64Url(signaturePayload);
  return text === undefined ? UNREADABLE : inProtected(asked, text);
}

function inSignature(asked: SignedClaims, text: string): readonly string[] {
  const payload = onlyObject(text);
  if (payload === undefined) return UNREADABLE;
  const isAsked = (name: string): boolean => Object.hasOwn(asked, name);
  const added = fieldsOf(Object.entries(payload).filter(([name]) => !isAsked(name)));
  if (added === undefined) return UNREADABLE;
  const names = new Set(
    Object.keys(asked).filter(
      (name) => !(Object.hasOwn(payload, name) && isSame(asked, name, payload[name])),
    ),
  );
  const spellings = spellingsOf(asked);
  for (const { path, value } of added) {
    const claim = spellings.get(path);
    const about = moneyOf(path, value);
    if (about !== undefined) names.add(about);
    else if (claim !== undefined && !isSame(asked, claim, value)) names.add(claim);
  }
  return [...names];
}

function inProtected(asked: SignedClaims, text: string): readonly string[] {
  const payload = onlyObject(text);
  const fields = payload && fieldsOf(Object.entries(payload));
  if (fields === undefined) return UNREADABLE;
  const names = new Set<string>();
  const spellings = spellingsOf(asked);
  let namesAmount = false;
  for (const { path, value } of fields) {
    const claim = spellings.get(path);
    namesAmount ||= claim === 'amount';
    // Who is paid is a claim of its own in this group.
    const about = path === 'merchantvpa' ? undefined : moneyOf(path, value);
    if (claim === undefined && about !== undefined) names.add(about);
    if (claim !== undefined && !isSame(asked, claim, value)) names.add(claim);
  }
  if (asked['amount'] !== undefined && !namesAmount) names.add('amount');
  return [...names];
}

/** What a key that nobody asked for touches, by its path as {@link spelled}. */
const MONEY: readonly (readonly [about: string, path: RegExp])[] = [
  ['options.*', /(?:^|\.)options(?:\.|$)/],
  ['mandate.*', /mandate/],
  ['metadata.*:gateway_reference_id', /gatewayreferenceid/],
  ['currency', /currency/],
  ['amount', /amount/],
  ['order_id', /(?:^|\.)order(?:id|type)?$/],
  ['bankAccountHashes', /bankaccount/],
  ['bankCodes', /bankcode/],
  ['split*', /(?:^|\.)split/],
  ['merchant_vpa', /(?:merchant|payee)vpa/],
];

function moneyOf(path: string, value: unknown): string | undefined {
  // Free fields come back with the result and mean nothing on the way.
  if (path.startsWith('udf')) return undefined;
  const about = MONEY.find(([, pattern]) => pattern.test(path))?.[0];
  return about === 'currency' && value === 'INR' ? undefined : about;
}

function isSame(asked: SignedClaims, name: string, value: unknown): boolean {
  switch (name) {
    case 'timestamp':
      return /^\d{1,15}$/.test(printed(value) ?? '');
    case 'amount':
    case 'mandate.max_amount':
      return sameAmount(asked[name], value);
    default:
      return printed(value) === asked[name];
  }
}

function printed(value: unknown): string | undefined {
  const isPrintable =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPrintable ? String(value) : undefined;
}

/** One spelling for `mandate.max_amount`, `mandate.maxAmount` and `mandate: { maxAmount }`. */
function spelled(path: string): string {
  return path.toLowerCase().replaceAll(/[_\s-]/g, '');
}

/** How the claims asked for are spelled elsewhere, each with the name it was asked for by. */
function spellingsOf(asked: SignedClaims): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  for (const name of Object.keys(asked)) {
    const own = spelled(name);
    spellings.set(own, name);
    spellings.set(own.slice(Math.max(own.lastIndexOf('.'), own.lastIndexOf(':')) + 1), name);
  }
  if (asked['customer_id'] !== undefined) spellings.set('merchantcustomerid', 'customer_id');
  if (asked['order_id'] !== undefined) spellings.set('merchantrequestid', 'order_id');
  return spellings;
}

interface Field {
  /** Where it is, as {@link spelled}; entries of a list are where the list is. */
  readonly path: string;
  readonly value: unknown;
}

const DEEPEST = 8;

/** Everything said, at any depth; `undefined` when some of it is too deep. `null` says nothing. */
function fieldsOf(entries: readonly (readonly [string, unknown])[]): readonly Field[] | undefined {
  const fields: Field[] = [];
  const isSeen = (path: string, value: unknown, depth: number): boolean => {
    if (value === null) return true;
    const inner: unknown = coerceObject(value) ?? value;
    const within = typeof inner === 'object' && inner !== null ? Object.entries(inner) : [];
    if (within.length === 0) fields.push({ path, value });
    if (within.length > 0 && depth === DEEPEST) return false;
    const pathOf = (name: string) => (Array.isArray(inner) ? path : `${path}.${spelled(name)}`);
    return within.every(([name, entry]) => isSeen(pathOf(name), entry, depth + 1));
  };
  return entries.every(([name, value]) => isSeen(spelled(name), value, 0)) ? fields : undefined;
}

/** The object that a text holds, unless it says something twice: readers differ on which counts. */
function onlyObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isObject(value) && !saysTwice(text) ? value : undefined;
}

/** Whether a key occurs twice in an object of this JSON text. */
export function saysTwice(text: string): boolean {
  /** The keys of the objects around this place; lists have none. */
  const around: (Set<unknown> | undefined)[] = [];
  const colon = /\s*:/y;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charAt(at)) {
      case '{':
        around.push(new Set());
        break;
      case '[':
        around.push(undefined);
        break;
      case '}':
      case ']':
        around.pop();
        break;
      case '"': {
        const end = endOfString(text, at);
        const keys = around[around.length - 1];
        colon.lastIndex = end;
        if (keys !== undefined && colon.test(text)) {
          const key = parseJson(text.slice(at, end));
          if (keys.has(key)) return true;
          keys.add(key);
        }
        at = end - 1;
      }
    }
  }
  return false;
}

/** Behind the string that begins here. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}
