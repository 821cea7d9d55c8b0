import type { HyperSdk } from '../../../adapters/hyper-sdk.js';
import { createVirtualClock, type VirtualClock } from '../../../adapters/simulator/index.js';
import { problemOf } from '../../../machines/problem.js';
import type { Backend, UpiFlowConfig } from '../../../src/index.js';
import type { Host } from '../../../src/wiring/host.js';
import { hostOf } from '../../../src/wiring/host-of.js';

/** A bridge on which nothing happens. */
export const silentSdk: HyperSdk = {
  open: () => {},
  initiate: () => {},
  process: () => {},
  back: () => true,
  terminate: () => {},
  subscribe: () => () => {},
};

/** Signs what it is asked to sign. */
export const signing: Backend['authorize'] = async ({ claims }) => ({
  merchantKeyId: 'k-1',
  signature: 'signed',
  signaturePayload: JSON.stringify(claims),
});

/** What the actors of a flow reach the world through, on a clock of the test's own. */
export function hostWith(
  backend: Partial<Backend> = {},
  more: Partial<UpiFlowConfig> = {},
): { readonly host: Host; readonly clock: VirtualClock } {
  const clock = createVirtualClock();
  let ids = 0;
  const host = hostOf({
    sdk: silentSdk,
    backend: { authorize: signing, ...backend },
    merchant: {
      merchantId: 'stock',
      clientId: 'stock_android',
      customerId: 'abcde12345',
      environment: 'sandbox',
      issuingPsp: 'YES_BIZ',
    },
    clock,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    ...more,
  });
  return { host, clock };
}

/** The problem that a promise fails with. */
export async function problemIn(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => problemOf(error),
  );
}
