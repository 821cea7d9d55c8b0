import { HyperServices } from 'hyper-sdk-capacitor';
import type { HyperSdk } from '../core/ports/hyper-sdk.js';
import { AVAILABLE, assertAvailable, type SdkAvailability, unavailable } from './availability.js';

export type { SdkAvailability } from './availability.js';

/**
 * What the SDK's instance is made with.
 *
 * @example
 * ```ts
 * const options: CapacitorSdkOptions = { clientId: 'merchant', service: 'in.juspay.hyperapi' };
 * ```
 */
export interface CapacitorSdkOptions {
  readonly clientId?: string | undefined;
  /** In a browser only: which of Juspay's services the script loads. */
  readonly service?: string | undefined;
  readonly tenantId?: string | undefined;
  /** In a browser only: `sandbox` picks the sandbox script of a tenant that has one. */
  readonly env?: string | undefined;
}

/**
 * Whether the Capacitor plugin `hyper-sdk-capacitor` is part of the running app.
 *
 * @example
 * ```ts
 * const availability = checkCapacitorSdk();
 * if (!availability.available) report(availability.reason);
 * ```
 */
export function checkCapacitorSdk(): SdkAvailability {
  if (capacitor()?.isPluginAvailable('HyperServices') === true) return AVAILABLE;
  return unavailable(
    'hyper-sdk-capacitor is not part of this app: run `npx cap sync` after installing the package, ' +
      'and rebuild the app.',
  );
}

/**
 * HyperSDK through `hyper-sdk-capacitor`. Throws when the plugin is not in the app, with what to do.
 *
 * @example
 * ```ts
 * const flow = createUpiFlow({ sdk: createCapacitorSdk(), backend, merchant });
 * ```
 */
export function createCapacitorSdk(options: CapacitorSdkOptions = {}): HyperSdk {
  assertAvailable(checkCapacitorSdk());
  let registered: Promise<unknown> = Promise.resolve();
  return {
    open: async () => {
      await registered;
      if (!(await isLiveInBrowser())) await create(options);
    },
    initiate: (request) => HyperServices.initiate(copyOf(request)),
    process: (request) => HyperServices.process(copyOf(request)),
    back: async () => {
      try {
        const answer = await HyperServices.onBackPressed();
        return answer.onBackPressed === true;
      } catch {
        // Nobody uses back where it is not implemented, or without an instance.
        return false;
      }
    },
    terminate: () => HyperServices.terminate().catch(() => {}),
    subscribe: (listener) => {
      let isListening = true;
      const handle = addListener((raw) => {
        if (isListening) listener(raw);
      });
      registered = handle.catch(() => {});
      return () => {
        if (!isListening) return;
        isListening = false;
        handle.then((one) => one.remove()).catch(() => {});
      };
    },
  };
}

function create({ clientId, service, tenantId, env }: CapacitorSdkOptions): Promise<void> {
  const given = {
    ...(clientId !== undefined && { clientId }),
    ...(service !== undefined && { service }),
  };
  if (tenantId === undefined) return HyperServices.createHyperServices(given);
  return HyperServices.createHyperServicesWithTenantId({
    ...given,
    ...(env !== undefined && { env }),
    tenantId,
  });
}

/** In a browser a second instance would take the place of the live one. */
async function isLiveInBrowser(): Promise<boolean> {
  if (capacitor()?.getPlatform() !== 'web') return false;
  return !(await HyperServices.isNull()).isNull;
}

/** Settles when the first call of all is over. */
let loaded: Promise<unknown> | undefined;

/** Capacitor makes a second web implementation for a call that comes while the first is made. */
function addListener(onRawEvent: (raw: unknown) => void): Promise<{ remove(): Promise<void> }> {
  const add = () => HyperServices.addListener('HyperEvent', onRawEvent);
  const handle = loaded === undefined ? add() : loaded.then(add);
  loaded ??= handle.catch(() => {});
  return handle;
}

/** The web implementation writes page elements into what it is given. */
function copyOf(request: object): unknown {
  return JSON.parse(JSON.stringify(request));
}

interface Capacitor {
  isPluginAvailable(name: string): boolean;
  getPlatform(): string;
}

/** `@capacitor/core`, loaded by the plugin, puts it on the page. */
function capacitor(): Capacitor | undefined {
  const found: unknown = Reflect.get(globalThis, 'Capacitor');
  return isCapacitor(found) ? found : undefined;
}

function isCapacitor(value: unknown): value is Capacitor {
  if (typeof value !== 'object' || value === null) return false;
  return typeof Reflect.get(value, 'isPluginAvailable') === 'function';
}
