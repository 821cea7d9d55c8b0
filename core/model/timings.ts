/**
 * Every deadline of the flow, in milliseconds, and the two counts that belong to them. All are above 0
 * and no longer than a year, the counts whole; `createUpiFlow` throws for one that is not, and for a name
 * that is not here.
 *
 * @example
 * ```ts
 * const timings: Partial<Timings> = { smsToken: 90_000, bindAttempts: 2 };
 * createUpiFlow({ sdk, merchant, backend, timings });
 * ```
 */
export interface Timings {
  /** `open` and `initiate`, until `initiate_result`. */
  readonly initiate: number;
  /** A headless read: session token, SIMs, banks, accounts, VPA. */
  readonly call: number;
  /** The system's permission dialog. */
  readonly permission: number;
  /** An SMS token, from the bind request until it is verified. No number is published; see docs/timings.md. */
  readonly smsToken: number;
  /** SMS tokens in 24 hours; the rails block a device after three. A count. */
  readonly bindAttempts: number;
  /** How often a token that is being verified is asked about. */
  readonly bindPoll: number;
  /** The SDK's own onboarding screens. */
  readonly onboarding: number;
  /** The PIN page of NPCI's Common Library. */
  readonly mpin: number;
  /** One answer of the merchant's server to `authorize`. */
  readonly authorize: number;
  /** How often `authorize` is asked in all before the step fails. A count. */
  readonly authorizeAttempts: number;
  /** Between two `authorize` attempts; doubles. */
  readonly authorizeBackoff: number;
  /** A payment on the SDK's screen; after it the order is pending. */
  readonly process: number;
  /** One answer of the merchant's server to `orderStatus`. */
  readonly status: number;
  /** How much longer than for the signature a payment waits for the order's status before it is sent. */
  readonly lookBefore: number;
  /**
   * How long the server must go on showing no transaction of an attempt that the SDK called not paid,
   * until that is believed. Setting it sets `noTransactionAfterAbort` as well.
   */
  readonly noTransactionFor: number;
  /** The same after BACKPRESS and USER_ABORTED, which people take back quickly. */
  readonly noTransactionAfterAbort: number;
  /** The first status poll of a pending order; doubles up to `pollMax`. */
  readonly pollFirst: number;
  /** The longest wait between polls, at least `pollFirst`: where one alone is set, the other follows. */
  readonly pollMax: number;
  /** How long a pending order is polled before it is parked: waiting time that really passed. */
  readonly pollFor: number;
  /** One read or write of the storage. */
  readonly storage: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * The defaults, in milliseconds. Override any of them with `createUpiFlow({ timings })`.
 *
 * @example
 * ```ts
 * createUpiFlow({ sdk, merchant, backend, timings: { process: 2 * defaultTimings.process } });
 * ```
 */
export const defaultTimings: Timings = {
  initiate: 30 * SECOND,
  call: 30 * SECOND,
  permission: 5 * MINUTE,
  smsToken: 2 * MINUTE,
  bindAttempts: 3,
  bindPoll: 5 * SECOND,
  onboarding: 15 * MINUTE,
  mpin: 5 * MINUTE,
  authorize: 10 * SECOND,
  authorizeAttempts: 3,
  authorizeBackoff: 1 * SECOND,
  process: 10 * MINUTE,
  status: 10 * SECOND,
  lookBefore: 2 * SECOND,
  noTransactionFor: 2 * MINUTE,
  noTransactionAfterAbort: 15 * SECOND,
  pollFirst: 5 * SECOND,
  pollMax: 60 * SECOND,
  pollFor: 15 * MINUTE,
  storage: 5 * SECOND,
};
