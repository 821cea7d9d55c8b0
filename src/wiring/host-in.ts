import type { AnyActorRef } from 'xstate';
import type { Host } from './host.js';

type System = AnyActorRef['system'];

const hosts = new WeakMap<System, Host>();

/** Gives a flow's actors their host: machines are provided once, for all flows. */
export function giveHost(system: System, host: Host): void {
  hosts.set(system, host);
}

/** The host of the flow that an actor belongs to. */
export function hostIn(system: System): Host {
  const host = hosts.get(system);
  if (host === undefined) throw new Error('upi-flow: this actor belongs to no flow.');
  return host;
}

/** The time in the flow that an actor belongs to. */
export function nowIn(system: System): number {
  return hostIn(system).deadlines.now();
}
