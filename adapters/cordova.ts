import { AVAILABLE, assertAvailable, type SdkAvailability, unavailable } from './availability.js';
import { createFanOut } from './fan-out.js';
import type { HyperSdk } from './hyper-sdk.js';

export type { SdkAvailability } from './availability.js';

/** What is used of `cordova.plugins.HyperSDKPlugin`. */
interface HyperSdkPlugin {
  initiate(payload: string, callback: (event: unknown) => void): void;
  process(payload: string): void;
  onBackPress(callback: (answer: unknown) => void): void;
  terminate(): void;
}

/**
 * Whether the Cordova plugin `hyper-sdk-plugin` is there; not before `deviceready`.
 *
 * @example
 * ```ts
 * document.addEventListener('deviceready', () => render(checkCordovaSdk().available));
 * ```
 */
export function checkCordovaSdk(): SdkAvailability {
  if (plugin() !== undefined) return AVAILABLE;
  return unavailable(
    Reflect.has(globalThis, 'cordova')
      ? 'cordova.plugins.HyperSDKPlugin is not there: run `cordova plugin add hyper-sdk-plugin`, ' +
          'rebuild the app, and wait for the deviceready event.'
      : 'Cordova is not there: load cordova.js, run inside the app, and wait for the deviceready event.',
  );
}

/**
 * HyperSDK through the Cordova plugin. Throws when the plugin is not there, with what to do.
 *
 * @example
 * ```ts
 * const flow = createUpiFlow({ sdk: createCordovaSdk(), backend, merchant });
 * ```
 */
export function createCordovaSdk(): HyperSdk {
  assertAvailable(checkCordovaSdk());
  const listeners = createFanOut();
  let isInitiated = false;
  return {
    // The plugin makes the instance: when the app starts, and again when initiate finds none.
    open: () => {},
    initiate: (request) => {
      isInitiated = true;
      plugin()?.initiate(JSON.stringify(request), listeners.tell);
    },
    process: (request) => plugin()?.process(JSON.stringify(request)),
    back: () => {
      // Asked at another time, or on iOS, the plugin never answers.
      if (!isInitiated || platform() !== 'android') return false;
      return new Promise((resolve) => {
        plugin()?.onBackPress((answer) => resolve(answer === 'true' || answer === true));
      });
    },
    // Nor is isInitialised ever asked: on Android its answer takes the place of the events.
    terminate: () => {
      isInitiated = false;
      plugin()?.terminate();
    },
    subscribe: listeners.add,
  };
}

function plugin(): HyperSdkPlugin | undefined {
  const found = at(at(cordova(), 'plugins'), 'HyperSDKPlugin');
  return isPlugin(found) ? found : undefined;
}

function platform(): unknown {
  return at(cordova(), 'platformId');
}

function cordova(): unknown {
  return at(globalThis, 'cordova');
}

function at(owner: unknown, key: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, key) : undefined;
}

function isPlugin(value: unknown): value is HyperSdkPlugin {
  return typeof at(value, 'initiate') === 'function';
}
