import type { Authority } from './authentication.js';
import type { Call, World } from './call.js';
import { checkInitiate } from './initiate-check.js';
import { type JsonObject, textAt } from './json.js';
import { operationFor } from './operations/index.js';
import { type Request, requestOf } from './request.js';
import type { ScreenEnd, ScreenName, Screens } from './screens.js';
import { badAuthentication, noNetwork, noWebView, SdkRefusal } from './sdk-refusal.js';
import { createSession, type Session, type SessionEventShape } from './session.js';

/** What an SDK instance needs from the process it lives in. Nothing here survives the process. */
export interface InstanceParts {
  readonly world: World;
  readonly authority: Authority;
  readonly screens: Screens;
  /** Runs after `ms` unless the process is gone; answers a function that cancels. */
  later(ms: number, run: () => void): () => void;
  /** Sends an event to the app. */
  /** `atOnce`: inside the call that it answers. */
  send(envelope: JsonObject, action: string | undefined, atOnce?: boolean): void;
  sessionShape(): SessionEventShape;
}

/** One native SDK instance: initiated once, ready some time later, of no use once terminated. */
export interface Instance {
  initiate(request: JsonObject): void;
  process(request: JsonObject): void;
  terminate(): void;
  expireSession(): void;
}

type Stage = 'instantiated' | 'starting' | 'ready' | 'refused' | 'terminated';

/** Creates an instance that was not initiated yet. */
export function createInstance(parts: InstanceParts): Instance {
  const { world, authority } = parts;
  const { clock, phone, random, settings } = world;
  let stage: Stage = 'instantiated';
  let queued: Request[] = [];
  let customerId: string | undefined;
  const session: Session = createSession({
    now: () => clock.trueNow(),
    later: parts.later,
    send: (envelope) => parts.send(envelope, undefined),
    shape: parts.sessionShape,
    random: random.fork('session'),
  });

  function tripTime(): number {
    const quarter = Math.floor(settings.latency / 4);
    return random.between(settings.latency - quarter, settings.latency + quarter);
  }

  function result(
    event: string,
    request: Request,
    payload: JsonObject,
    error?: SdkRefusal,
    atOnce?: boolean,
  ): void {
    const { requestId, service, payload: asked } = request;
    const errorMessage = error?.message ?? '';
    const errorCode = error?.code ?? '';
    const isError = error !== undefined;
    parts.send(
      { requestId, service, payload, error: isError, errorMessage, errorCode, event },
      textAt(asked, 'action'),
      atOnce,
    );
  }

  function initiate(request: Request): void {
    stage = 'starting';
    parts.later(tripTime() * 2, () => {
      if (stage !== 'starting') {
        return;
      }
      try {
        customerId = textAt(request.payload, 'customerId');
        const proof = checkInitiate(request, world, authority);
        if (proof !== undefined) {
          session.extend(proof.expiresAt);
        }
      } catch (error) {
        stage = 'refused';
        result('initiate_result', request, {}, refusalOf(error));
        queued = [];
        return;
      }
      stage = 'ready';
      phone.customerId = customerId ?? phone.customerId;
      result('initiate_result', request, { action: 'initiate', status: 'success' });
      const waiting = queued;
      queued = [];
      for (const one of waiting) {
        void run(one);
      }
    });
  }

  async function run(request: Request): Promise<void> {
    const { payload } = request;
    const action = textAt(payload, 'action') ?? '';
    let isInCall = true;
    const answer = (content: JsonObject, error?: SdkRefusal): void =>
      result('process_result', request, content, error, isInCall);
    try {
      const operation = operationFor(request.service, action);
      if (operation === undefined) {
        await waitFor(tripTime());
        throw new SdkRefusal('JP_001', `Unknown event : ${action}`);
      }
      const proof = authority.check(payload, customerId);
      if (
        stage === 'refused' ||
        proof === 'invalid' ||
        (operation.needsAuth && proof === 'absent')
      ) {
        await waitFor(tripTime());
        throw badAuthentication();
      }
      const isProven = proof !== 'absent';
      if (isProven) {
        session.extend(proof.expiresAt);
      }
      const work = operation.run(callOf(request, action, isProven ? proof.claims : {}, answer));
      isInCall = false;
      await work;
    } catch (error) {
      isInCall = false;
      const refusal = refusalOf(error);
      answer(refusal.payload, refusal);
    }
  }

  function waitFor(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (ms !== Number.POSITIVE_INFINITY) {
        parts.later(ms, resolve);
      }
    });
  }

  async function reach(): Promise<void> {
    if (!phone.online) {
      throw noNetwork();
    }
    if (!(await session.alive())) {
      throw new SdkRefusal('JP_001', 'Timed Out');
    }
  }

  async function show(
    action: string,
    name: ScreenName,
    start: (finish: () => void) => void,
  ): Promise<ScreenEnd> {
    parts.send({ event: 'show_loader', payload: {} }, action);
    await waitFor(tripTime());
    parts.send({ event: 'hide_loader', payload: {} }, action);
    return stage === 'terminated' ? new Promise(() => {}) : parts.screens.show(name, start);
  }

  function callOf(
    { requestId, payload }: Request,
    action: string,
    claims: JsonObject,
    answer: (content: JsonObject, error?: SdkRefusal) => void,
  ): Call {
    return {
      requestId,
      action,
      payload,
      claims,
      world,
      wait: waitFor,
      async trip() {
        await waitFor(tripTime());
        await reach();
      },
      reach,
      screen: (name, ms) => show(action, name, (finish) => void waitFor(ms).then(finish)),
      async screenDuring<T>(name: ScreenName, act: () => Promise<T>): Promise<T | 'back'> {
        const results: T[] = [];
        const end = await show(action, name, async (finish) => {
          results.push(await act());
          finish();
        });
        const [result] = results;
        return end === 'back' || result === undefined ? 'back' : result;
      },
      answer: (content) => answer({ action, ...content }),
      fail: (code, message, content) => answer(content, new SdkRefusal(code, message)),
    };
  }

  return {
    initiate(raw) {
      const request = requestOf(raw);
      if (request === undefined || stage === 'terminated') {
        return;
      }
      if (stage === 'instantiated') {
        initiate(request);
        return;
      }
      const message = 'initiate() can only be called once without terminate()';
      result('initiate_result', request, {}, new SdkRefusal('JP_017', message));
    },
    process(raw) {
      if (stage === 'instantiated') {
        throw new Error('initiate() must be called before calling process()');
      }
      const request = requestOf(raw);
      if (request === undefined) {
        return;
      }
      if (stage === 'starting') {
        queued.push(request);
      } else if (stage === 'terminated') {
        const message = 'process() called after terminate()';
        result('process_result', request, {}, new SdkRefusal('JP_017', message));
      } else if (!phone.webView) {
        result('process_result', request, {}, noWebView());
      } else {
        void run(request);
      }
    },
    terminate() {
      stage = 'terminated';
      queued = [];
      parts.screens.kill();
    },
    expireSession() {
      if (stage === 'ready') {
        session.expire();
      }
    },
  };
}

/** Anything but a refusal is a fault of the simulator and must surface. */
function refusalOf(error: unknown): SdkRefusal {
  if (error instanceof SdkRefusal) {
    return error;
  }
  throw error;
}
