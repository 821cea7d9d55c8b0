import type { HyperSdk } from '../core/ports/hyper-sdk.js';
import { AVAILABLE, type SdkAvailability, unavailable } from './availability.js';
import { createFanOut } from './fan-out.js';

export type { SdkAvailability } from './availability.js';

/** What is used of `cordova.plugins.HyperSDKPlugin`. */
interface HyperSdkPlugin {
  initiate(payload: string, callback: (event: unknown) => void): void;
  process(payload: string): void;
  onBackPress(callback: (answer: unknown) => void): void;
  terminate(): void;
}

/** On iOS the plugin answers `terminate` where events come; no event looks like that. */
const TERMINATED = /^\{"status":(?:[01]|true|false)\}$/;

/**
 * Whether the Cordova plugin `hyper-sdk-plugin` is there; not before `deviceready`.
 *
 * @example
 * ```ts
 * document.addEventListener('deviceready', () => render(checkCordovaSdk().available));
 * ```
 */
export function checkCordovaSdk(): SdkAvailability {
  return findPlugin() === undefined ? unavailable(whatIsMissing()) : AVAILABLE;
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
  const plugin = findPlugin();
  if (plugin === undefined) throw new Error(whatIsMissing());
  const listeners = createFanOut();
  let isInitiated = false;

  function onRawEvent(raw: unknown): void {
    if (typeof raw !== 'string' || !TERMINATED.test(raw)) listeners.notify(raw);
  }

  return {
    // The plugin makes the instance: when the app starts, and again when initiate finds none.
    open: () => {},
    // On Android the callback of any call takes over all events, so nothing else is ever asked.
    initiate: (request) => {
      isInitiated = true;
      plugin.initiate(JSON.stringify(request), onRawEvent);
    },
    process: (request) => plugin.process(JSON.stringify(request)),
    back: () => {
      // Asked at another time, or on iOS, the plugin never answers.
      if (!isInitiated || at(cordova(), 'platformId') !== 'android') return false;
      return new Promise((resolve) => {
        plugin.onBackPress((answer) => resolve(answer === 'true' || answer === true));
      });
    },
    terminate: () => {
      isInitiated = false;
      plugin.terminate();
    },
    subscribe: listeners.add,
  };
}

function whatIsMissing(): string {
  return cordova() === undefined
    ? 'Cordova is not there: load cordova.js, run inside the app, and wait for the deviceready event.'
    : 'cordova.plugins.HyperSDKPlugin is not there: run `cordova plugin add hyper-sdk-plugin`, ' +
        'rebuild the app, and wait for the deviceready event.';
}

function findPlugin(): HyperSdkPlugin | undefined {
  const found = at(at(cordova(), 'plugins'), 'HyperSDKPlugin');
  return isPlugin(found) ? found : undefined;
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
