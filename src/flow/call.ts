import { type Problem, ProblemError, problem, problemOf } from '../../core/model/problem.js';
import {
  type CallableOperation,
  checkParams,
  type OperationParams,
  type OperationResponse,
  operations,
} from '../../core/protocol/index.js';
import { request } from '../actors/request.js';
import type { Services } from '../actors/services.js';
import { invalid } from '../actors/sign.js';
import { upiRequestIdFrom } from '../actors/upi-request-id.js';
import { type ShownProblem, shownProblem } from '../state/shown-problem.js';
import { STOPPED } from '../state/stopped.js';
import type { Subscription } from './listeners.js';

/** The operations that have an id on the rails. */
type WithRequestId = {
  [N in CallableOperation]: OperationParams<N> extends { readonly upiRequestId: string }
    ? N
    : never;
}[CallableOperation];

/**
 * What a call takes: the parameters of its operation. `upiRequestId` may be left out: the flow makes one
 * from the prefix of the session token. One that is given is sent as it is.
 *
 * @example
 * ```ts
 * const params: CallParams<'upiCheckBalance'> = { referenceId: account.referenceId };
 * const answer = await flow.call('upiCheckBalance', params);
 * ```
 */
export type CallParams<N extends CallableOperation> = N extends WithRequestId
  ? Omit<OperationParams<N>, 'upiRequestId'> & { readonly upiRequestId?: string | undefined }
  : OperationParams<N>;

/**
 * What a call answers: a value, or why there is none.
 *
 * @example
 * ```ts
 * const answer = await flow.call('upiCheckBalance', { referenceId });
 * if (answer.ok) show(answer.value.balance);
 * else explain(answer.problem.reason);
 * ```
 */
export type CallResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ShownProblem };

/** What a call may wait for: an operation with a screen waits for the person. */
function timeoutOf(services: Services, operation: CallableOperation): number {
  return operations[operation].effect === 'screen'
    ? services.timings.onboarding
    : services.timings.call;
}

/** Whether the operation changes what a session token would say. */
function changesDevice(operation: CallableOperation): boolean {
  const { effect } = operations[operation];
  return effect === 'device' || operation === 'onboarding' || operation === 'management';
}

/** How a call shares the SDK's one screen with the flow, and what it needs to know of it. */
export interface CallScreen {
  /** Why a call is not possible now. */
  blocked(takesScreen: boolean): Problem | undefined;
  /** What a `upiRequestId` begins with; `undefined` until a session token was read. */
  prefix(): string | undefined;
  acquire(): void;
  /** `deviceChanged`: the status may have changed beside the flow. */
  release(deviceChanged: boolean): void;
  /** Is told when the flow is stopped: nobody answers any more then. */
  whenStopped(listener: () => void): Subscription;
}

const UNKNOWN: Problem = {
  reason: 'invalid',
  message: 'There is no such operation. docs/calls.md lists what flow.call takes.',
  retry: false,
};
const NOT_CALLABLE: Problem = {
  reason: 'invalid',
  message: 'Not an operation for flow.call: money goes through commands, and so does binding.',
  retry: false,
};
/** A getter or a proxy threw: nothing is sent of those. */
const NO_PARAMS: Problem = {
  reason: 'invalid',
  message: 'The parameters cannot be read: pass a plain object.',
  retry: false,
};
/** A call that comes too early. */
export const NOT_STARTED: Problem = {
  reason: 'notReady',
  message: 'Call flow.start() first, and wait for state.sdk to be ready.',
  retry: true,
};
/** A call while the SDK is started, or was ended. */
export const NOT_READY: Problem = {
  reason: 'notReady',
  message: 'The SDK is not ready: wait for state.sdk to be ready.',
  retry: true,
};
/** Something else owns the SDK's screen. */
export const BUSY: Problem = { reason: 'notReady', message: 'The screen is in use.', retry: true };

const NO_PREFIX =
  'No session token was read yet, so no upiRequestId can be made: wait for state.device to be known.';

/** The flow alone keeps these: money, the SDK's lifecycle, and the count of SMS tokens. */
const KEPT: ReadonlySet<string> = new Set(['initiate', 'updateAuth', 'upiBindActivateDevice']);

const WITH_REQUEST_ID: Readonly<Record<WithRequestId, null>> = {
  upiSetMpin: null,
  upiChangeMpin: null,
  upiCheckBalance: null,
};

/** Why this is no operation for a call: types do not guard an app in JavaScript. */
function rejectionOf(operation: string): Problem | undefined {
  const found = Object.entries(operations).find(([name]) => name === operation);
  if (found === undefined) return UNKNOWN;
  return found[1].effect === 'money' || KEPT.has(operation) ? NOT_CALLABLE : undefined;
}

/** Makes `flow.call`. */
export function createCall(services: Services, screen: CallScreen) {
  /** The checked parameters, with an id of our own where the app gave none. Throws a `ProblemError`. */
  function complete<N extends CallableOperation>(
    operation: N,
    params: CallParams<N>,
  ): OperationParams<N> {
    const given = { ...params };
    const checked = checkParams(operation, { ...given, ...ownId(operation, given) });
    if (!checked.ok) throw invalid(checked.issues);
    return checked.value;
  }

  function ownId(operation: CallableOperation, given: object): { upiRequestId?: string } {
    const isNeeded = Object.hasOwn(WITH_REQUEST_ID, operation);
    if (!isNeeded || Reflect.get(given, 'upiRequestId') !== undefined) return {};
    const prefix = screen.prefix();
    if (prefix === undefined) throw problem('notReady', true, NO_PREFIX);
    return { upiRequestId: upiRequestIdFrom(prefix, services.newId) };
  }

  async function run<N extends CallableOperation>(
    operation: N,
    params: OperationParams<N>,
    takesScreen: boolean,
  ): Promise<CallResult<OperationResponse<N>>> {
    if (takesScreen) screen.acquire();
    try {
      const value = await request(services, operation, params, {
        timeout: timeoutOf(services, operation),
      });
      return { ok: true, value };
    } catch (failure) {
      return { ok: false, problem: shownProblem(problemOf(failure)) };
    } finally {
      if (takesScreen) screen.release(changesDevice(operation));
    }
  }

  return function call<N extends CallableOperation>(
    operation: N,
    params: CallParams<N>,
  ): Promise<CallResult<OperationResponse<N>>> {
    const reject = (why: Problem) =>
      Promise.resolve({ ok: false, problem: shownProblem(why) } as const);
    const rejection = rejectionOf(operation);
    if (rejection !== undefined) return reject(rejection);
    const takesScreen = operations[operation].effect !== 'read';
    const blocked = screen.blocked(takesScreen);
    if (blocked !== undefined) return reject(blocked);
    let whole: OperationParams<N>;
    try {
      whole = complete(operation, params);
    } catch (failure) {
      return reject(failure instanceof ProblemError ? failure.problem : NO_PARAMS);
    }
    return new Promise((resolve) => {
      const stopped = screen.whenStopped(() =>
        resolve({ ok: false, problem: shownProblem(STOPPED) }),
      );
      run(operation, whole, takesScreen).then((result) => {
        stopped.unsubscribe();
        resolve(result);
      });
    });
  };
}
