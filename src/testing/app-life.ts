import type { VirtualClock } from '../../adapters/simulator/index.js';
import type { Backend, Clock, HyperSdk, KeyValueStorage } from '../index.js';

/**
 * The ports of one process of the app: when it dies, nothing of it runs any more.
 *
 * @example
 * ```ts
 * const { bed } = await runScript(script);
 * bed.life.timers; // 0: the run ended with \`flow.stop()\`
 * ```
 */
export interface AppLife {
  readonly sdk: HyperSdk;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly storage: KeyValueStorage;
  /** Timers that the app has set and that are still to come. */
  readonly timers: number;
  /** Listeners that the app has on the bridge. */
  readonly listeners: number;
  /** How long each timer still has to run, ms, the next first. */
  readonly waits: readonly number[];
  /** How the bridge answers when it is handed a request to process. */
  bridge: 'ok' | 'throws' | 'rejects';
  /** The phone sleeps: no timer of the app runs, though time passes. */
  sleep(): void;
  /** The app is back: its timers go on with what was left of their wait, as on phones. */
  wake(): void;
  /** The bridge says something the SDK did not. */
  say(raw: unknown): void;
  /** Ends the process: its timers are gone, and no promise of it ever settles again. */
  end(): void;
}

/** The ports that outlive a process. */
export interface World {
  readonly sdk: HyperSdk;
  readonly backend: Backend;
  readonly clock: VirtualClock;
  readonly storage: KeyValueStorage;
}

interface AppTimer {
  readonly run: () => void;
  left: number;
  armedAt: number;
  handle: unknown;
}

/** Begins a process of the app in a world that outlives it. */
export function beginLife(world: World): AppLife {
  const timers = new Map<object, AppTimer>();
  const hearers = new Set<(raw: unknown) => void>();
  let alive = true;
  let asleepSince: number | undefined;

  function arm(timer: AppTimer, key: object): void {
    timer.armedAt = clock.trueNow();
    timer.handle = clock.setTimeout(() => {
      timers.delete(key);
      timer.run();
    }, timer.left);
  }

  /** A dead process hears of nothing. */
  function whileAlive<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!alive) return;
      Promise.resolve()
        .then(work)
        .then(
          (value) => {
            if (alive) resolve(value);
          },
          (error: unknown) => {
            if (alive) reject(error);
          },
        );
    });
  }

  const { sdk, backend, storage, clock } = world;
  const { orderStatus } = backend;
  const life: AppLife = {
    bridge: 'ok',
    sdk: {
      open: () => (alive ? sdk.open() : undefined),
      initiate: (request) => (alive ? sdk.initiate(request) : undefined),
      process: (request) => {
        if (life.bridge === 'throws') throw new Error('the bridge is gone');
        if (life.bridge === 'rejects') return Promise.reject(new Error('the bridge is gone'));
        return alive ? sdk.process(request) : undefined;
      },
      back: () => alive && sdk.back(),
      terminate: () => (alive ? sdk.terminate() : undefined),
      subscribe: (listener) => {
        const hear = (raw: unknown) => {
          if (alive) listener(raw);
        };
        const unsubscribe = sdk.subscribe(hear);
        hearers.add(hear);
        return () => {
          hearers.delete(hear);
          unsubscribe();
        };
      },
    },
    backend: {
      authorize: (request) => whileAlive(() => backend.authorize(request)),
      ...(orderStatus === undefined
        ? {}
        : { orderStatus: (orderId: string) => whileAlive(() => orderStatus(orderId)) }),
    },
    storage: {
      getItem: (key) => whileAlive(() => storage.getItem(key)),
      setItem: (key, value) => whileAlive(() => storage.setItem(key, value)),
      removeItem: (key) => whileAlive(() => storage.removeItem(key)),
    },
    clock: {
      now: () => clock.now(),
      setTimeout: (run, ms) => {
        const key = {};
        const timer: AppTimer = { run, left: ms, armedAt: clock.trueNow(), handle: undefined };
        timers.set(key, timer);
        if (asleepSince === undefined) arm(timer, key);
        return key;
      },
      clearTimeout: (key) => {
        if (typeof key !== 'object' || key === null) return;
        const timer = timers.get(key);
        timers.delete(key);
        if (timer !== undefined) clock.clearTimeout(timer.handle);
      },
    },
    get timers() {
      return timers.size;
    },
    get listeners() {
      return hearers.size;
    },
    get waits() {
      const spent = (timer: AppTimer) =>
        asleepSince === undefined ? clock.trueNow() - timer.armedAt : 0;
      return [...timers.values()].map((timer) => timer.left - spent(timer)).sort((a, b) => a - b);
    },
    sleep: () => {
      if (asleepSince !== undefined) return;
      asleepSince = clock.trueNow();
      for (const timer of timers.values()) {
        clock.clearTimeout(timer.handle);
        timer.left = Math.max(0, timer.left - (asleepSince - timer.armedAt));
      }
    },
    wake: () => {
      if (asleepSince === undefined) return;
      asleepSince = undefined;
      for (const [key, timer] of timers) arm(timer, key);
    },
    say: (raw) => {
      for (const hear of [...hearers]) hear(raw);
    },
    end: () => {
      alive = false;
      for (const timer of timers.values()) clock.clearTimeout(timer.handle);
      timers.clear();
    },
  };
  return life;
}
