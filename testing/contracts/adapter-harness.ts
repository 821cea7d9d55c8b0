import type { HyperSdk } from '../../src/index.js';

/**
 * One call as it arrived on the far side of a bridge.
 *
 * @example
 * ```ts
 * const arrived: BridgeCall = { call: 'process', request: '{"requestId":"r1"}' };
 * ```
 */
export interface BridgeCall {
  /** `initiate`, `process`, `terminate`, or any other name the bridge knows. */
  readonly call: string;
  /** The request as the bridge got it: JSON text or an object. */
  readonly request?: unknown;
}

/**
 * An adapter together with the far side of its bridge. A request that no SDK instance took did not
 * arrive: leave it out, or list it under another name.
 *
 * @example
 * ```ts
 * const harness: AdapterHarness = {
 *   sdk: createMySdk(bridge),
 *   delivers: 'text',
 *   calls: () => bridge.calls,
 *   emit: (raw) => bridge.emit('HyperEvent', raw),
 * };
 * ```
 */
export interface AdapterHarness {
  readonly sdk: HyperSdk;
  /** What the bridge makes of an event. */
  readonly delivers: 'text' | 'object';
  /** What arrived so far, oldest first. `open` is listed if the bridge has such a call. */
  calls(): readonly BridgeCall[];
  /** The SDK says something, and the bridge delivers it. */
  emit(raw: unknown): unknown;
  /** How many listeners the bridge has. Leave it out where that cannot be known. */
  listeners?(): number;
  /** Whether the SDK uses hardware back from now on. Leave it out where it never does. */
  usesBack?(uses: boolean): unknown;
  /** The bridge refuses the next call, the way it refuses. Leave it out where it never does. */
  refuse?(): unknown;
  /** Waits until what is under way has arrived. Default: until promises that are ready are over. */
  settle?(): unknown;
}
