import { afterEach, describe, expect, it, vi } from 'vitest';
import { isRefusedAsItIs, itIsAnAdapter } from './support/adapter-suite.js';
import { type NativeInstance, type NativeSdk, scriptedSdk } from './support/native-sdk.js';

afterEach(() => {
  vi.doUnmock('hyper-sdk-react');
});

/** An app with the package's own JavaScript and React Native's own emitter over a faked module. */
interface ReactNativeApp {
  readonly adapter: typeof import('../../adapters/react-native/adapter.js');
  /** The native module itself, for what an app may do beside the adapter. */
  readonly module: Record<string, unknown>;
  /** How many JavaScript listeners there are, on any channel. */
  listeners(): number;
}

interface ReactNativeOptions {
  readonly platform?: 'android' | 'ios';
  readonly linked?: boolean;
  /** Names of methods that the native part of an older build does not have. */
  readonly without?: RegExp;
}

/** Starts an app: everything above the native module is loaded anew. */
async function startReactNative(
  sdk: NativeSdk,
  { platform = 'android', linked = true, without }: ReactNativeOptions = {},
): Promise<ReactNativeApp> {
  vi.resetModules();
  const { default: Platform } = await vi.importActual<{ default: { OS: string } }>(
    'react-native-web/dist/exports/Platform',
  );
  const events = 'react-native-web/dist/vendor/react-native/EventEmitter';
  const { default: device } = await vi.importActual<{ default: DeviceEvents }>(
    `${events}/RCTDeviceEventEmitter`,
  );
  const { default: NativeEventEmitter } = await vi.importActual<{ default: unknown }>(
    `${events}/NativeEventEmitter`,
  );
  Platform.OS = platform;
  const channels = new Set<string>();
  const sink: EventSink = {
    send: (channel, text) => device.emit(channel, text),
    listen: (channel) => channels.add(channel),
    // React Native shows a red box.
    complain: (text) => {
      throw new Error(text);
    },
  };
  const module = Object.fromEntries(
    Object.entries(hyperSdkReactModule(platform, sdk, sink)).filter(
      ([name]) => without?.test(name) !== true,
    ),
  );
  vi.doMock('react-native', () => ({
    NativeEventEmitter,
    NativeModules: linked ? { HyperSdkReact: module } : {},
    Platform: {
      OS: platform,
      select: (texts: Record<string, unknown>) => texts[platform] ?? texts['default'],
    },
    // What the package's view asks for when it is loaded; no view is shown here.
    requireNativeComponent: () => undefined,
    UIManager: {},
    View: undefined,
    findNodeHandle: () => null,
  }));
  return {
    adapter: await import('../../adapters/react-native/adapter.js'),
    module,
    listeners: () => [...channels].reduce((sum, name) => sum + device.listenerCount(name), 0),
  };
}

/** React Native's channel between native code and JavaScript. */
interface DeviceEvents {
  emit(eventType: string, event: unknown): void;
  listenerCount(eventType: string): number;
}

/** Where a native module sends what it has to say. */
interface EventSink {
  send(channel: string, text: string): void;
  /** JavaScript listens on a channel. */
  listen(channel: string): void;
  complain(text: string): void;
}

const HYPER_EVENT = 'HyperEvent';

/** The native module of hyper-sdk-react 5.0.35, as its Java and Objective-C behave. */
function hyperSdkReactModule(
  platform: 'android' | 'ios',
  sdk: NativeSdk,
  sink: EventSink,
): Record<string, unknown> {
  const isIos = platform === 'ios';
  const keyed = new Map<string, NativeInstance>();
  const known = new Set([HYPER_EVENT]);
  let shared: NativeInstance | undefined;
  let listenerCount = 0;

  function send(channel: string, event: unknown): void {
    if (isIos && !known.has(channel)) sink.complain(`${channel} is not a supported event type`);
    // iOS sends nothing while nobody listens.
    if (isIos && listenerCount === 0) return;
    sink.send(channel, typeof event === 'string' ? event : JSON.stringify(event));
  }

  function initiate(instance: NativeInstance | undefined, data: string, channel: string): void {
    instance?.initiate(JSON.parse(data), (event) => send(channel, event));
  }

  function create(key: string): void {
    if (key === '' || key === HYPER_EVENT || keyed.has(key)) return;
    keyed.set(key, sdk.create());
    known.add(key);
  }

  return {
    HyperEvent: HYPER_EVENT,
    addListener: (channel: string) => {
      if (isIos && !known.has(channel)) sink.complain(`${channel} is not a supported event type`);
      listenerCount += 1;
      sink.listen(channel);
    },
    removeListeners: (count: number) => {
      listenerCount -= count;
      if (listenerCount < 0) sink.complain('more listeners removed than added');
    },
    createHyperServices: () => {
      shared ??= sdk.create();
    },
    createHyperServicesWithTenantId: () => {
      shared ??= sdk.create();
    },
    initiate: (data: string) => initiate(shared, data, HYPER_EVENT),
    process: (data: string) => shared?.process(JSON.parse(data)),
    terminate: () => {
      shared?.terminate();
      if (!isIos) shared = undefined;
    },
    isNull: () => shared === undefined,
    isInitialised: async () => shared?.isInitialised() ?? false,
    createHyperServicesWithKey: create,
    initiateWithKey: (data: string, key: string) => initiate(keyed.get(key), data, key),
    processWithKey: (data: string, key: string) => keyed.get(key)?.process(JSON.parse(data)),
    terminateWithKey: (key: string) => {
      keyed.get(key)?.terminate();
      keyed.delete(key);
    },
    isNullWithKey: (key: string) => !keyed.has(key),
    isInitialisedWithKey: async (key: string) => keyed.get(key)?.isInitialised() ?? false,
    // Hardware back is Android's.
    ...(!isIos && {
      onBackPressed: () => shared?.onBackPressed() ?? false,
      onBackPressedWithKey: (key: string) => keyed.get(key)?.onBackPressed() ?? false,
    }),
  };
}

describe.each([
  { platform: 'android', instance: 'shared' },
  { platform: 'android', instance: 'own' },
  { platform: 'ios', instance: 'shared' },
  { platform: 'ios', instance: 'own' },
] as const)('hyper-sdk-react on $platform, $instance instance', ({ platform, instance }) => {
  itIsAnAdapter(async (native) => {
    const { adapter, listeners } = await startReactNative(native, { platform });
    const sdk = adapter.createReactNativeSdk({ instance });
    const hasBack = platform === 'android';
    return { sdk, delivers: 'text', listeners, hasBack };
  });
});

describe.each(['android', 'ios'] as const)('hyper-sdk-react as it is, on %s', (platform) => {
  it.each(['its default export', 'the module'])('is refused: %s', (what) =>
    isRefusedAsItIs('createReactNativeSdk()', async (native) => {
      await startReactNative(native, { platform });
      const module = await import('hyper-sdk-react');
      return { sdk: what === 'the module' ? module : module.default };
    }),
  );
});

const ANSWER = '{"event":"process_result","requestId":"r1","payload":{}}';

async function start(options: ReactNativeOptions = {}) {
  const native = scriptedSdk();
  return { native, ...(await startReactNative(native, options)) };
}

describe('hyper-sdk-react that is not linked', () => {
  it.each(['android', 'ios'] as const)('is told on %s, with what to do', async (platform) => {
    const { adapter } = await start({ platform, linked: false });
    const reason =
      'hyper-sdk-react is not linked: run `pod install` (iOS), rebuild the app after installing ' +
      'the package, and do not use Expo Go.';
    expect(adapter.checkReactNativeSdk()).toEqual({ available: false, reason });
    expect(() => adapter.createReactNativeSdk()).toThrow(new Error(reason));
    expect(() => adapter.createReactNativeSdk({ instance: 'own' })).toThrow(new Error(reason));
  });

  it('is told where the native module does not name its event', async () => {
    const { adapter } = await start({ without: /^HyperEvent$/ });
    expect(adapter.checkReactNativeSdk()).toMatchObject({ available: false });
  });

  it('is not told where the default export of the package is the whole package', async () => {
    vi.doMock('hyper-sdk-react', async (original) => {
      const whole = await original<object>();
      return { ...whole, default: whole };
    });
    const { adapter, native } = await start();
    expect(adapter.checkReactNativeSdk()).toEqual({ available: true });
    for (const instance of ['shared', 'own'] as const) {
      await adapter.createReactNativeSdk({ instance }).open();
    }
    expect(native.calls).toEqual([{ call: 'open' }, { call: 'open' }]);
  });

  it('is not told where it is linked', async () => {
    const { adapter, native } = await start();
    expect(adapter.checkReactNativeSdk()).toEqual({ available: true });
    expect(native.calls).toEqual([]);
  });
});

describe('an instance of its own', () => {
  const reason =
    "instance: 'own' needs hyper-sdk-react 5.0.35 or newer: update the package and rebuild the app.";

  it('is refused by an app that was built with an older package', async () => {
    const { adapter } = await start({ without: /WithKey$/ });
    expect(() => adapter.createReactNativeSdk({ instance: 'own' })).toThrow(new Error(reason));
    expect(adapter.checkReactNativeSdk()).toEqual({ available: true });
    expect(adapter.createReactNativeSdk()).toBeDefined();
  });

  it('is refused with JavaScript that is older', async () => {
    vi.doMock('hyper-sdk-react', async (original) => ({
      ...(await original<object>()),
      HyperServiceInstance: undefined,
    }));
    const { adapter } = await start();
    expect(() => adapter.createReactNativeSdk({ instance: 'own' })).toThrow(new Error(reason));
    expect(adapter.createReactNativeSdk()).toBeDefined();
  });

  it('has a channel of its own, beside the shared one', async () => {
    const { adapter, native } = await start();
    const heard: string[] = [];
    const names = ['first', 'second', 'shared'] as const;
    for (const name of names) {
      const instance = name === 'shared' ? 'shared' : 'own';
      const sdk = adapter.createReactNativeSdk({ instance });
      sdk.subscribe(() => heard.push(name));
      await sdk.open();
      await sdk.initiate({});
    }
    native.emit(ANSWER, 2);
    native.emit(ANSWER, 1);
    native.emit(ANSWER, 0);
    expect(heard).toEqual(names);
  });

  it('is heard late, also when the next one lives: it may be about money', async () => {
    const { adapter, native, listeners } = await start();
    const sdk = adapter.createReactNativeSdk({ instance: 'own' });
    const heard: unknown[] = [];
    const stop = sdk.subscribe((raw) => heard.push(raw));
    for (let nth = 0; nth < 2; nth += 1) {
      await sdk.open();
      await sdk.initiate({});
      await sdk.terminate();
    }
    await sdk.open();
    await sdk.initiate({});
    native.emit(ANSWER, 2);
    expect(heard).toEqual([ANSWER]);
    stop();
    expect(listeners()).toBe(0);
  });

  it('is not there before open: a request is not taken', async () => {
    const { adapter } = await start();
    const sdk = adapter.createReactNativeSdk({ instance: 'own' });
    expect(() => sdk.process({})).toThrow('open() comes first');
  });
});

describe('the shared instance', () => {
  it('speaks to everybody', async () => {
    const { adapter, native } = await start();
    const heard: number[] = [];
    for (const nth of [1, 2]) adapter.createReactNativeSdk().subscribe(() => heard.push(nth));
    const sdk = adapter.createReactNativeSdk();
    await sdk.open();
    await sdk.initiate({});
    native.emit(ANSWER);
    expect(heard).toEqual([1, 2]);
  });

  it('hands over the empty text of an event that iOS could not write', async () => {
    const { adapter, native } = await start({ platform: 'ios' });
    const sdk = adapter.createReactNativeSdk();
    const heard: unknown[] = [];
    sdk.subscribe((raw) => heard.push(raw));
    await sdk.open();
    await sdk.initiate({});
    native.emit('');
    expect(heard).toEqual(['']);
  });

  it('is made anew after terminate where Android let go of it, and used again on iOS', async () => {
    const opened = async (platform: 'android' | 'ios') => {
      const { adapter, native } = await start({ platform });
      const sdk = adapter.createReactNativeSdk();
      for (let nth = 0; nth < 2; nth += 1) {
        await sdk.open();
        await sdk.initiate({});
        await sdk.terminate();
      }
      return native.calls.map(({ call }) => call).join(' ');
    };
    expect(await opened('android')).toBe('open initiate terminate open initiate terminate');
    expect(await opened('ios')).toBe('open initiate terminate initiate terminate');
  });
});

describe('back', () => {
  it('is not used where the native method throws', async () => {
    const { adapter, module } = await start();
    const sdk = adapter.createReactNativeSdk();
    module['onBackPressed'] = () => {
      throw new Error('Calling synchronous methods is not supported in Chrome');
    };
    expect(sdk.back()).toBe(false);
  });
});

describe('a tenant', () => {
  it.each(['shared', 'own'] as const)('goes to the %s instance', async (instance) => {
    const { adapter, module } = await start();
    const made: unknown[][] = [];
    module['createHyperServicesWithTenantId'] = (...names: unknown[]) => made.push(names);
    module['createHyperServicesWithKey'] = (_: string, ...names: unknown[]) => made.push(names);
    const tenant = { tenantId: 'tenant', clientId: 'client' };
    await adapter.createReactNativeSdk({ instance, ...tenant }).open();
    expect(made).toEqual([['tenant', 'client']]);
  });

  it('is refused without a client: the SDK would leave both out', async () => {
    const { adapter } = await start();
    const reason = 'tenantId and clientId go together: the SDK ignores one without the other.';
    expect(() => adapter.createReactNativeSdk({ tenantId: 't' })).toThrow(new Error(reason));
    expect(() => adapter.createReactNativeSdk({ clientId: 'c' })).toThrow(new Error(reason));
  });
});
