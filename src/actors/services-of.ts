import type { AnyActorRef } from 'xstate';
import { servicesIn } from '../../machines/shared/services.js';
import { Services } from './services.js';

/** The services of the flow that an actor belongs to. Throws where it belongs to none. */
export function servicesOf(system: AnyActorRef['system']): Services {
  const services = servicesIn(system);
  if (services instanceof Services) return services;
  throw new Error('upi-flow: this actor belongs to no flow.');
}
