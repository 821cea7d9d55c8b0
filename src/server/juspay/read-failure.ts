import { mayBePersonal, safeCode } from '../../../core/model/redact.js';
import { issue } from '../../../core/protocol/check.js';
import type { Issue } from '../../../core/protocol/index.js';
import {
  coerceBoolean,
  coerceObject,
  isObject,
  objectsAt,
  textAt,
  valueAt,
  wireWord,
} from '../../../core/protocol/read.js';
import { fieldName } from './field-name.js';
import type { JuspayErrorReason, JuspayFailure } from './juspay-error.js';

/** What a body in one of Juspay's four shapes of errors says; nothing of its sentences. */
interface SaidFailure {
  /** In capitals, to be compared. */
  readonly word: string;
  readonly code: string | undefined;
  readonly fields: readonly Issue[];
}

/** Reads a body as an error; `undefined` when it has none of the four shapes. Total. */
export function readFailure(body: unknown): SaidFailure | undefined {
  if (!isObject(body)) return undefined;
  const info = coerceObject(valueAt(body, 'error_info')) ?? {};
  const named = textAt(body, 'error_code') ?? textAt(info, 'code');
  const isSaid = valueAt(body, 'error_message', 'error_info') !== undefined;
  const isFlagged = coerceBoolean(valueAt(body, 'error')) === true;
  const isTyped =
    valueAt(body, 'code') !== undefined && valueAt(body, 'message', 'type') !== undefined;
  if (named === undefined && !isSaid && !isFlagged && !isTyped) return undefined;
  // Where nothing else is a code, the status is.
  const code = named ?? textAt(body, 'code') ?? textAt(body, 'status');
  return { word: wireWord(code), code: safeCode(code), fields: fieldsIn(info) };
}

function fieldsIn(info: Readonly<Record<string, unknown>>): readonly Issue[] {
  const names = objectsAt(info, 'fields').map((field) => textAt(field, 'field_name') ?? '');
  return names.filter(isName).map((name) => issue(fieldName(name), 'server.refused'));
}

/** Nothing but the name of a field: a server may put anything there. */
function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z_.:]{0,63}$/.test(name) && !mayBePersonal(name);
}

const REASONS: ReadonlyMap<string, JuspayErrorReason> = new Map([
  ['UNAUTHORIZED', 'unauthorized'],
  ['ACCESS_DENIED', 'unauthorized'],
  ['RESOURCE_NOT_FOUND', 'notFound'],
  ['ORDER_NOT_FOUND', 'notFound'],
  ['NOT_FOUND', 'notFound'],
  ['DUPLICATE_REQUEST', 'conflict'],
  ['DUPLICATE_ORDER_ID', 'conflict'],
  ['ALREADY_EXISTS', 'conflict'],
  ['EXPIRED', 'expired'],
  ['ORDER_EXPIRED', 'expired'],
  ['INVALID_INPUT', 'invalid'],
  ['INVALID_REQUEST', 'invalid'],
  ['INVALID', 'invalid'],
  ['BAD_REQUEST', 'invalid'],
  ['MISSING_MANDATORY_PARAMETER', 'invalid'],
]);

/** Whether the same request may be answered another time. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** What an answer that is no success means. */
export function failureOf(
  status: number,
  body: unknown,
  /** Whether the request may be sent again. */
  isRepeatable: boolean,
): JuspayFailure {
  const said = readFailure(body);
  const reason = reasonOf(status, said);
  const retry = isRepeatable && reason === 'unavailable';
  return { reason, status, code: said?.code, fields: said?.fields, retry };
}

function reasonOf(status: number, said: SaidFailure | undefined): JuspayErrorReason {
  if (isPassing(status)) return 'unavailable';
  if (status === 401 || status === 403) return 'unauthorized';
  // Any web server says 404: only Juspay's own words say that it does not know an id.
  if (said === undefined) return status >= 400 && status !== 404 ? 'refused' : 'unreadable';
  const known = REASONS.get(said.word);
  if (known !== undefined) return known;
  if (said.fields.length > 0) return 'invalid';
  switch (status) {
    case 404:
      return said.code === undefined ? 'notFound' : 'refused';
    case 409:
      return 'conflict';
    case 410:
      return 'expired';
    default:
      return 'refused';
  }
}
