import type { Authority } from './authentication.js';
import type { World } from './call.js';
import { type JsonObject, parseObject } from './json.js';
import { createInstance, type Instance } from './native-instance.js';
import { createScreens, type ScreenName } from './screens.js';
import type { WireEnds } from './wire.js';

/** The native side of the bridge, for one process of the app: with its timers and its screen. */
export interface NativeBridge {
  readonly screen: ScreenName | undefined;
  open(): void;
  initiate(request: object): void;
  process(request: object): void;
  back(): boolean;
  terminate(): void;
  expireSession(): void;
  kill(): void;
}

/** Starts it without an SDK instance. */
export function startNativeBridge(
  world: World,
  authority: Authority,
  wire: WireEnds,
): NativeBridge {
  const { clock, settings } = world;
  const screens = createScreens();
  const timers = new Set<unknown>();
  let isAlive = true;
  let instance: Instance | undefined;
  let isTerminated = false;

  function later(ms: number, run: () => void): () => void {
    if (!isAlive) {
      return () => {};
    }
    const timer = clock.setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clock.clearTimeout(timer);
    };
  }

  function send(envelope: JsonObject, action: string | undefined, atOnce?: boolean): void {
    if (isAlive) {
      wire.send(envelope, action, atOnce);
    }
  }

  /** What the native side makes of the request: a copy, whatever the app does with its own. */
  function received(call: 'initiate' | 'process', request: object): JsonObject {
    const raw = JSON.stringify(request);
    wire.logCall(call, raw);
    return parseObject(raw) ?? {};
  }

  return {
    get screen() {
      return screens.current;
    },
    open() {
      wire.logCall('open', '');
      if (instance === undefined || isTerminated) {
        const sessionShape = () => wire.sessionEvent;
        instance = createInstance({ world, authority, screens, later, send, sessionShape });
        isTerminated = false;
      }
    },
    // Without an instance the bridge drops calls silently.
    initiate: (request) => instance?.initiate(received('initiate', request)),
    process: (request) => instance?.process(received('process', request)),
    back() {
      wire.logCall('back', '');
      return settings.platform === 'android' && screens.back();
    },
    terminate() {
      wire.logCall('terminate', '');
      instance?.terminate();
      isTerminated = true;
    },
    expireSession: () => instance?.expireSession(),
    kill() {
      isAlive = false;
      screens.kill();
      wire.cut();
      for (const timer of timers) {
        clock.clearTimeout(timer);
      }
      timers.clear();
    },
  };
}
