import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkCordovaSdk, createCordovaSdk } from '../../adapters/cordova.js';
import { isRefusedAsItIs, itIsAnAdapter } from './support/adapter-suite.js';
import { type NativeInstance, type NativeSdk, scriptedSdk } from './support/native-sdk.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

type Callback = (text: unknown) => void;

/** `cordova.plugins.HyperSDKPlugin` 3.0.20: its JavaScript and what is native below, as they behave. */
interface CordovaPlugin {
  initiate(payload: string, callback: Callback): void;
  process(payload: string): void;
  onBackPress(callback: Callback): void;
  terminate(): void;
  isInitialised(callback: Callback): void;
}

/** Starts an app in which the plugin is installed. */
function startCordova(sdk: NativeSdk, platformId: 'android' | 'ios'): CordovaPlugin {
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

describe.each(['android', 'ios'] as const)('cordova.plugins.HyperSDKPlugin on %s', (platform) => {
  itIsAnAdapter(async (native) => {
    startCordova(native, platform);
    const hasBack = platform === 'android';
    return { sdk: createCordovaSdk(), delivers: 'text', hasBack };
  });

  it('is refused as it is', () =>
    isRefusedAsItIs('createCordovaSdk()', async (native) => ({
      sdk: startCordova(native, platform),
    })));
});

const ANSWER = '{"event":"process_result","requestId":"r1","payload":{}}';

function start(platform: 'android' | 'ios' = 'android') {
  const native = scriptedSdk();
  const plugin = startCordova(native, platform);
  const sdk = createCordovaSdk();
  const heard: unknown[] = [];
  sdk.subscribe((raw) => heard.push(raw));
  return { native, plugin, sdk, heard };
}

describe('a plugin that is not there', () => {
  const noCordova =
    'Cordova is not there: load cordova.js, run inside the app, and wait for the deviceready event.';
  const noPlugin =
    'cordova.plugins.HyperSDKPlugin is not there: run `cordova plugin add hyper-sdk-plugin`, ' +
    'rebuild the app, and wait for the deviceready event.';

  it.each([
    ['in a page without Cordova', undefined, noCordova],
    ['before deviceready', { platformId: 'android' }, noPlugin],
    ['in an app without it', { platformId: 'android', plugins: {} }, noPlugin],
  ])('is told %s, with what to do', (_, cordova, reason) => {
    vi.stubGlobal('cordova', cordova);
    expect(checkCordovaSdk()).toEqual({ available: false, reason });
    expect(() => createCordovaSdk()).toThrow(new Error(reason));
  });

  it('is not told when it is there', () => {
    start();
    expect(checkCordovaSdk()).toEqual({ available: true });
  });
});

describe('events', () => {
  it('come back with the next request when the app asked isInitialised meanwhile', () => {
    const { sdk, plugin, native, heard } = start();
    void sdk.initiate({});
    const stolen: unknown[] = [];
    plugin.isInitialised((text) => stolen.push(text));
    native.emit('{"event":"show_loader"}');
    void sdk.process({ requestId: 'r1' });
    native.emit(ANSWER);
    expect(stolen).toEqual(['true', '{"event":"show_loader"}']);
    expect(heard).toEqual([ANSWER]);
  });

  it('that Android writes itself are handed over', () => {
    const { sdk, native, heard } = start();
    void sdk.initiate({});
    const destroyed =
      '{"event":"process_result","requestId":"r1","error":true,"errorCode":"JP_021"}';
    native.emit(destroyed);
    expect(heard).toEqual([destroyed]);
  });

  it.each(['{"status":1}', '{"status":0}', '{"status":true}'])(
    'are not what iOS answers to terminate: %s',
    (answer) => {
      const { sdk, native, heard } = start('ios');
      void sdk.initiate({});
      void sdk.terminate();
      native.emit(answer);
      native.emit(ANSWER);
      expect(heard).toEqual([ANSWER]);
    },
  );
});

describe('back', () => {
  it('is a word on Android', async () => {
    const { sdk, native } = start();
    void sdk.initiate({});
    native.usesBack = true;
    expect(await sdk.back()).toBe(true);
    native.usesBack = false;
    expect(await sdk.back()).toBe(false);
  });

  it('is not asked where nobody answers: without an instance, and on iOS', () => {
    const android = start();
    void android.sdk.initiate({});
    void android.sdk.terminate();
    expect(android.sdk.back()).toBe(false);
    expect(android.heard).toEqual([]);
    const ios = start('ios');
    void ios.sdk.initiate({});
    expect(ios.sdk.back()).toBe(false);
  });
});
