import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkWebSdk, createWebSdk } from '../../adapters/web.js';
import { isRefusedAsItIs, itIsAnAdapter } from './support/adapter-suite.js';
import { scriptedSdk } from './support/native-sdk.js';
import { hyperServicesClass } from './support/web-page.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(['text', 'object'] as const)('window.HyperServices, events as %s', (delivers) => {
  itIsAnAdapter(async (native) => {
    vi.stubGlobal('HyperServices', hyperServicesClass(native, delivers));
    return { sdk: createWebSdk(), delivers };
  });

  it('is refused as it is', () =>
    isRefusedAsItIs('createWebSdk()', async (native) => ({
      sdk: hyperServicesClass(native, delivers),
    })));
});

const ANSWER = { event: 'process_result', requestId: 'r1', payload: {} };

describe("Juspay's script", () => {
  const reason =
    'window.HyperServices is not there: load ' +
    'https://public.releases.juspay.in/hyper-sdk-web/HyperServices.js and wait for its load event.';

  it.each([undefined, {}])('is missed where HyperServices is %j', (found) => {
    vi.stubGlobal('HyperServices', found);
    expect(checkWebSdk()).toEqual({ available: false, reason });
    expect(() => createWebSdk()).toThrow(new Error(reason));
  });

  it('is not missed when it is loaded', () => {
    vi.stubGlobal('HyperServices', hyperServicesClass(scriptedSdk()));
    expect(checkWebSdk()).toEqual({ available: true });
  });
});

describe('an instance', () => {
  function start() {
    const native = scriptedSdk();
    vi.stubGlobal('HyperServices', hyperServicesClass(native));
    return { native, sdk: createWebSdk() };
  }

  it('is made anew after terminate, and the old one is still heard', async () => {
    const { native, sdk } = start();
    const heard: unknown[] = [];
    sdk.subscribe((raw) => heard.push(raw));
    for (let nth = 0; nth < 2; nth += 1) {
      await sdk.open();
      await sdk.initiate({});
      if (nth === 0) await sdk.terminate();
    }
    native.emit(ANSWER, 1);
    native.emit(ANSWER, 0);
    expect(heard).toEqual([ANSWER, ANSWER]);
    expect(native.calls.filter(({ call }) => call === 'open')).toHaveLength(2);
  });

  it('that is not there takes no request', async () => {
    const { sdk } = start();
    expect(() => sdk.process({})).toThrow('open() comes first');
    await sdk.open();
    await sdk.initiate({});
    await sdk.terminate();
    expect(() => sdk.process({})).toThrow('open() comes first');
  });
});
