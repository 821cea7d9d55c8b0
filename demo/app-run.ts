import type { HyperSdk } from '../adapters/hyper-sdk.js';
import type { Simulator } from '../adapters/simulator/index.js';
import type { Backend, Clock, KeyValueStorage } from '../src/index.js';

/** The ports of one run of the app. A killed run reaches nothing any more. */
export interface AppRun {
  readonly sdk: HyperSdk;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly storage: KeyValueStorage;
  /** Delivers a text to the app as the bridge would. */
  inject(raw: string): void;
  /** The process dies: no timer, no write and no message of this run happens any more. */
  kill(): void;
}

/** What a run is told about on its way. */
export interface AppRunHooks {
  /** Sees every event of the bridge first; what it answers is delivered instead. */
  hear(raw: unknown): unknown;
  /** The server answered, or failed to. */
  served(operation: 'authorize' | 'orderStatus', about: string, answer: unknown): void;
}

/** Opens the ports of a new run over the simulator and the phone's storage. */
export function startRun(simulator: Simulator, disk: KeyValueStorage, hooks: AppRunHooks): AppRun {
  const listeners = new Set<(raw: unknown) => void>();
  const timers = new Set<unknown>();
  let isAlive = true;

  /** A promise of a dead process never settles. */
  function whileAlive<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!isAlive) return;
      Promise.resolve(work()).then(
        (value) => isAlive && resolve(value),
        (error: unknown) => isAlive && reject(error),
      );
    });
  }

  async function served<T>(
    operation: 'authorize' | 'orderStatus',
    about: string,
    work: Promise<T>,
  ): Promise<T> {
    try {
      const answer = await work;
      if (isAlive) hooks.served(operation, about, answer);
      return answer;
    } catch (error) {
      if (isAlive) hooks.served(operation, about, undefined);
      throw error;
    }
  }

  const { sdk, backend, clock } = simulator;
  return {
    sdk: {
      open: () => (isAlive ? sdk.open() : undefined),
      initiate: (request) => (isAlive ? sdk.initiate(request) : undefined),
      process: (request) => (isAlive ? sdk.process(request) : undefined),
      back: () => isAlive && sdk.back(),
      terminate: () => (isAlive ? sdk.terminate() : undefined),
      subscribe(listener) {
        listeners.add(listener);
        const unsubscribe = sdk.subscribe((raw) => listener(hooks.hear(raw)));
        return () => {
          listeners.delete(listener);
          unsubscribe();
        };
      },
    },
    backend: {
      authorize: (request) =>
        whileAlive(() => served('authorize', request.action, backend.authorize(request))),
      orderStatus: (orderId) =>
        whileAlive(() =>
          served('orderStatus', orderId, Promise.resolve(backend.orderStatus?.(orderId))),
        ).then((answer) => answer ?? { orderId, status: '', amount: '' }),
    },
    clock: {
      now: () => clock.now(),
      setTimeout(run, ms) {
        if (!isAlive) return undefined;
        const timer = clock.setTimeout(() => {
          timers.delete(timer);
          run();
        }, ms);
        timers.add(timer);
        return timer;
      },
      clearTimeout(timer) {
        timers.delete(timer);
        clock.clearTimeout(timer);
      },
    },
    storage: {
      getItem: (key) => whileAlive(() => disk.getItem(key)),
      setItem: (key, value) => whileAlive(() => disk.setItem(key, value)),
      removeItem: (key) => whileAlive(() => disk.removeItem(key)),
    },
    inject(raw) {
      for (const listener of [...listeners]) listener(raw);
    },
    kill() {
      isAlive = false;
      for (const timer of timers) clock.clearTimeout(timer);
      timers.clear();
      listeners.clear();
    },
  };
}
