import { type Problem, problemOf } from '../machines/problem.js';
import {
  type CallableOperation,
  type OperationParams,
  type OperationResponse,
  operations,
} from './protocol/index.js';
import { ask } from './wiring/ask.js';
import type { Host } from './wiring/host.js';

/**
 * What a call answers: a value, or why there is none.
 *
 * @example
 * ```ts
 * const answer = await flow.call('upiCheckBalance', { upiRequestId, referenceId });
 * if (answer.ok) show(answer.value.balance);
 * else explain(answer.error.reason);
 * ```
 */
export type CallResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Problem };

/** What a call may wait for: an operation with a screen waits for the person. */
function timeoutOf(host: Host, operation: CallableOperation): number {
  return operations[operation].effect === 'screen' ? host.timings.onboarding : host.timings.call;
}

/** Whether the operation changes what a session token would say. */
function changesDevice(operation: CallableOperation): boolean {
  const { effect } = operations[operation];
  return effect === 'device' || operation === 'onboarding' || operation === 'management';
}

/** How a call shares the SDK's one screen with the flow. */
export interface CallScreen {
  /** Why a call is not possible now. */
  blocked(takesScreen: boolean): Problem | undefined;
  take(): void;
  /** `deviceChanged`: the status may have changed beside the flow. */
  free(deviceChanged: boolean): void;
}

/** Makes `flow.call`. */
export function createCall(host: Host, screen: CallScreen) {
  return async function call<N extends CallableOperation>(
    operation: N,
    params: OperationParams<N>,
  ): Promise<CallResult<OperationResponse<N>>> {
    const takesScreen = operations[operation].effect !== 'read';
    const error = screen.blocked(takesScreen);
    if (error !== undefined) return { ok: false, error };
    if (takesScreen) screen.take();
    try {
      const value = await ask(host, operation, params, { timeout: timeoutOf(host, operation) });
      return { ok: true, value };
    } catch (failure) {
      return { ok: false, error: problemOf(failure) };
    } finally {
      if (takesScreen) screen.free(changesDevice(operation));
    }
  };
}
