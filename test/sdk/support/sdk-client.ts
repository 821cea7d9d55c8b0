import { createVirtualClock } from '../../../adapters/simulator/index.js';
import { problemOf } from '../../../core/model/problem.js';
import type { HyperSdk } from '../../../core/ports/hyper-sdk.js';
import type { RequestName } from '../../../src/sdk/own-answer.js';
import { createSdkClient } from '../../../src/sdk/sdk-client.js';
import { createDeadlines } from '../../../src/time/deadlines.js';
import { countedIds, silentSdk } from '../../actors/support/services.js';

type Json = Readonly<Record<string, unknown>>;

const PAYING = { payload: { action: 'upiTxn' } };

/** A client on a bridge that answers when the test says so; `broken` replaces methods of the bridge. */
export function clientWorld(broken: Partial<HyperSdk> = {}) {
  const clock = createVirtualClock();
  /** Every call of the bridge, in order, those of replaced methods included. */
  const calls: { readonly name: string; readonly request?: Json }[] = [];
  /** Of the bridge. */
  const listeners = new Set<(raw: unknown) => void>();
  /** Everything the client said without being asked. */
  const said: unknown[] = [];
  /** Where the bridge threw or rejected, in order. */
  const reported: string[] = [];

  const subscribe: HyperSdk['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const bridge: HyperSdk = { ...silentSdk, subscribe, ...broken };
  const sdk = new Proxy(bridge, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (name === 'subscribe' || typeof member !== 'function') return member;
      return (request?: Json): unknown => {
        calls.push({ name: String(name), ...(request && { request: { ...request } }) });
        return Reflect.apply(member, target, [request]);
      };
    },
  });
  const client = createSdkClient(sdk, createDeadlines(clock), countedIds(), (_, where) =>
    reported.push(where),
  );
  client.listen((word) => said.push(word));

  const world = {
    client,
    clock,
    calls,
    said,
    reported,
    listeners,
    /** The names of the calls, in order. */
    names: () => calls.map(({ name }) => name),
    /** Delivers anything, as the bridge would. */
    says: (raw: unknown) => {
      for (const listener of [...listeners]) listener(raw);
    },
    /** Delivers the result of a request. */
    answers: (requestId: string, payload: Json = { status: 'SUCCESS' }, more: Json = {}) =>
      world.says({ requestId, payload, event: 'process_result', ...more }),
    /** Submits a request that moves money; what its listeners hear. */
    submit: (requestId = 'm-1', name: RequestName = 'upiTxn', body: Json = PAYING) => {
      const heard: unknown[] = [];
      const envelope = { requestId, service: 'in.juspay.hyperapi', ...body };
      const leave = client.submit(envelope, requestId, name, {
        answered: (result) => heard.push(result),
        unsure: () => heard.push('unsure'),
        unsent: () => heard.push('unsent'),
      });
      return { heard, leave };
    },
    /** Starts, and answers the initiate request well. */
    start: async () => {
      const started = client.start({ action: 'initiate' }, 30_000);
      await clock.settle();
      const { request } = calls.findLast(({ name }) => name === 'initiate') ?? {};
      world.answers(String(request?.['requestId']), undefined, { event: 'initiate_result' });
      await started;
    },
  };
  return world;
}

export type ClientWorld = ReturnType<typeof clientWorld>;

/** How a promise of the client stands; it is asked about when the clock has settled. */
export function outcomeOf(promise: Promise<unknown>): { readonly now: unknown } {
  const outcome: { now: unknown } = { now: 'open' };
  const ends = (now: unknown) => Object.assign(outcome, { now });
  promise.then(
    (value) => ends(value ?? 'done'),
    (error: unknown) => ends(problemOf(error)),
  );
  return outcome;
}
