import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { type AdapterHarness, adapterContract } from '../../src/testing/index.js';
import { startCapacitor, startCapacitorInBrowser } from './support/capacitor.js';
import { startCordova } from './support/cordova.js';
import { type ScriptedSdk, scriptedSdk } from './support/native-sdk.js';
import { startReactNative } from './support/react-native.js';
import { hyperServicesClass } from './support/web-page.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What every faked far side has in common. */
function farSideOf(sdk: ScriptedSdk): Pick<AdapterHarness, 'calls' | 'emit' | 'usesBack'> {
  return {
    calls: () => sdk.calls,
    emit: (raw) => sdk.emit(raw),
    usesBack: (uses) => {
      sdk.usesBack = uses;
    },
  };
}

function withoutBack(harness: AdapterHarness): AdapterHarness {
  const { usesBack: _, ...rest } = harness;
  return rest;
}

describe.each([
  { platform: 'android', instance: 'shared' },
  { platform: 'android', instance: 'own' },
  { platform: 'ios', instance: 'shared' },
  { platform: 'ios', instance: 'own' },
] as const)('React Native, $platform, $instance instance', ({ platform, instance }) => {
  let complaints: readonly string[] = [];
  async function createHarness(): Promise<AdapterHarness> {
    const sdk = scriptedSdk();
    const app = await startReactNative(sdk, { platform });
    complaints = app.complaints;
    const harness: AdapterHarness = {
      ...farSideOf(sdk),
      sdk: app.adapter.createReactNativeSdk({ instance }),
      delivers: 'text',
      listeners: app.listeners,
    };
    return platform === 'ios' ? withoutBack(harness) : harness;
  }
  for (const { name, run } of adapterContract(createHarness)) {
    it(name, async () => {
      await run();
      expect(complaints).toEqual([]);
    });
  }
});

describe.each(['android', 'ios'] as const)('Capacitor, %s', (platform) => {
  async function createHarness(): Promise<AdapterHarness> {
    const sdk = scriptedSdk();
    const app = await startCapacitor(sdk, { platform });
    const harness: AdapterHarness = {
      ...farSideOf(sdk),
      sdk: app.adapter.createCapacitorSdk(),
      delivers: 'object',
      listeners: app.listeners,
    };
    // On iOS nothing is answered, so nothing is refused either.
    return platform === 'ios' ? withoutBack(harness) : { ...harness, refuse: app.loseActivity };
  }
  for (const { name, run } of adapterContract(createHarness)) it(name, run);
});

describe('Capacitor, browser', () => {
  async function createHarness(): Promise<AdapterHarness> {
    const sdk = scriptedSdk();
    const app = await startCapacitorInBrowser(hyperServicesClass(sdk));
    return {
      ...farSideOf(sdk),
      sdk: app.adapter.createCapacitorSdk(),
      delivers: 'object',
      settle: async () => {
        for (let nth = 0; nth < 3; nth += 1) await vi.dynamicImportSettled();
      },
    };
  }
  for (const { name, run } of adapterContract(createHarness)) it(name, run);
});

describe.each(['android', 'ios'] as const)('Cordova, %s', (platform) => {
  async function createHarness(): Promise<AdapterHarness> {
    const sdk = scriptedSdk();
    startCordova(sdk, platform);
    const { createCordovaSdk } = await import('../../adapters/cordova.js');
    const harness: AdapterHarness = {
      ...farSideOf(sdk),
      sdk: createCordovaSdk(),
      delivers: 'text',
      // The plugin makes instances by itself.
      calls: () => sdk.calls.filter(({ call }) => call !== 'open'),
    };
    return platform === 'ios' ? withoutBack(harness) : harness;
  }
  for (const { name, run } of adapterContract(createHarness)) it(name, run);
});

describe.each(['text', 'object'] as const)('web, events as %s', (delivers) => {
  async function createHarness(): Promise<AdapterHarness> {
    const sdk = scriptedSdk();
    vi.stubGlobal('HyperServices', hyperServicesClass(sdk, delivers));
    const { createWebSdk } = await import('../../adapters/web.js');
    return { ...farSideOf(sdk), sdk: createWebSdk(), delivers };
  }
  for (const { name, run } of adapterContract(createHarness)) it(name, run);
});

describe.each(['text', 'object'] as const)('simulator, events as %s', (delivers) => {
  function createHarness(): AdapterHarness {
    const { sdk, wire } = createSimulator();
    wire.mode = delivers === 'text' ? 'string' : 'object';
    return {
      sdk,
      delivers,
      emit: wire.say,
      listeners: () => wire.listeners,
      calls: () =>
        wire.traffic.flatMap(({ call, raw }) =>
          call === undefined ? [] : [{ call, request: raw }],
        ),
    };
  }
  for (const { name, run } of adapterContract(createHarness)) it(name, run);
});
