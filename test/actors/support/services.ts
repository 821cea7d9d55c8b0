import { createActor } from 'xstate';
import { createSimulator } from '../../../adapters/simulator/index.js';
import type { HyperSdk } from '../../../core/ports/hyper-sdk.js';
import { Secret } from '../../../core/protocol/index.js';
import { SERVICES, servicesLogic } from '../../../machines/shared/services.js';
import type { Services } from '../../../src/actors/services.js';
import { createServices } from '../../../src/flow/create-services.js';
import type { Backend, UpiFlowConfig } from '../../../src/index.js';
import { configOf } from '../../../testing/index.js';

/** A bridge on which nothing happens. */
export const silentSdk: HyperSdk = {
  open: () => {},
  initiate: () => {},
  process: () => {},
  back: () => true,
  terminate: () => {},
  subscribe: () => () => {},
};

/** Ids that count up from `id-1`. */
export function countedIds(): () => string {
  let ids = 0;
  return () => {
    ids += 1;
    return `id-${ids}`;
  };
}

/** Signs what it is asked to sign. */
export const signing: Backend['authorize'] = async ({ claims }) => ({
  merchantKeyId: 'k-1',
  signature: 'signed',
  signaturePayload: JSON.stringify(claims),
});

/** What the actors of a flow reach the world through, on a clock of the test's own. */
export function liveServices(backend: Partial<Backend> = {}, more: Partial<UpiFlowConfig> = {}) {
  const simulator = createSimulator();
  const ports = { sdk: silentSdk, backend: { authorize: signing, ...backend } };
  const ours = { ...configOf(simulator), ...ports, newId: countedIds() };
  return { services: createServices({ ...ours, ...more }), clock: simulator.clock };
}

/** The root of a system in which actors find these services. */
export function systemWith(services: Services) {
  return createActor(servicesLogic, { systemId: SERVICES, input: new Secret(services) }).start();
}
