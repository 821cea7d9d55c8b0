import { createVirtualClock, type VirtualClock } from '../../../adapters/simulator/index.js';
import { problemOf } from '../../../core/model/problem.js';
import type { HyperSdk } from '../../../core/ports/hyper-sdk.js';
import type { SdkResult } from '../../../core/protocol/index.js';
import type { SdkSaid } from '../../../machines/upi-flow/types.js';
import type { ErrorSource } from '../../../src/platform/port-errors.js';
import {
  createSdkClient,
  type SdkClient,
  type SubmitListeners,
} from '../../../src/sdk/sdk-client.js';
import { createDeadlines } from '../../../src/time/deadlines.js';

type Json = Readonly<Record<string, unknown>>;

/** One call of the bridge. */
export interface BridgeCall {
  readonly name: 'open' | 'initiate' | 'process' | 'back' | 'terminate';
  readonly request?: Json;
}

/** A client on a bridge that answers when the test says so. */
export interface ClientWorld {
  readonly client: SdkClient;
  readonly clock: VirtualClock;
  /** Every call of the bridge, in order. */
  readonly calls: readonly BridgeCall[];
  /** Everything the client said without being asked. */
  readonly said: readonly SdkSaid[];
  /** Where the bridge threw or rejected, in order. */
  readonly reported: readonly ErrorSource[];
  /** How many listeners the bridge has. */
  readonly subscribed: () => number;
  /** The names of the calls, in order. */
  names(): string[];
  /** The id of the latest request of `initiate` or `process`. */
  lastId(): string;
  /** Delivers anything, as the bridge would. */
  says(raw: unknown): void;
  /** Delivers the result of a request. */
  answers(requestId: string, payload?: Json, more?: Json): void;
  /** Starts, and answers the initiate request well. */
  start(): Promise<void>;
}

/** `broken` replaces methods of the bridge; what was called is kept all the same. */
export function clientWorld(broken: Partial<HyperSdk> = {}): ClientWorld {
  const clock = createVirtualClock();
  const calls: BridgeCall[] = [];
  const listeners = new Set<(raw: unknown) => void>();
  const said: SdkSaid[] = [];
  const reported: ErrorSource[] = [];
  let ids = 0;

  const sdk: HyperSdk = {
    open: () => {
      calls.push({ name: 'open' });
      return broken.open?.();
    },
    initiate: (request) => {
      calls.push({ name: 'initiate', request: { ...request } });
      return broken.initiate?.(request);
    },
    process: (request) => {
      calls.push({ name: 'process', request: { ...request } });
      return broken.process?.(request);
    },
    back: () => {
      calls.push({ name: 'back' });
      return broken.back?.() ?? true;
    },
    terminate: () => {
      calls.push({ name: 'terminate' });
      return broken.terminate?.();
    },
    subscribe: (listener) => {
      if (broken.subscribe !== undefined) return broken.subscribe(listener);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  const report = (_: unknown, where: ErrorSource) => reported.push(where);
  const client = createSdkClient(sdk, createDeadlines(clock), newId, report);
  client.listen((word) => said.push(word));

  const world: ClientWorld = {
    client,
    clock,
    calls,
    said,
    reported,
    subscribed: () => listeners.size,
    names: () => calls.map(({ name }) => name),
    lastId: () =>
      String(calls.findLast(({ request }) => request !== undefined)?.request?.['requestId']),
    says: (raw) => {
      for (const listener of [...listeners]) listener(raw);
    },
    answers: (requestId, payload = { status: 'SUCCESS' }, more = {}) =>
      world.says({ requestId, payload, event: 'process_result', ...more }),
    start: async () => {
      const started = client.start({ action: 'initiate' }, 30_000);
      await clock.settle();
      world.answers(world.lastId(), { status: 'SUCCESS' }, { event: 'initiate_result' });
      await started;
    },
  };
  return world;
}

/** How a promise of the client stands; it is asked about when the clock has settled. */
export function outcomeOf(promise: Promise<unknown>): { readonly now: unknown } {
  const outcome: { now: unknown } = { now: 'open' };
  promise.then(
    (value) => {
      outcome.now = value ?? 'done';
    },
    (error: unknown) => {
      outcome.now = problemOf(error);
    },
  );
  return outcome;
}

/** The envelope of a request that moves money. */
export function envelopeOf(requestId: string, payload: unknown = { action: 'upiTxn' }): Json {
  return { requestId, service: 'in.juspay.hyperapi', payload };
}

/** Listeners that keep what they are told. */
export function heardBy(): {
  readonly on: SubmitListeners;
  readonly heard: (SdkResult | 'unsure' | 'unsent')[];
} {
  const heard: (SdkResult | 'unsure' | 'unsent')[] = [];
  return {
    heard,
    on: {
      answered: (result) => heard.push(result),
      unsure: () => heard.push('unsure'),
      unsent: () => heard.push('unsent'),
    },
  };
}
