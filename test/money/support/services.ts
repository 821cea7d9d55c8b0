import { createActor } from 'xstate';
import { createVirtualClock, type VirtualClock } from '../../../adapters/simulator/index.js';
import type { HyperSdk } from '../../../core/ports/hyper-sdk.js';
import { Secret } from '../../../core/protocol/index.js';
import { SERVICES, servicesLogic } from '../../../machines/shared/services.js';
import type { Services } from '../../../src/actors/services.js';
import { createServices } from '../../../src/flow/create-services.js';
import type { Backend, UpiFlowConfig } from '../../../src/index.js';
import { countedIds } from './counted-ids.js';

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
export function liveServices(
  backend: Partial<Backend> = {},
  more: Partial<UpiFlowConfig> = {},
): { readonly services: Services; readonly clock: VirtualClock } {
  const clock = createVirtualClock();
  const services = createServices({
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
    newId: countedIds(),
    ...more,
  });
  return { services, clock };
}

/** The root of a system in which actors find these services. */
export function systemWith(services: Services) {
  return createActor(servicesLogic, { systemId: SERVICES, input: new Secret(services) }).start();
}
