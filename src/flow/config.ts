import type { Timings } from '../../core/model/timings.js';
import type { Backend } from '../../core/ports/backend.js';
import type { Clock } from '../../core/ports/clock.js';
import type { HyperSdk } from '../../core/ports/hyper-sdk.js';
import type { Merchant } from '../../core/ports/merchant.js';
import type { KeyValueStorage } from '../../core/ports/storage.js';
import type { ErrorSource } from '../platform/port-errors.js';
import type { InspectionSink } from './inspection.js';

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
