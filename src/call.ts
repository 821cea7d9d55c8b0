import { type Problem, problemOf } from '../machines/problem.js';
import type { Subscription } from './listeners.js';
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
  /** Is told when the flow is stopped: nobody answers any more then. */
  whenStopped(listener: () => void): Subscription;
}

const NOT_CALLABLE: Problem = {
  reason: 'invalid',
  message: 'Not an operation for flow.call: money goes through commands, and so does binding.',
  retry: false,
};
const STOPPED: Problem = { reason: 'notReady', message: 'The flow was stopped.', retry: false };
/** Something else owns the SDK's screen. */
export const BUSY: Problem = { reason: 'notReady', message: 'The screen is in use.', retry: true };

/** The flow alone keeps these: money, the SDK's lifecycle, and the count of SMS tokens. */
const KEPT: ReadonlySet<string> = new Set(['initiate', 'updateAuth', 'upiBindActivateDevice']);

function isCallable(operation: string): boolean {
  // Types do not guard an app in JavaScript, and this one would move money.
  const found = Object.entries(operations).find(([name]) => name === operation);
  return found !== undefined && found[1].effect !== 'money' && !KEPT.has(operation);
}

/** Makes `flow.call`. */
export function createCall(host: Host, screen: CallScreen) {
  let onScreen = 0;

  async function run<N extends CallableOperation>(
    operation: N,
    params: OperationParams<N>,
    takesScreen: boolean,
  ): Promise<CallResult<OperationResponse<N>>> {
    if (takesScreen) {
      onScreen += 1;
      screen.take();
    }
    try {
      const value = await ask(host, operation, params, { timeout: timeoutOf(host, operation) });
      return { ok: true, value };
    } catch (failure) {
      return { ok: false, error: problemOf(failure) };
    } finally {
      if (takesScreen) {
        onScreen -= 1;
        screen.free(changesDevice(operation));
      }
    }
  }

  return function call<N extends CallableOperation>(
    operation: N,
    params: OperationParams<N>,
  ): Promise<CallResult<OperationResponse<N>>> {
    if (!isCallable(operation)) return Promise.resolve({ ok: false, error: NOT_CALLABLE });
    const takesScreen = operations[operation].effect !== 'read';
    const error = screen.blocked(takesScreen);
    if (error !== undefined) return Promise.resolve({ ok: false, error });
    if (takesScreen && onScreen > 0) return Promise.resolve({ ok: false, error: BUSY });
    return new Promise((resolve) => {
      const stopped = screen.whenStopped(() => resolve({ ok: false, error: STOPPED }));
      run(operation, params, takesScreen).then((result) => {
        stopped.unsubscribe();
        resolve(result);
      });
    });
  };
}
