import type { JsonObject } from '../../adapters/simulator/json.js';

/**
 * Juspay's words for why it refuses a request.
 *
 * @example
 * ```ts
 * const code: JuspayErrorCode = 'DUPLICATE_REQUEST';
 * ```
 */
export type JuspayErrorCode =
  | 'access_denied'
  | 'ALREADY_EXISTS'
  | 'DUPLICATE_REQUEST'
  | 'EXPIRED'
  | 'INTERNAL_SERVER_ERROR'
  | 'INVALID_ACTION'
  | 'INVALID_INPUT'
  | 'MISSING_MANDATORY_PARAMETER'
  | 'RESOURCE_NOT_FOUND';

/**
 * The shapes that Juspay's errors were seen in:
 *
 * - `info`: `status`, `error_code`, `error_message`, and `error_info` with the fields
 * - `plain`: the same without `error_info`
 * - `session`: `session_id`, `code`, `type`, `message`, `user_message`
 * - `flag`: `error: true`, `error_message`, `user_message`
 *
 * @example
 * ```ts
 * mock.faults.errorShape = 'session';
 * ```
 */
export type JuspayErrorShape = 'info' | 'plain' | 'session' | 'flag';

/** Ends the work on a request with an error answer. No value of the request is in its words. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: JuspayErrorCode;
  /** The field that has to be mended. */
  readonly field: string | undefined;
  /** What `info` and `plain` say besides. */
  readonly more: JsonObject;

  constructor(
    status: number,
    code: JuspayErrorCode,
    message: string,
    { field, more = {} }: { readonly field?: string; readonly more?: JsonObject } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.field = field;
    this.more = more;
  }
}

/** A field that is not there. */
export function missing(field: string): Refusal {
  const message = `Mandatory parameter ${field} is missing.`;
  return new Refusal(400, 'MISSING_MANDATORY_PARAMETER', message, { field });
}

/** A field whose value is refused. */
export function invalid(field: string, reason: string): Refusal {
  return new Refusal(400, 'INVALID_INPUT', `${field}: ${reason}`, { field });
}

/** Something that nobody knows. */
export function notFound(what: string, more?: JsonObject): Refusal {
  return new Refusal(404, 'RESOURCE_NOT_FOUND', `${what} not found.`, more && { more });
}

/** What cannot be done with something as it stands. */
export function notNow(message: string): Refusal {
  return new Refusal(400, 'INVALID_ACTION', message);
}

const USER_MESSAGE = 'Something went wrong. Please try again.';

/** The body of a refusal. `id` is what the `session` shape calls the call. */
export function errorBody(refusal: Refusal, shape: JuspayErrorShape, id: string): JsonObject {
  const { code, message, field, more } = refusal;
  const plain = { status: 'error', error_code: code, error_message: message, ...more };
  switch (shape) {
    case 'plain':
      return plain;
    case 'info': {
      const fields = field === undefined ? [] : [{ field_name: field, reason: message }];
      return {
        ...plain,
        error_info: {
          code,
          category: 'USER_ERROR',
          developer_message: message,
          user_message: USER_MESSAGE,
          fields,
        },
      };
    }
    case 'session':
      return {
        session_id: id,
        code,
        type: 'USER_ERROR',
        message,
        user_message: USER_MESSAGE,
      };
    case 'flag':
      return { error: true, error_message: message, user_message: USER_MESSAGE };
  }
}
