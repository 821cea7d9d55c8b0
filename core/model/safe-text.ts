import { isFields, readJson } from './read-json.js';
import { mayBePersonal } from './redact.js';

/** Stands for what may be somebody's. */
const HIDDEN = '•';
const LONGEST = 200;
/** What is longer than this is no word. */
const LONGEST_TOKEN = 80;
/** How deep the JSON of an error is looked into. */
const DEEPEST = 5;

const OPENING = '("\'`[{';
const CLOSING = ')"\'`]}.,:;!?';

/** Words as people write them, not letters in any case: `Unable`, `UPI`, `two-step`, `OTPs`. */
const WORD =
  /^(?:\p{L}[\p{Ll}\p{Lo}]{0,19}|\p{Lu}{1,20}|[A-Z]{2,5}s)(?:['’-](?:\p{L}[\p{Ll}\p{Lo}]{0,19}|\p{Lu}{1,20}))?$/u;
const SIGN = /^[-–—=|&/]{1,3}$/;
/** Codes of the SDK and the rails. */
const CODE = /^(?:JP_\d{3}|[A-Z]{1,3}\d{1,3})$/;
const CAPITALS = /^[A-Z]{1,20}(?:_[A-Z]{1,20}){1,6}$/;
const CHOICES = /^[A-Z]{2,15}(?:\/[A-Z]{2,15}){1,5}$/;
/** The names of fields: two to five humps, two to six parts. */
const CAMEL =
  /^(?:[a-z]{2,15}|[A-Z][a-z]{1,14})(?:[A-Z][a-z]{1,14}|ID|IFSC|MPIN|OTP|PIN|SDK|SIM|UPI|URL|VPA){1,4}$/;
const SNAKE = /^[a-z]{2,15}(?:_[a-z]{1,15}){1,5}$/;
/** What tokens and keys begin with, in a name of humps. */
const KEY_PREFIX = /^(?:tkn|tk|sk|pk|bearer|ey)(?=[A-Z_])/;
/** A field with its value behind it: `status=FAILURE`, `"field":"simId`. */
const PAIR = /^([\w.]{1,40})(["']?[=:]["']?)(.+)$/s;

/** What dotted names begin with. Others may be addresses: `www.example.com`, `asha.rao`. */
const ROOTS: ReadonlySet<string> = new Set([
  ...['account', 'accounts', 'android', 'content', 'data', 'in', 'mandate', 'merchant'],
  ...['metadata', 'options', 'order', 'params', 'payload', 'request', 'response'],
  ...['selectedAccount', 'sessionTokenResponse', 'signaturePayload', 'txn', 'vpaAccounts'],
]);

/** Values that say something and are nobody's. */
const TOLD_VALUES: ReadonlySet<string> = new Set([
  ...['FRESH', 'BOUND', 'LINKED', 'NOPERMISSION', 'SUCCESS', 'FAILURE', 'PENDING'],
  ...['true', 'false', 'null', 'undefined'],
]);

/** The fields of an error that are sentences or name a field. */
const TELLING: ReadonlySet<string> = new Set([
  ...['action', 'code', 'description', 'detail', 'details', 'developer_message', 'error'],
  ...['error_code', 'error_message', 'errorCode', 'errorMessage', 'expected', 'field'],
  ...['field_name', 'fieldName', 'fields', 'issues', 'key', 'message', 'missing', 'param'],
  ...['parameter', 'parameters', 'params', 'path', 'reason', 'received', 'status', 'type'],
]);

/**
 * Makes a text from outside safe to show to a developer, by an allow-list: words, codes and the
 * names of fields and functions stay, everything else (numbers, addresses, tokens) is masked.
 */
export function safeText(text: string): string {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}') + 1;
  const json = start >= 0 && start < end ? readJson(text.slice(start, end)) : undefined;
  const safe = isFields(json)
    ? safeWords(text.slice(0, start)) + JSON.stringify(safeJson(json)) + safeWords(text.slice(end))
    : safeWords(text);
  return safe.trim().slice(0, LONGEST);
}

function safeWords(text: string): string {
  let before = '';
  const words = text.split(/\s+/).map((word) => {
    // What follows this word is a key, whatever it looks like.
    const isKey = /^\W*bearer\W*$/i.test(before);
    before = word;
    return isKey && word !== '' ? HIDDEN : safeWord(word);
  });
  return words.join(' ');
}

function safeWord(word: string): string {
  if (word.length > LONGEST_TOKEN) return HIDDEN;
  let start = 0;
  let end = word.length;
  while (start < end && OPENING.includes(word.charAt(start))) start += 1;
  while (end > start && CLOSING.includes(word.charAt(end - 1))) end -= 1;
  const isCall = word.charAt(end - 1) === '(' && word.charAt(end) === ')';
  const core = word.slice(start, isCall ? end - 1 : end);
  const safe = isCall ? safeCall(core) : safeCore(core);
  return word.slice(0, start) + safe + word.slice(isCall ? end + 1 : end);
}

function safeCall(name: string): string {
  return isName(name) || isWord(name) ? `${name}()` : HIDDEN;
}

function safeCore(core: string): string {
  if (core === '' || SIGN.test(core)) return core;
  if (isWord(core) || isName(core) || isCode(core)) return core;
  if (CHOICES.test(core) && core.split('/').every(isSpeakable)) return core;
  const [, key = '', glue = '', value = ''] = PAIR.exec(core) ?? [];
  if (!isName(key) && !isWord(key)) return HIDDEN;
  return `${key}${glue}${TELLING.has(key) ? safeWord(value) : safeValue(value)}`;
}

function isWord(text: string): boolean {
  return WORD.test(text) && !mayBePersonal(text) && text.split(/['’-]/).every(isSpeakable);
}

function isCode(text: string): boolean {
  return CODE.test(text) || (CAPITALS.test(text) && text.split('_').every(isSpeakable));
}

/** The name of a field: `simId`, `order_id`, `payload.accountRefId`. */
function isName(text: string): boolean {
  const [root = '', ...rest] = text.split('.');
  if (rest.length === 0) return isField(root);
  const isPart = (part: string) => isField(part) || isCode(part) || /^[a-z]{1,15}$/.test(part);
  return rest.length <= 5 && ROOTS.has(root) && rest.every(isPart);
}

function isField(text: string): boolean {
  if (!(CAMEL.test(text) || SNAKE.test(text)) || KEY_PREFIX.test(text)) return false;
  const parts = text.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return !mayBePersonal(text) && parts.every(isSpeakable);
}

/** Letters at random seldom have vowels where words have them. */
function isSpeakable(word: string): boolean {
  if (word.length < 6 || /[^A-Za-z]/.test(word)) return true;
  return /[aeiouy]/i.test(word) && !/[bcdfghjklmnpqrstvwxz]{6}/i.test(word);
}

/** Of other fields only what is nobody's: a word may be a person's name. */
function safeValue(value: string): string {
  return TOLD_VALUES.has(value) || CODE.test(value) ? value : HIDDEN;
}

function safeJson(value: unknown, isTelling = false, depth = 0): unknown {
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return isTelling ? safeWords(value).trim() : safeValue(value);
  if (typeof value !== 'object' || depth >= DEEPEST) return HIDDEN;
  if (Array.isArray(value)) return value.map((part) => safeJson(part, isTelling, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      isName(key) || isWord(key) ? key : HIDDEN,
      safeJson(part, TELLING.has(key), depth + 1),
    ]),
  );
}
