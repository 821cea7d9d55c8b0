import type { Issue } from '../../../core/protocol/index.js';

/**
 * Why a call to Juspay did not work.
 *
 * - `invalid`: a field is wrong; `fields` names it. Without a `status` nothing was sent
 * - `unauthorized`: the API key, the merchant id or the dashboard's settings
 * - `notFound`: Juspay does not know the id
 * - `conflict`: the id is taken by something else, or the answer is about something else: a person
 *   has to look
 * - `expired`: too late for it
 * - `refused`: Juspay said no; `code` says more
 * - `unavailable`: Juspay could not be reached, or cannot work at the moment
 * - `timeout`: no answer in time, or the caller gave up
 * - `unreadable`: the answer is none of Juspay's
 *
 * @example
 * ```ts
 * const isHopeless = (reason: JuspayErrorReason) => reason === 'invalid' || reason === 'expired';
 * ```
 */
export type JuspayErrorReason =
  | 'invalid'
  | 'unauthorized'
  | 'notFound'
  | 'conflict'
  | 'expired'
  | 'refused'
  | 'unavailable'
  | 'timeout'
  | 'unreadable';

const SENTENCES: Readonly<Record<JuspayErrorReason, string>> = {
  invalid: 'Juspay found the request invalid.',
  unauthorized: 'Juspay did not accept the API key or the merchant id.',
  notFound: 'Juspay does not know this id.',
  conflict: 'This id stands for something else at Juspay.',
  expired: 'It has expired at Juspay.',
  refused: 'Juspay refused the request.',
  unavailable: 'Juspay could not be reached, or cannot work at the moment.',
  timeout: 'Juspay did not answer in time.',
  unreadable: 'The answer cannot be understood as one of Juspay. Check the base address.',
};

/** What is known of a failed call. */
export interface JuspayFailure {
  readonly reason: JuspayErrorReason;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly fields?: readonly Issue[] | undefined;
  readonly retry?: boolean | undefined;
  /** In place of the sentence of the reason. */
  readonly message?: string | undefined;
}

/**
 * The one error of `createJuspay`'s calls. Safe to log: what Juspay wrote in words is not in it, and
 * no value, key or header.
 *
 * @example
 * ```ts
 * const session = await juspay.createSession(request).catch((error: unknown) => {
 *   if (error instanceof JuspayError && error.reason === 'invalid') return answer400(error.fields);
 *   throw error;
 * });
 * ```
 */
export class JuspayError extends Error {
  readonly reason: JuspayErrorReason;
  /** Of the HTTP answer, where there was one. */
  readonly status: number | undefined;
  /** Juspay's own code, where it is safe to show: `INVALID_INPUT`, `DUPLICATE_REQUEST`. */
  readonly code: string | undefined;
  /** The fields that are wrong, in the spelling of this library; none of their values. */
  readonly fields: readonly Issue[];
  /**
   * Whether calling again with the same can help, and does no harm. After a write that is not
   * repeatable it is `false`: read how things stand first.
   */
  readonly retry: boolean;

  constructor({ reason, status, code, fields = [], retry = false, message }: JuspayFailure) {
    super([message ?? SENTENCES[reason], detail(status, code), named(fields)].join(''));
    this.name = 'JuspayError';
    this.reason = reason;
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retry = retry;
  }
}

function detail(status: number | undefined, code: string | undefined): string {
  const known = [status, code].filter((part) => part !== undefined);
  return known.length === 0 ? '' : ` (${known.join(' ')})`;
}

function named(fields: readonly Issue[]): string {
  return fields.map(({ path, message }) => ` ${path === '' ? 'input' : path}: ${message}`).join('');
}
