import { afterEach, describe, expect, it, vi } from 'vitest';
import { startCapacitor, startCapacitorInBrowser } from './support/capacitor.js';
import { scriptedSdk } from './support/native-sdk.js';
import { hyperServicesClass } from './support/web-page.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

const ANSWER = { event: 'process_result', requestId: 'r1', payload: {} };

describe('hyper-sdk-capacitor that is not part of the app', () => {
  it.each(['android', 'ios'] as const)('is told on %s, with what to do', async (platform) => {
    const { adapter } = await startCapacitor(scriptedSdk(), { platform, installed: false });
    const reason =
      'hyper-sdk-capacitor is not part of this app: run `npx cap sync` after installing the ' +
      'package, and rebuild the app.';
    expect(adapter.checkCapacitorSdk()).toEqual({ available: false, reason });
    expect(() => adapter.createCapacitorSdk()).toThrow(new Error(reason));
  });

  it('is not told where it is', async () => {
    const sdk = scriptedSdk();
    const { adapter } = await startCapacitor(sdk);
    expect(adapter.checkCapacitorSdk()).toEqual({ available: true });
    const browser = await startCapacitorInBrowser(hyperServicesClass(sdk));
    expect(browser.adapter.checkCapacitorSdk()).toEqual({ available: true });
    expect(sdk.calls).toEqual([]);
  });
});

describe('a refusal', () => {
  it('of open is told on Android: there is no activity', async () => {
    const app = await startCapacitor(scriptedSdk());
    app.loseActivity();
    const sdk = app.adapter.createCapacitorSdk();
    await expect(sdk.open()).rejects.toThrow('createHyperServices failed: Activity is null');
  });

  it('of a process before initiate is told', async () => {
    const app = await startCapacitor(scriptedSdk());
    const sdk = app.adapter.createCapacitorSdk();
    await sdk.open();
    await expect(sdk.process({})).rejects.toThrow('Initiate should be done before');
  });
});

describe('back', () => {
  it('is not used on iOS, whose bridge answers it with the number of a call', async () => {
    const app = await startCapacitor(scriptedSdk(), { platform: 'ios' });
    expect(await app.plugin.onBackPressed()).toBe('-1');
    expect(await app.adapter.createCapacitorSdk().back()).toBe(false);
  });
});

describe('in a browser', () => {
  async function start() {
    const native = scriptedSdk();
    const app = await startCapacitorInBrowser(hyperServicesClass(native));
    return { ...app, native };
  }

  it('all who begin to listen at the same time hear', async () => {
    const { adapter, native } = await start();
    const heard: number[] = [];
    for (const nth of [1, 2, 3]) adapter.createCapacitorSdk().subscribe(() => heard.push(nth));
    const sdk = adapter.createCapacitorSdk();
    sdk.subscribe(() => heard.push(4));
    await sdk.open();
    await sdk.initiate({});
    native.emit(ANSWER);
    expect(heard).toEqual([1, 2, 3, 4]);
  });

  it('a page element that the plugin puts into a request stays out of the one given', async () => {
    const { adapter, native } = await start();
    const sdk = adapter.createCapacitorSdk();
    await sdk.open();
    await sdk.initiate({});
    const request = { payload: { fragmentViewGroups: { paymentWidget: 'widget' } } };
    await sdk.process(request);
    expect(request).toEqual({ payload: { fragmentViewGroups: { paymentWidget: 'widget' } } });
    expect(native.calls.at(-1)?.request).toEqual({
      payload: { fragmentViewGroups: { paymentWidget: { element: 'widget' } } },
    });
  });

  it("loads the script of the tenant's environment", async () => {
    const { adapter, scripts } = await start();
    const tenant = { tenantId: 'jp_global', clientId: 'client', env: 'sandbox' };
    const sdk = adapter.createCapacitorSdk(tenant);
    await sdk.open();
    await sdk.terminate();
    await adapter.createCapacitorSdk({ clientId: 'client', service: 'in.juspay.hyperapi' }).open();
    expect(scripts).toEqual([
      'https://payments.sandbox.juspay.io/payment-page/HyperServices.js',
      'https://public.releases.juspay.in/hyper-sdk-web/HyperServices.js',
    ]);
  });
});
