import { createActor } from 'xstate';
import { createVirtualClock } from '../../../adapters/simulator/index.js';
import type { HyperSdk } from '../../../core/ports/hyper-sdk.js';
import { Secret } from '../../../core/protocol/index.js';
import { SERVICES, servicesLogic } from '../../../machines/shared/services.js';
import type { Services } from '../../../src/actors/services.js';
import { createServices } from '../../../src/flow/create-services.js';
import type { Backend, UpiFlowConfig } from '../../../src/index.js';

/** A bridge on which nothing happens. */
export const silentSdk: HyperSdk = {
  open: () => {},
  initiate: () => {},
  process: () => {},
  back: () => true,
  terminate: () => {},
  subscribe: () => () => {},
};

/** A port that works as before, and says of each call how it is named and what it is given. */
export function noting<Port extends object>(
  port: Port,
  note: (name: string, given: readonly unknown[]) => void,
): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        note(String(name), given);
        return Reflect.apply(member, target, given);
      };
    },
  });
}

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

const merchant = {
  merchantId: 'stock',
  clientId: 'stock_android',
  customerId: 'abcde12345',
  environment: 'sandbox',
  issuingPsp: 'YES_BIZ',
} as const;

/** What the actors of a flow reach the world through, on a clock of the test's own. */
export function liveServices(backend: Partial<Backend> = {}, more: Partial<UpiFlowConfig> = {}) {
  const clock = createVirtualClock();
  const ports = { sdk: silentSdk, backend: { authorize: signing, ...backend }, clock };
  const services = createServices({ ...ports, merchant, newId: countedIds(), ...more });
  return { services, clock };
}

/** The root of a system in which actors find these services. */
export function systemWith(services: Services) {
  return createActor(servicesLogic, { systemId: SERVICES, input: new Secret(services) }).start();
}
