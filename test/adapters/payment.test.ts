import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import type { HyperSdk } from '../../src/index.js';
import { type App, createApp } from '../flow/support/app.js';
import { pay } from '../flow/support/paying.js';
import { startCapacitor, startCapacitorInBrowser } from './support/capacitor.js';
import { startCordova } from './support/cordova.js';
import type { NativeSdk } from './support/native-sdk.js';
import { startReactNative } from './support/react-native.js';
import { simulatedSdk } from './support/simulated-sdk.js';
import { hyperServicesClass } from './support/web-page.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Every bridge over a native SDK, as an app would make it. */
const BRIDGES: readonly (readonly [string, (native: NativeSdk) => Promise<HyperSdk>])[] = [
  ...(['android', 'ios'] as const).flatMap((platform) =>
    (['shared', 'own'] as const).map(
      (instance) =>
        [
          `React Native, ${platform}, ${instance} instance`,
          async (native: NativeSdk) => {
            const { adapter } = await startReactNative(native, { platform });
            return adapter.createReactNativeSdk({ instance });
          },
        ] as const,
    ),
  ),
  ...(['android', 'ios'] as const).map(
    (platform) =>
      [
        `Capacitor, ${platform}`,
        async (native: NativeSdk) => {
          const { adapter } = await startCapacitor(native, { platform });
          return adapter.createCapacitorSdk();
        },
      ] as const,
  ),
  [
    'Capacitor, browser',
    async (native) => {
      const { adapter, plugin } = await startCapacitorInBrowser(hyperServicesClass(native));
      // Loads what the plugin loads late, which takes longer than the clock of the test can wait.
      await plugin.isNull();
      return adapter.createCapacitorSdk();
    },
  ],
  ...(['android', 'ios'] as const).map(
    (platform) =>
      [
        `Cordova, ${platform}`,
        async (native: NativeSdk) => {
          startCordova(native, platform);
          const { createCordovaSdk } = await import('../../adapters/cordova.js');
          return createCordovaSdk();
        },
      ] as const,
  ),
  [
    'web',
    async (native) => {
      vi.stubGlobal('HyperServices', hyperServicesClass(native));
      const { createWebSdk } = await import('../../adapters/web.js');
      return createWebSdk();
    },
  ],
];

describe.each(BRIDGES)('%s', (_, createSdk) => {
  async function start(): Promise<App> {
    const simulator = createSimulator({ device: 'LINKED' });
    const sdk = await createSdk(simulatedSdk(simulator));
    const app = createApp({ simulator, config: { sdk } });
    await app.start();
    expect(app.step.name).toBe('ready');
    return app;
  }

  it('carries a payment', async () => {
    const app = await start();
    app.simulator.person.plansOrder('A1', { answer: 'SUCCESS' });
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(app.simulator.ledger.debits('A1')).toHaveLength(1);
    expect(app.told('sdk.malformed')).toEqual([]);
    app.flow.stop();
  });

  it('carries a payment after terminate and retry', async () => {
    const app = await start();
    await app.send({ type: 'sdk.terminate' }, { type: 'sdk.retry' });
    await app.wait(10_000);
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    expect(app.simulator.ledger.debits('A1')).toHaveLength(1);
    expect(app.told('sdk.malformed')).toEqual([]);
    app.flow.stop();
  });

  it('carries an answer that comes after terminate: the flow hears of it, once', async () => {
    const app = await start();
    app.simulator.wire.hold();
    await app.send(pay('A1'));
    await app.wait(20_000);
    await app.send({ type: 'sdk.terminate' });
    expect(app.told('sdk.late')).toEqual([]);
    app.simulator.wire.release();
    expect(app.told('sdk.late')).toMatchObject([{ operation: 'upiTxn' }]);
    expect(app.told('sdk.malformed')).toEqual([]);
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    app.flow.stop();
  });
});
