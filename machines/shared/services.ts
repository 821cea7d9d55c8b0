import {
  type AnyActorRef,
  type EventObject,
  fromTransition,
  type TransitionActorLogic,
} from 'xstate';
import type { OrderRecord } from '../../core/model/order.js';
import { reveal, type Secret } from '../../core/protocol/index.js';
import type { Clock } from './clock.js';

/** What the statecharts of one flow reach the world through; their actors may know it to be more. */
export interface FlowServices {
  readonly clock: Clock;
  /** Writes an order down: the record that survives the process. */
  saveOrder(order: OrderRecord): void;
  /** Tries again to write the records that could not be written. */
  retryRecords(): void;
  terminateSdk(): void;
  /** Hardware back, for the SDK. */
  back(): void;
}

/** In a box, for nothing of it may be printed. */
export type ServicesBox = Secret<FlowServices>;

/** The name under which a flow's actors find its services. */
export const SERVICES = 'services';

type Held = ServicesBox | undefined;

/**
 * An actor that holds the services of its flow. They are not part of its persisted snapshot: an actor that
 * is restored belongs to no flow, and reaches nothing.
 */
export const servicesLogic: TransitionActorLogic<Held, EventObject, ServicesBox> = {
  ...fromTransition(
    (box: Held) => box,
    ({ input }: { input: ServicesBox }): Held => input,
  ),
  getPersistedSnapshot: (snapshot) => ({ ...snapshot, context: undefined }),
};

/** The services of the flow that an actor belongs to; `undefined` when it belongs to none. */
export function servicesIn(system: AnyActorRef['system']): FlowServices | undefined {
  const held: { readonly context: Held } | undefined = system.get(SERVICES)?.getSnapshot();
  return reveal<FlowServices | undefined>(held?.context, undefined);
}
