import { expect, it } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { createUpiFlow } from '../../../src/index.js';
import {
  type AdapterHarness,
  adapterContract,
  configOf,
  paymentContract,
} from '../../../testing/index.js';
import { type NativeSdk, scriptedSdk } from './native-sdk.js';

/** An adapter and its bridge, over a native SDK. */
export interface Bridge extends Omit<AdapterHarness, 'calls' | 'emit' | 'usesBack'> {
  /** Default: it has. */
  readonly hasBack?: boolean;
}

/** The adapter keeps the contracts. */
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

  const checks = [...adapterContract(createHarness), ...paymentContract(createHarness)];
  for (const { name, run } of checks) it(name, run);
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
