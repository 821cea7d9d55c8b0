import type { VirtualClock } from '../../adapters/simulator/index.js';
import type { Backend, Clock, HyperSdk, KeyValueStorage } from '../../src/index.js';
import { createEvidence, type Evidence } from './evidence.js';
import { lendTimers } from './platform-timers.js';

/**
 * A port that can be made to throw: it breaks its own contract.
 *
 * @example
 * ```ts
 * const action: Action = { do: 'breaks', port: 'clock.now', times: 2 };
 * ```
 */
export type BrokenPort =
  | 'clock.now'
  | 'clock.setTimeout'
  | 'newId'
  | 'authorize'
  | 'orderStatus'
  | 'unsubscribe';

/**
 * The ports of one flow: when its process dies, nothing of it runs any more.
 *
 * @example
 * ```ts
 * const { harness } = await runScript(script);
 * harness.ports.timers; // 0: the run ended with `flow.stop()`
 * ```
 */
export interface AppPorts {
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
  /** What the flow was told. */
  readonly evidence: Evidence;
  /** What came out of the flow as an exception, where a port calls it. */
  readonly thrown: readonly string[];
  /** Whether a port was ever made to throw. */
  readonly wasBroken: boolean;
  /** The next calls of a port throw. */
  breaks(port: BrokenPort, times: number): void;
  /** Throws while the port is broken. */
  mayBreak(port: BrokenPort): void;
  /** Every port works again. */
  repair(): void;
  /** The bridge emits what the SDK did not say. */
  emit(raw: unknown): void;
  /** Calls the flow, and notes what it throws. */
  guarded(run: () => void): void;
  /** The phone sleeps: no timer of the app runs, though time passes. */
  sleep(): void;
  /** The app is back: its timers go on with what was left of their wait, as on phones. */
  wake(): void;
  /** Ends the process: its timers are gone, and no promise of it ever settles again. */
  end(): void;
}

/**
 * What `AppPorts` was called before.
 *
 * @deprecated Name it `AppPorts`.
 *
 * @example
 * ```ts
 * const ports: AppLife = (await runScript(script)).harness.ports;
 * ```
 */
export type AppLife = AppPorts;

/** The ports that outlive a flow. */
export interface World {
  readonly sdk: HyperSdk;
  readonly backend: Backend;
  readonly clock: VirtualClock;
  readonly storage: KeyValueStorage;
  /** Gets the orders that the SDK calls paid. */
  readonly calledPaid?: ((orderId: string) => void) | undefined;
}

interface AppTimer {
  readonly run: () => void;
  left: number;
  armedAt: number;
  handle: unknown;
}

/** Creates the ports of one flow, in a world that outlives it. */
export function createAppPorts(world: World): AppPorts {
  const timers = new Map<object, AppTimer>();
  const rawListeners = new Set<(raw: unknown) => void>();
  const broken = new Map<BrokenPort, number>();
  const thrown: string[] = [];
  let alive = true;
  let wasBroken = false;
  let asleepSince: number | undefined;

  const { sdk, backend, storage, clock } = world;
  const evidence = createEvidence(() => clock.trueNow(), world.calledPaid ?? (() => {}));

  function arm(timer: AppTimer, key: object): void {
    timer.armedAt = clock.trueNow();
    timer.handle = clock.setTimeout(() => {
      timers.delete(key);
      guarded(timer.run);
    }, timer.left);
  }

  function set(run: () => void, ms: number): object {
    const key = {};
    const timer: AppTimer = { run, left: ms, armedAt: clock.trueNow(), handle: undefined };
    timers.set(key, timer);
    if (asleepSince === undefined) arm(timer, key);
    return key;
  }

  function clear(key: object): void {
    const timer = timers.get(key);
    timers.delete(key);
    if (timer !== undefined) clock.clearTimeout(timer.handle);
  }

  function guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      thrown.push(error instanceof Error ? error.message : 'not an error');
    }
  }

  /** Throws while the port is broken. */
  function mayBreak(port: BrokenPort): void {
    if (broken.size === 0) return;
    const left = broken.get(port) ?? 0;
    if (left <= 0) return;
    broken.set(port, left - 1);
    evidence.blur();
    throw new Error(`${port} is broken`);
  }

  /** Nothing settles in a process that is over. */
  function whileAlive<T>(work: () => Promise<T>, over: (value?: T) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!alive) return;
      work().then(
        (value) => {
          if (!alive) return;
          over(value);
          resolve(value);
        },
        (error: unknown) => {
          if (!alive) return;
          over();
          reject(error);
        },
      );
    });
  }

  const { orderStatus } = backend;
  const ports: AppPorts = {
    bridge: 'ok',
    evidence,
    thrown,
    get wasBroken() {
      return wasBroken;
    },
    breaks: (port, times) => {
      wasBroken = true;
      broken.set(port, times);
    },
    repair: () => broken.clear(),
    guarded,
    mayBreak,
    emit: (raw) => {
      for (const listener of [...rawListeners]) listener(raw);
    },
    sdk: {
      open: () => (alive ? sdk.open() : undefined),
      initiate: (request) => (alive ? sdk.initiate(request) : undefined),
      process: (request) => {
        if (ports.bridge === 'throws') throw new Error('the bridge is gone');
        if (ports.bridge === 'rejects') return Promise.reject(new Error('the bridge is gone'));
        return alive ? sdk.process(request) : undefined;
      },
      back: () => alive && sdk.back(),
      terminate: () => {
        evidence.terminated();
        return alive ? sdk.terminate() : undefined;
      },
      subscribe: (listener) => {
        const onRawEvent = (raw: unknown) => {
          if (!alive) return;
          evidence.onRawEvent(raw);
          guarded(() => listener(raw));
        };
        const unsubscribe = sdk.subscribe(onRawEvent);
        rawListeners.add(onRawEvent);
        return () => {
          rawListeners.delete(onRawEvent);
          unsubscribe();
          mayBreak('unsubscribe');
        };
      },
    },
    backend: {
      authorize: (request) => {
        mayBreak('authorize');
        const asked = evidence.signs(request.claims, request.action);
        return whileAlive(
          () => backend.authorize(request),
          () => {
            asked.isOver = true;
          },
        );
      },
      ...(orderStatus === undefined
        ? {}
        : {
            orderStatus: (orderId: string) => {
              mayBreak('orderStatus');
              const { asked, answered } = evidence.asks(orderId);
              return whileAlive(
                () => orderStatus(orderId),
                (answer) => {
                  if (answer === undefined) asked.isOver = true;
                  else answered(answer);
                },
              );
            },
          }),
    },
    storage,
    clock: {
      now: () => {
        mayBreak('clock.now');
        return clock.now();
      },
      setTimeout: (run, ms) => {
        try {
          mayBreak('clock.setTimeout');
        } catch (error) {
          lendTimers({ setTimeout: set, clearTimeout: clear });
          throw error;
        }
        return set(run, ms);
      },
      clearTimeout: (key) => {
        if (typeof key === 'object' && key !== null) clear(key);
      },
    },
    get timers() {
      return timers.size;
    },
    get listeners() {
      return rawListeners.size;
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
    end: () => {
      alive = false;
      for (const timer of timers.values()) clock.clearTimeout(timer.handle);
      timers.clear();
    },
  };
  return ports;
}
