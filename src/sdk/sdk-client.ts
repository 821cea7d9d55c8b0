import { ProblemError, problem } from '../../core/model/problem.js';
import type { HyperSdk } from '../../core/ports/hyper-sdk.js';
import {
  decodeEvent,
  type JsonObject,
  type OperationName,
  requestEnvelope,
  type SdkResult,
} from '../../core/protocol/index.js';
import type { SdkSaid } from '../../machines/upi-flow/types.js';
import {
  type ErrorReporter,
  type ErrorSource,
  failureText,
  ignoreError,
} from '../platform/port-errors.js';
import type { Deadlines } from '../time/deadlines.js';
import { createLateAnswers, evictOldest } from './late-answers.js';
import { type Asked, answersMoney, isInitiateResult, type RequestName } from './own-answer.js';
import type { AnsweredResult } from './read-answer.js';
import { problemOfResult } from './sdk-problem.js';

export interface CallOptions {
  /** Milliseconds until nobody waits any more; none: until `signal` ends the wait. */
  readonly timeout?: number | undefined;
  readonly signal?: Cancellation | undefined;
}

/** What the client needs of an `AbortSignal`. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

/**
 * The only place that talks to the SDK. It matches results with requests, ends waits nobody answers,
 * and drops what nobody waits for, with a word to whoever listens.
 */
export interface SdkClient {
  /** Ends a live instance, opens a new one and initiates it. */
  start(payload: JsonObject, timeout: number): Promise<void>;
  /** One request, one answer. Rejects with a `ProblemError`. */
  call(name: OperationName, payload: JsonObject, options?: CallOptions): Promise<SdkResult>;
  /** Hands a request over whose answer does not matter. */
  notify(name: OperationName, payload: JsonObject): void;
  /**
   * Sends an envelope that moves money, once for ever per request id, and listens for its answers
   * until the returned function is called: the SDK may say PENDING first and SUCCESS later.
   */
  submit(
    envelope: JsonObject,
    requestId: string,
    name: RequestName,
    on: SubmitListeners,
  ): () => void;
  back(): void;
  terminate(): void;
  /** Everything the SDK says without being asked. */
  listen(listener: (said: SdkSaid) => void): () => void;
  /** Terminates, removes the listener from the bridge and forgets everything. */
  stop(): void;
}

export interface SubmitListeners {
  answered(result: AnsweredResult): void;
  /** The bridge refused the call, or the attempt was sent before. */
  unsure(): void;
  /** Nothing was handed over: the SDK is not ready. */
  unsent(): void;
}

interface Open extends Asked {
  answered(result: SdkResult): void;
  /** The instance ended before it answered. */
  ended(): void;
}

/** How many sent attempts are remembered, by their ids. */
const REMEMBERED = 1_000;
/** No code of a session that expired is longer; what is longer counts as none. */
const LONGEST_CODE = 256;

/** Listens to the bridge. Throws a `ProblemError` where that is refused; what is answered never throws. */
function subscribeTo(
  sdk: HyperSdk,
  reportError: ErrorReporter,
  listener: (raw: unknown) => void,
): () => void {
  try {
    // What a bridge answers may be anything: what cannot be called is like a refusal.
    const unsubscribe = sdk.subscribe(listener);
    return () => dispatch(unsubscribe, (error) => reportError(error, 'sdk.unsubscribe'));
  } catch (error) {
    reportError(error, 'sdk.subscribe');
    throw notTaken('sdk.subscribe', error);
  }
}

/** A bridge may throw, reject, or answer a promise that never settles: only refusals count. */
function dispatch(run: () => unknown, refused: (error: unknown) => void): void {
  try {
    Promise.resolve(run()).catch(refused);
  } catch (error) {
    refused(error);
  }
}

/** The bridge did not take a call. */
function notTaken(where: ErrorSource, error: unknown): ProblemError {
  return problem('notReady', true, failureText(where, error), error);
}

function boundedCode(code: string | undefined): string | undefined {
  return code !== undefined && code.length <= LONGEST_CODE ? code : undefined;
}

function actionOf({ payload }: JsonObject): string | undefined {
  const action: unknown =
    typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'action') : undefined;
  return typeof action === 'string' ? action : undefined;
}

export function createSdkClient(
  sdk: HyperSdk,
  deadlines: Deadlines,
  newId: () => string,
  reportError: ErrorReporter = ignoreError,
): SdkClient {
  const open = new Map<string, Open>();
  const late = createLateAnswers();
  const sent = new Set<string>();
  const listeners = new Set<(said: SdkSaid) => void>();
  /** The live instance that is ours: another object for each start. */
  let instance: { isReady: boolean } | undefined;
  let unsubscribe: (() => void) | undefined;
  let stopped = false;
  /** Somebody else initiated the instance; it is ended only when a new start is asked for. */
  let takenByOther = false;

  function emit(said: SdkSaid): void {
    for (const listener of [...listeners]) listener(said);
  }

  function finish(requestId: string): void {
    const request = open.get(requestId);
    if (request === undefined) return;
    open.delete(requestId);
    const { name, action } = request;
    late.finish(requestId, { name, action });
  }

  function onRawEvent(raw: unknown): void {
    // A bridge that could not be left goes on speaking.
    if (stopped) return;
    const event = decodeEvent(raw);
    switch (event.type) {
      case 'loader':
        emit({ type: 'sdk.loader', visible: event.visible });
        break;
      case 'sessionExpired':
        emit({ type: 'sdk.sessionExpired', reqCode: boundedCode(event.reqCode) });
        break;
      case 'malformed':
        emit({ type: 'sdk.malformed', reason: event.reason });
        break;
      case 'result':
        match(event.result);
        break;
    }
  }

  function match(result: SdkResult): void {
    const { requestId } = result;
    const request = requestId === undefined ? undefined : open.get(requestId);
    if (request !== undefined) {
      request.answered(result);
      return;
    }
    const said = late.read(result);
    if (said !== undefined) emit(said);
  }

  function end(): void {
    if (instance === undefined) return;
    instance = undefined;
    const unanswered = [...open];
    for (const [requestId] of unanswered) finish(requestId);
    terminate();
    for (const [, request] of unanswered) request.ended();
  }

  function terminate(): void {
    dispatch(
      () => sdk.terminate(),
      (error) => reportError(error, 'sdk.terminate'),
    );
  }

  /** One call of the bridge. What it throws is reported, and stands for a call that was not taken. */
  async function handed(where: ErrorSource, call: () => unknown): Promise<void> {
    try {
      await call();
    } catch (error) {
      reportError(error, where);
      throw notTaken(where, error);
    }
  }

  function sendRequest(
    name: OperationName,
    requestId: string,
    options: CallOptions,
    send: () => unknown,
  ): Promise<SdkResult> {
    return new Promise((resolve, reject) => {
      const { timeout, signal } = options;
      const done = (settle: () => void) => {
        stopClock?.();
        finish(requestId);
        settle();
      };
      const stopClock =
        timeout === undefined
          ? undefined
          : deadlines.after(timeout, () => done(() => reject(problem('timeout', true))));
      signal?.addEventListener('abort', () => {
        stopClock?.();
        finish(requestId);
      });
      open.set(requestId, {
        name,
        answered: (result) => done(() => resolve(result)),
        ended: () => done(() => reject(problem('notReady', true))),
      });
      dispatch(send, (error) => done(() => reject(error)));
    });
  }

  function initiate(payload: JsonObject, timeout: number): Promise<SdkResult> {
    const requestId = newId();
    const request = requestEnvelope(requestId, payload);
    // Opening may answer a promise that never settles on some bridges: the clock covers both.
    return sendRequest('initiate', requestId, { timeout }, async () => {
      await handed('sdk.open', () => sdk.open());
      if (open.has(requestId)) await handed('sdk.initiate', () => sdk.initiate(request));
    });
  }

  async function start(payload: JsonObject, timeout: number): Promise<void> {
    if (stopped) throw problem('notReady', false);
    end();
    if (takenByOther) terminate();
    takenByOther = false;
    unsubscribe ??= subscribeTo(sdk, reportError, onRawEvent);
    const mine = { isReady: false };
    instance = mine;
    try {
      const result = await initiate(payload, timeout);
      // It may have been ended in the moment of its answer.
      if (instance !== mine) throw problem('notReady', true);
      if (result.failed || /fail/i.test(result.status ?? '')) {
        // The first initiate goes on: another flow may be in the middle of a payment.
        takenByOther = result.errorCode === 'JP_017';
        if (takenByOther) instance = undefined;
        throw new ProblemError(problemOfResult(result));
      }
      mine.isReady = true;
    } catch (error) {
      // What another start began is not this one's to end.
      if (instance === mine) end();
      throw error;
    }
  }

  return {
    start,
    call: (name, payload, options = {}) => {
      if (instance?.isReady !== true) return Promise.reject(problem('notReady', true));
      const requestId = newId();
      const request = requestEnvelope(requestId, payload);
      return sendRequest(name, requestId, options, () =>
        handed('sdk.process', () => sdk.process(request)),
      );
    },
    notify: (name, payload) => {
      if (instance?.isReady !== true) throw problem('notReady', true);
      const requestId = newId();
      late.finish(requestId, { name });
      dispatch(
        () => sdk.process(requestEnvelope(requestId, payload)),
        (error) => reportError(error, 'sdk.process'),
      );
    },
    submit: (envelope, requestId, name, on) => {
      if (sent.has(requestId)) {
        on.unsure();
        return () => {};
      }
      if (instance?.isReady !== true) {
        on.unsent();
        return () => {};
      }
      sent.add(requestId);
      evictOldest(sent, REMEMBERED);
      const asked: Asked = { name, action: actionOf(envelope) };
      const answered = (result: SdkResult) => {
        if (isInitiateResult(result)) return;
        on.answered({ ...result, isOurs: answersMoney(asked, result) });
      };
      open.set(requestId, { ...asked, answered, ended: () => {} });
      dispatch(
        () => sdk.process(envelope),
        (error) => {
          reportError(error, 'sdk.process');
          on.unsure();
        },
      );
      return () => finish(requestId);
    },
    back: () =>
      dispatch(
        () => sdk.back(),
        (error) => reportError(error, 'sdk.back'),
      ),
    terminate: end,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      stopped = true;
      end();
      unsubscribe?.();
      unsubscribe = undefined;
      listeners.clear();
    },
  };
}
