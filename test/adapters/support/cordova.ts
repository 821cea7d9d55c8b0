import { vi } from 'vitest';
import type { NativeInstance, NativeSdk } from './native-sdk.js';

type Callback = (text: unknown) => void;

/** `cordova.plugins.HyperSDKPlugin` 3.0.20: its JavaScript and what is native below, as they behave. */
export interface CordovaPlugin {
  initiate(payload: string, callback: Callback): void;
  process(payload: string): void;
  onBackPress(callback: Callback): void;
  terminate(): void;
  isInitialised(callback: Callback): void;
}

/** Starts an app in which the plugin is installed. */
export function startCordova(sdk: NativeSdk, platformId: 'android' | 'ios'): CordovaPlugin {
  const plugin = platformId === 'android' ? androidPlugin(sdk) : iosPlugin(sdk);
  vi.stubGlobal('cordova', { platformId, plugins: { HyperSDKPlugin: plugin } });
  return plugin;
}

function textOf(event: unknown): string {
  return typeof event === 'string' ? event : JSON.stringify(event);
}

/** All events go to the callback of the call made last, back excepted. */
function androidPlugin(sdk: NativeSdk): CordovaPlugin {
  let instance: NativeInstance | undefined = sdk.create();
  let shared: Callback = () => {};
  let context: Callback = () => {};

  return {
    initiate: (payload, callback) => {
      shared = callback;
      context = callback;
      instance ??= sdk.create();
      instance.initiate(JSON.parse(payload), (event) => context(textOf(event)));
    },
    process: (payload) => {
      context = shared;
      if (instance?.isInitialised() === false)
        context('initiate() must be called before process()');
      else instance?.process(JSON.parse(payload));
    },
    onBackPress: (callback) => {
      // The answer to a failure goes where events go, so this callback is never called.
      if (instance === undefined) context('null pointer');
      else callback(instance.onBackPressed() ? 'true' : 'false');
    },
    terminate: () => {
      context = shared;
      instance?.terminate();
      instance = undefined;
    },
    isInitialised: (callback) => {
      context = callback;
      if (instance !== undefined) context(instance.isInitialised() ? 'true' : 'false');
    },
  };
}

/** One instance for ever; back is not there, and terminate answers. */
function iosPlugin(sdk: NativeSdk): CordovaPlugin {
  const instance = sdk.create();
  let shared: Callback = () => {};

  return {
    initiate: (payload, callback) => {
      shared = callback;
      instance.initiate(JSON.parse(payload), (event) => shared(textOf(event)));
    },
    process: (payload) => {
      if (instance.isInitialised()) instance.process(JSON.parse(payload));
    },
    onBackPress: () => {},
    terminate: () => {
      instance.terminate();
      shared('{"status":1}');
    },
    isInitialised: (callback) => callback('{"status":1}'),
  };
}
