import { createVirtualClock } from '../../../adapters/simulator/index.js';
import { problemOf } from '../../../core/model/problem.js';
import type { HyperSdk } from '../../../core/ports/hyper-sdk.js';
import { createSdkClient, type SubmitListeners } from '../../../src/sdk/sdk-client.js';
import { createDeadlines } from '../../../src/time/deadlines.js';
import { countedIds, noting, silentSdk } from '../../actors/support/services.js';

type Json = Readonly<Record<string, unknown>>;

/** A client on a bridge that answers when the test says so; `broken` replaces methods of the bridge. */
export function clientWorld(broken: Partial<HyperSdk> = {}) {
  const clock = createVirtualClock();
  /** Every call of the bridge, in order, those of replaced methods included. */
  const calls: { readonly name: string; readonly request?: Json }[] = [];
  const listeners = new Set<(raw: unknown) => void>();
  /** Everything the client said without being asked. */
  const said: unknown[] = [];
  /** Where the bridge threw or rejected, in order. */
  const reported: string[] = [];

  const subscribe: HyperSdk['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const sdk = noting({ ...silentSdk, subscribe, ...broken }, (name, [request]) => {
    if (name === 'subscribe') return;
    calls.push(typeof request === 'object' ? { name, request: { ...request } } : { name });
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
    /** How many listeners the bridge has. */
    subscribed: () => listeners.size,
    /** The names of the calls, in order. */
    names: () => calls.map(({ name }) => name),
    /** Delivers anything, as the bridge would. */
    says: (raw: unknown) => {
      for (const listener of [...listeners]) listener(raw);
    },
    /** Delivers the result of a request. */
    answers: (requestId: string, payload: Json = { status: 'SUCCESS' }, more: Json = {}) =>
      world.says({ requestId, payload, event: 'process_result', ...more }),
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

/** The envelope of a request that moves money. */
export function envelopeOf(requestId: string, payload: unknown = { action: 'upiTxn' }): Json {
  return { requestId, service: 'in.juspay.hyperapi', payload };
}

/** Listeners that keep what they are told. */
export function heardBy() {
  const heard: unknown[] = [];
  const on: SubmitListeners = {
    answered: (result) => heard.push(result),
    unsure: () => heard.push('unsure'),
    unsent: () => heard.push('unsent'),
  };
  return { heard, on };
}
