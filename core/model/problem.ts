/**
 * Why a step did not work, in our own words. A UI maps the word to its own text.
 *
 * Each has an entry in docs/errors.md.
 *
 * - `timeout`: nobody answered in time
 * - `authorizeFailed`: the merchant's server did not sign
 * - `authorizeMismatch`: the merchant's server signed something else than was asked; `message` names it
 * - `orderStatusFailed`: the merchant's server did not say how the order stands
 * - `integration`: merchant, server, dashboard or SDK are set up wrongly; `message` says what to check
 * - `storageFailed`: the record that must be written first could not be written
 * - `permissionDenied`: the person, or the system, said no
 * - `smsTokenExpired`: the SMS was not verified in time
 * - `simMismatch`: the SMS came from another number
 * - `registrationDeclined`: the rails refuse this device
 * - `bindLimit`: too many SMS tokens in 24 hours
 * - `boundElsewhere`: another active binding must be deregistered first
 * - `vpaTaken`: the address belongs to somebody else
 * - `invalid`: the request was refused before it was sent, see the issues in `message`
 * - `offline`: the SDK reported no internet
 * - `cancelled`: the person went back
 * - `notReady`: the SDK is not initiated, or was terminated
 * - `notLinked`: the device is not bound, or not linked, as the call needs it to be
 * - `declined`: the SDK or the bank refused; `code` says more
 * - `unreadable`: an answer could not be understood
 * - `stopped`: the app stopped the flow, for good
 *
 * @example
 * ```ts
 * const texts: Partial<Record<ProblemReason, string>> = { offline: 'You are offline.' };
 * show(texts[problem.reason] ?? 'That did not work.');
 * ```
 */
export type ProblemReason =
  | 'timeout'
  | 'authorizeFailed'
  | 'authorizeMismatch'
  | 'orderStatusFailed'
  | 'integration'
  | 'storageFailed'
  | 'permissionDenied'
  | 'smsTokenExpired'
  | 'simMismatch'
  | 'registrationDeclined'
  | 'bindLimit'
  | 'boundElsewhere'
  | 'vpaTaken'
  | 'invalid'
  | 'offline'
  | 'cancelled'
  | 'notReady'
  | 'notLinked'
  | 'declined'
  | 'unreadable'
  | 'stopped';

/** What went wrong last, on the step it went wrong on. Safe to log: no secret is in it. */
export interface Problem {
  readonly reason: ProblemReason;
  /** The SDK's or the bank's own code: `JP_012`, `U30`, `SMS_VERIFICATION_MISMATCH`. */
  readonly code?: string | undefined;
  /** The field of the server's answer that has to be mended: `status`, `amount`, `orderId`. */
  readonly field?: string | undefined;
  /** For developers, with digits and addresses masked. Never show it to a person. */
  readonly message?: string | undefined;
  /** Whether trying the same again can help. */
  readonly retry: boolean;
}

/**
 * An actor fails with this and nothing else, so that machines can show why. `cause` is what a port
 * threw: it may hold anything, so it is for debuggers and is never shown or kept.
 */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    const text = `${problem.reason}${problem.code === undefined ? '' : ` ${problem.code}`}`;
    super(text, cause === undefined ? undefined : { cause });
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** A problem without a code, as the error that actors fail with. `cause` is what a port threw. */
export function problem(
  reason: ProblemReason,
  retry: boolean,
  message?: string,
  cause?: unknown,
): ProblemError {
  return new ProblemError({ reason, retry, message }, cause);
}

/** The problem inside an actor's error; anything unexpected reads as `unreadable`. */
export function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : { reason: 'unreadable', retry: true };
}
