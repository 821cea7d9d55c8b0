import type { FaultKind } from './faults.js';
import type { JsonObject } from './json.js';

/**
 * One crossing of the bridge.
 *
 * @example
 * ```ts
 * simulator.wire.traffic.filter((entry) => entry.call === 'process').length;
 * ```
 */
export interface TrafficEntry {
  /** Epoch milliseconds, on a clock nobody changes. */
  readonly at: number;
  readonly direction: 'toSdk' | 'fromSdk';
  /** Which method was called (`toSdk` only). */
  readonly call?: 'open' | 'initiate' | 'process' | 'back' | 'terminate' | undefined;
  /** The text that crossed; empty for calls without a request. In object mode, the same as text. */
  readonly raw: string;
  readonly event?: string | undefined;
  readonly requestId?: string | undefined;
  readonly action?: string | undefined;
  /** `lost`: the process died or nobody listened (`fromSdk` only). */
  readonly fate?: 'delivered' | 'dropped' | 'lost' | undefined;
  readonly fault?: FaultKind | undefined;
}

/**
 * An event held back by `hold`.
 *
 * @example
 * ```ts
 * simulator.wire.inFlight[0]; // { id: 4, event: 'process_result', requestId: '…', action: 'upiTxn', … }
 * ```
 */
export interface HeldEvent {
  readonly id: number;
  readonly event: string;
  readonly requestId: string | undefined;
  /** The action of the request, also where the payload does not say it. */
  readonly action: string | undefined;
  readonly envelope: Readonly<JsonObject>;
}

/**
 * A request of `process`, as the native side received it.
 *
 * @example
 * ```ts
 * const [first] = simulator.wire.requests('upiTxn');
 * first?.payload['accountRefId'];
 * ```
 */
export interface WireRequest {
  readonly requestId: string;
  readonly service: string;
  readonly payload: Readonly<Record<string, unknown>>;
}
