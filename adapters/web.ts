import type { HyperSdk } from '../core/ports/hyper-sdk.js';
import { AVAILABLE, type SdkAvailability, unavailable } from './availability.js';
import { createFanOut } from './fan-out.js';

export type { SdkAvailability } from './availability.js';

/** What is used of the class that Juspay's script puts on the page. */
interface HyperServices {
  initiate(payload: object, callback: (event: unknown) => void): void;
  process(payload: object): void;
  terminate(): void;
  handleBackpress(): unknown;
}
type HyperServicesClass = new () => HyperServices;

const MISSING =
  'window.HyperServices is not there: load ' +
  'https://public.releases.juspay.in/hyper-sdk-web/HyperServices.js and wait for its load event.';

/**
 * Whether Juspay's script has put `HyperServices` on the page.
 *
 * @example
 * ```ts
 * script.onload = () => render(checkWebSdk().available);
 * ```
 */
export function checkWebSdk(): SdkAvailability {
  return findClass() === undefined ? unavailable(MISSING) : AVAILABLE;
}

/**
 * HyperSDK in a web page. Throws when Juspay's script is not loaded, with what to do.
 *
 * @example
 * ```ts
 * const flow = createUpiFlow({ sdk: createWebSdk(), backend, merchant });
 * ```
 */
export function createWebSdk(): HyperSdk {
  const Class = findClass();
  if (Class === undefined) throw new Error(MISSING);
  const listeners = createFanOut();
  let instance: HyperServices | undefined;
  const opened = (): HyperServices => {
    if (instance === undefined)
      throw new Error('There is no HyperSDK instance: open() comes first.');
    return instance;
  };
  return {
    open: () => {
      instance ??= new Class();
    },
    initiate: (request) => opened().initiate(copyOf(request), listeners.notify),
    process: (request) => opened().process(copyOf(request)),
    back: () => {
      const answer = instance?.handleBackpress();
      return answer === true || answer === 'true';
    },
    terminate: () => {
      const ended = instance;
      instance = undefined;
      ended?.terminate();
    },
    subscribe: listeners.add,
  };
}

/** The script runs in the page and may write into what it is given. */
function copyOf(request: object): object {
  return JSON.parse(JSON.stringify(request));
}

function findClass(): HyperServicesClass | undefined {
  const found: unknown = Reflect.get(globalThis, 'HyperServices');
  return isClass(found) ? found : undefined;
}

function isClass(value: unknown): value is HyperServicesClass {
  return typeof value === 'function';
}
