import * as hyperSdkReact from 'hyper-sdk-react';
import { NativeEventEmitter, NativeModules } from 'react-native';
import type { HyperSdk } from '../../core/ports/hyper-sdk.js';
import { AVAILABLE, assertAvailable, type SdkAvailability, unavailable } from '../availability.js';

export type { SdkAvailability } from '../availability.js';

/**
 * What can be chosen about the SDK on React Native.
 *
 * @example
 * ```ts
 * const options: ReactNativeSdkOptions = { instance: 'own' };
 * ```
 */
export interface ReactNativeSdkOptions {
  /**
   * `shared` (default): the one instance of the app, which everything that uses `hyper-sdk-react`
   * shares. `own`: an instance with a channel of its own; needs hyper-sdk-react 5.0.35.
   */
  readonly instance?: 'shared' | 'own' | undefined;
  /** Goes with `clientId`: the SDK takes both or none. */
  readonly tenantId?: string | undefined;
  readonly clientId?: string | undefined;
}

/**
 * Whether `hyper-sdk-react` is part of the running app.
 *
 * @example
 * ```ts
 * const availability = checkReactNativeSdk();
 * if (!availability.available) report(availability.reason);
 * ```
 */
export function checkReactNativeSdk(): SdkAvailability {
  try {
    if (typeof bridge().HyperEvent === 'string') return AVAILABLE;
  } catch {
    // The package stands in for a module that is not there with a proxy that throws.
  }
  return unavailable(
    'hyper-sdk-react is not linked: run `pod install` (iOS), rebuild the app after installing the ' +
      'package, and do not use Expo Go.',
  );
}

/**
 * HyperSDK through `hyper-sdk-react`. Throws when the package is not linked, with what to do.
 *
 * @example
 * ```ts
 * const flow = createUpiFlow({ sdk: createReactNativeSdk(), backend, merchant });
 * ```
 */
export function createReactNativeSdk(options: ReactNativeSdkOptions = {}): HyperSdk {
  assertAvailable(checkReactNativeSdk());
  const { instance = 'shared', tenantId, clientId } = options;
  if ((tenantId === undefined) !== (clientId === undefined)) {
    throw new Error('tenantId and clientId go together: the SDK ignores one without the other.');
  }
  const native = instance === 'own' ? ownInstances(options) : sharedInstance(options);
  const events = new NativeEventEmitter(NativeModules['HyperSdkReact']);
  const listeners = new Set<(channel: string) => void>();

  return {
    open: () => {
      const channel = native.open();
      if (channel !== undefined) for (const listenOn of listeners) listenOn(channel);
    },
    initiate: (request) => native.initiate(JSON.stringify(request)),
    process: (request) => native.process(JSON.stringify(request)),
    back: () => {
      try {
        return native.back();
      } catch {
        // iOS has no such method.
        return false;
      }
    },
    terminate: () => native.terminate(),
    subscribe: (listener) => {
      const subscriptions = new Set<{ remove(): void }>();
      let isListening = true;
      const onRawEvent = (raw: unknown): void => {
        // An event under way reaches those who listened when it began, also if they left since.
        if (isListening) listener(raw);
      };
      const listenOn = (channel: string): void => {
        subscriptions.add(events.addListener(channel, onRawEvent));
      };
      native.channels.forEach(listenOn);
      listeners.add(listenOn);
      return () => {
        isListening = false;
        listeners.delete(listenOn);
        for (const subscription of subscriptions) subscription.remove();
      };
    },
  };
}

/** The native instance, or one after the other, with the channels on which they speak. */
interface Native {
  readonly channels: readonly string[];
  /** Answers a channel that was not there before. */
  open(): string | undefined;
  initiate(data: string): void;
  process(data: string): void;
  back(): boolean;
  terminate(): void;
}

function sharedInstance({ tenantId, clientId }: ReactNativeSdkOptions): Native {
  const shared = bridge();
  return {
    channels: [shared.HyperEvent],
    open: () => {
      if (tenantId === undefined || clientId === undefined) shared.createHyperServices();
      else shared.createHyperServicesWithTenantId(tenantId, clientId);
      return undefined;
    },
    initiate: (data) => shared.initiate(data),
    process: (data) => shared.process(data),
    back: () => shared.onBackPressed(),
    terminate: () => shared.terminate(),
  };
}

function ownInstances({ tenantId, clientId }: ReactNativeSdkOptions): Native {
  const { HyperServiceInstance } = hyperSdkReact;
  if (typeof HyperServiceInstance !== 'function' || !hasKeyedInstances()) {
    throw new Error(
      "instance: 'own' needs hyper-sdk-react 5.0.35 or newer: update the package and rebuild the app.",
    );
  }
  const channels: string[] = [];
  let instance: InstanceType<typeof HyperServiceInstance> | undefined;
  const opened = () => {
    if (instance === undefined)
      throw new Error('There is no HyperSDK instance: open() comes first.');
    return instance;
  };
  return {
    // Instances that ended are still listened to: what they say late can be about money.
    channels,
    open: () => {
      if (instance !== undefined) return undefined;
      instance = new HyperServiceInstance(tenantId, clientId);
      const channel = instance.getHyperEventString();
      channels.push(channel);
      return channel;
    },
    initiate: (data) => opened().initiate(data),
    process: (data) => opened().process(data),
    back: () => instance?.onBackPressed() ?? false,
    terminate: () => {
      instance?.terminate();
      instance = undefined;
    },
  };
}

/** The JavaScript may be newer than the app it runs in. */
function hasKeyedInstances(): boolean {
  return typeof Reflect.get(bridge(), 'createHyperServicesWithKey') === 'function';
}

/** Bundlers differ in what they take for the default export of a CommonJS package. */
function bridge() {
  const { default: exported } = hyperSdkReact;
  return defaultOf(exported);
}

function defaultOf<T extends object>(exported: T | { readonly default: T }): T {
  return 'default' in exported ? exported.default : exported;
}
