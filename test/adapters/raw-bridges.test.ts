import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createUpiFlow } from '../../src/index.js';
import { configOf } from '../flow/support/app.js';
import { startCapacitor, startCapacitorInBrowser } from './support/capacitor.js';
import { startCordova } from './support/cordova.js';
import { type NativeSdk, scriptedSdk } from './support/native-sdk.js';
import { startReactNative } from './support/react-native.js';
import { hyperServicesClass } from './support/web-page.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** In a box: Capacitor takes `await` for a call of its own. */
interface Opened {
  readonly sdk: unknown;
}

/** What the packages themselves hand out, and who would make an adapter of it. */
const RAW: readonly (readonly [string, string, (native: NativeSdk) => Promise<Opened>])[] = [
  ...(['android', 'ios'] as const).flatMap((platform) => [
    [
      `hyper-sdk-react, ${platform}`,
      'createReactNativeSdk()',
      async (native: NativeSdk) => {
        await startReactNative(native, { platform });
        return { sdk: (await import('hyper-sdk-react')).default };
      },
    ] as const,
    [
      `hyper-sdk-capacitor, ${platform}`,
      'createCapacitorSdk()',
      async (native: NativeSdk) => {
        await startCapacitor(native, { platform });
        return { sdk: (await import('hyper-sdk-capacitor')).HyperServices };
      },
    ] as const,
  ]),
  [
    'hyper-sdk-react as a module',
    'createReactNativeSdk()',
    async (native) => {
      await startReactNative(native);
      return { sdk: await import('hyper-sdk-react') };
    },
  ],
  [
    'hyper-sdk-capacitor in a browser',
    'createCapacitorSdk()',
    async (native) => {
      await startCapacitorInBrowser(hyperServicesClass(native));
      return { sdk: await import('hyper-sdk-capacitor') };
    },
  ],
  [
    'the Cordova plugin',
    'createCordovaSdk()',
    async (native) => ({ sdk: startCordova(native, 'android') }),
  ],
  [
    'window.HyperServices',
    'createWebSdk()',
    async (native) => ({ sdk: hyperServicesClass(native) }),
  ],
];

describe('a bridge that is passed as it is', () => {
  it.each(RAW)('%s is refused, with the adapter for it', async (_, adapter, open) => {
    const native = scriptedSdk();
    const { sdk } = await open(native);
    const called = native.calls.length;
    const create = () =>
      Reflect.apply(createUpiFlow, undefined, [{ ...configOf(createSimulator()), sdk }]);
    expect(create).toThrow(/^createUpiFlow: `sdk` is .* itself\. Pass an adapter for it: /);
    expect(create).toThrow(adapter);
    expect(native.calls).toHaveLength(called);
  });
});
