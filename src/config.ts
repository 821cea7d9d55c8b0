import type { HyperSdk } from '../adapters/hyper-sdk.js';
import type { Timings } from '../machines/timings.js';
import type { InspectionSink } from './inspection.js';
import type { ErrorSource } from './port-errors.js';
import type { Backend, Clock, KeyValueStorage } from './ports.js';

/**
 * Who pays to whom. `customerId` must stay the same for the same person, SIM and device.
 *
 * @example
 * ```ts
 * const merchant: Merchant = {
 *   merchantId: 'stock',
 *   clientId: 'stock_android',
 *   customerId: 'abcde12345',
 *   environment: 'sandbox',
 *   issuingPsp: 'YES_BIZ',
 * };
 * ```
 */
export interface Merchant {
  readonly merchantId: string;
  /** Usually the merchant id, or `<merchant id>_<os>`. */
  readonly clientId: string;
  readonly customerId: string;
  readonly environment: 'sandbox' | 'production';
  /** `YES_BIZ`, `AXIS_BIZ`, ...: needed for mandates and for `gatewayReferenceId`. */
  readonly issuingPsp?: string | undefined;
  /**
   * The customer's number: 10 digits, or 12 with the 91 prefix. It goes along with every session
   * token, signed as well, and limits the binding to this number; an issuing PSP such as BHIM asks
   * for it. Left out, nothing is sent in its place. It is in no log, state or record.
   */
  readonly mobileNumber?: string | undefined;
  /** The SIM that session tokens are asked for: `0`, `1`, ..., as `upiGetSimDetails` numbers them. */
  readonly simId?: string | undefined;
  /**
   * Goes along with every session token and every binding; that of a session token comes back as
   * `UpiState.profile.otherInfo`. At most 50 keys of 64 characters, with 1000 characters each.
   */
  readonly udf?: Readonly<Record<string, string>> | undefined;
  /**
   * What your product calls the linking of accounts; Juspay's pages about it say. Left out, it is
   * `upiLinkAccounts`. The other one is tried once where the SDK does not know this one.
   */
  readonly linkAction?: 'upiLinkAccount' | 'upiLinkAccounts' | undefined;
  /** `true` when the app shows loaders itself; then `UpiState.loader` says when. */
  readonly merchantLoader?: boolean | undefined;
  /** `"1"` for the SDK's click stream. */
  readonly logLevel?: string | undefined;
  readonly theme?: 'light' | 'dark' | undefined;
}

/**
 * What `createUpiFlow` takes. `sdk`, `merchant` and `backend` are needed; everything else has a
 * default that works. A port that is missing or lacks a method, a bridge in place of an adapter, a clock
 * without a time, a number that is none (timings are finite and above 0, counts whole), and a field that
 * nobody knows make `createUpiFlow` throw.
 *
 * @example
 * ```ts
 * const config: UpiFlowConfig = {
 *   sdk: adapter,
 *   merchant,
 *   backend: { authorize, orderStatus },
 *   storage: AsyncStorage,
 *   timings: { process: 5 * 60_000 },
 *   keepOrders: 50,
 *   onError: (error, where) => console.error(where, error),
 * };
 * const flow = createUpiFlow(config);
 * ```
 */
export interface UpiFlowConfig {
  /** The bridge: an adapter of this library, or your own. */
  readonly sdk: HyperSdk;
  readonly merchant: Merchant;
  /** Your server. Leave `orderStatus` out only if you must: then the SDK's word is all there is. */
  readonly backend: Backend;
  /** Default: memory, which forgets unsettled orders when the app is killed. */
  readonly storage?: KeyValueStorage | undefined;
  /** Default: the platform's clock. */
  readonly clock?: Clock | undefined;
  /**
   * Returns a new uuid v4. Default: the package `uuid`, on the platform's `crypto`. A command for which
   * it throws, or answers no text of 1 to 64 characters, is rejected; so is a payment for which it answers
   * the same text twice.
   */
  readonly newId?: (() => string) | undefined;
  /** Deadlines in milliseconds, each with a default. */
  readonly timings?: { readonly [Name in keyof Timings]?: number | undefined } | undefined;
  /** One sink or several for what the statecharts do: names and states, never data. */
  readonly inspect?: InspectionSink | readonly InspectionSink[] | undefined;
  /**
   * For developers: hears of every exception of a port, of a sink and of a listener, as it was thrown,
   * and of where it came from. It may hold anything, so it never enters state, notices or records. What
   * `onError` throws itself is ignored. Without it, what a sink or a listener throws is unhandled.
   */
  readonly onError?: ((error: unknown, where: ErrorSource) => void) | undefined;
  /**
   * How many settled orders are remembered, a whole number; unsettled ones always are. Default 100.
   * The flow does not refuse a second payment for an order it has forgotten: see
   * docs/money-safety.md.
   */
  readonly keepOrders?: number | undefined;
}
