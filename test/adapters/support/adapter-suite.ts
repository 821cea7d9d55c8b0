import { expect, it } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { createUpiFlow } from '../../../src/index.js';
import {
  type AdapterHarness,
  adapterContract,
  configOf,
  createTestApp,
  type TestApp,
} from '../../../testing/index.js';
import { pay } from '../../flow/support/paying.js';
import { type NativeSdk, scriptedSdk } from './native-sdk.js';

/** An adapter and its bridge, over a native SDK. */
export interface Bridge extends Omit<AdapterHarness, 'calls' | 'emit' | 'usesBack'> {
  /** Default: it has. */
  readonly hasBack?: boolean;
}

/** The adapter keeps the contract, and a flow pays through it. */
export function itIsAnAdapter(start: (native: NativeSdk) => Promise<Bridge>): void {
  async function createHarness(): Promise<AdapterHarness> {
    const native = scriptedSdk();
    const { hasBack = true, ...bridge } = await start(native);
    // Cordova's plugin has an instance from the start.
    const before = native.calls.length;
    const usesBack = (uses: boolean) => void Object.assign(native, { usesBack: uses });
    return {
      ...bridge,
      emit: native.emit,
      calls: () => native.calls.slice(before),
      ...(hasBack ? { usesBack } : {}),
    };
  }

  for (const { name, run } of adapterContract(createHarness)) it(name, run);

  async function readyToPay(): Promise<TestApp> {
    const simulator = createSimulator({ device: 'LINKED' });
    const { sdk } = await start(scriptedSdk(simulator.sdk));
    const app = createTestApp({ simulator: { ...simulator, sdk } });
    await app.start();
    expect(app.step.name).toBe('ready');
    return app;
  }

  async function isPaidOnce(app: TestApp, orderId: string): Promise<void> {
    await app.wait(60_000);
    expect(app.order(orderId)).toMatchObject({ status: 'success', verified: true });
    expect(app.simulator.ledger.debits(orderId)).toHaveLength(1);
    expect(app.noticesOf('sdk.malformed')).toEqual([]);
  }

  it('carries a payment, and one after sdk.terminate and sdk.retry', async () => {
    const app = await readyToPay();
    await app.send(pay('A1'));
    await isPaidOnce(app, 'A1');
    await app.send({ type: 'sdk.terminate' }, { type: 'sdk.retry' });
    await app.wait(10_000);
    await app.send(pay('A2'));
    await isPaidOnce(app, 'A2');
    app.flow.stop();
  });

  it('carries an answer that comes after sdk.terminate: the flow hears of it, once', async () => {
    const app = await readyToPay();
    app.simulator.wire.hold();
    await app.send(pay('A1'));
    await app.wait(20_000);
    await app.send({ type: 'sdk.terminate' });
    expect(app.noticesOf('sdk.late')).toEqual([]);
    app.simulator.wire.release();
    expect(app.noticesOf('sdk.late')).toMatchObject([{ operation: 'upiTxn' }]);
    await isPaidOnce(app, 'A1');
    app.flow.stop();
  });
}

/** The bridge itself is refused as the `sdk` of a flow, and its adapter is named. */
export async function isRefusedAsItIs(
  adapter: string,
  open: (native: NativeSdk) => Promise<{ readonly sdk: unknown }>,
): Promise<void> {
  const native = scriptedSdk();
  // In a box: Capacitor takes `await` for a call of its own.
  const { sdk } = await open(native);
  const called = native.calls.length;
  const config = { ...configOf(createSimulator()), sdk };
  const create = () => Reflect.apply(createUpiFlow, undefined, [config]);
  expect(create).toThrow(/^createUpiFlow: `sdk` is .* itself\. Pass an adapter for it: /);
  expect(create).toThrow(adapter);
  expect(native.calls).toHaveLength(called);
}
