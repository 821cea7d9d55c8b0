import { afterEach, describe, expect, it, vi } from 'vitest';
import { scriptedSdk } from './support/native-sdk.js';
import { type ReactNativeOptions, startReactNative } from './support/react-native.js';

afterEach(() => {
  vi.doUnmock('hyper-sdk-react');
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
