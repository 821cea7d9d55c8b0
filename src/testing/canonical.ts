import type { AnyActorRef } from 'xstate';
import type { Bed } from './bed.js';

/**
 * What a bed is, without names and times: two beds that print the same behave the same, as far as
 * the rules are concerned.
 */
export function canonical(bed: Bed): string {
  const { flow, simulator, storage } = bed;
  const orders = Object.values(flow.getSnapshot().orders).map((order) => [
    order.orderId,
    order.status,
    order.settled,
    order.verified,
    order.reported,
    order.attempts,
    order.canRetry,
  ]);
  const ledger = simulator.ledger.orders.map((order) => [
    order.orderId,
    order.status,
    order.debits.length,
  ]);
  const flying = simulator.wire.inFlight.map(({ event, action }) => [event, action]);
  const stored = [...storage.items.values()].map((text) =>
    text.replaceAll(/"(attemptId|requestId|txnUuid)":"[^"]*"|"(at|updatedAt)":\d+|[0-9]{12,}/g, ''),
  );
  const sdk = simulator.wire.traffic.filter((entry) => entry.call !== undefined).length > 0;
  return JSON.stringify([
    valuesOf(flow.actor),
    orders,
    ledger,
    flying,
    stored,
    storage.mode,
    simulator.screen,
    sdk,
    bed.life.timers,
    simulator.timers,
  ]);
}

function valuesOf(actor: AnyActorRef): unknown {
  const { value, children, status } = actor.getSnapshot();
  const below = typeof children === 'object' && children !== null ? Object.entries(children) : [];
  return [
    status,
    value,
    below.flatMap(([id, child]) =>
      isMachine(child) ? [[id.replace(/^\d+\./, ''), valuesOf(child)]] : [],
    ),
  ];
}

function isMachine(value: unknown): value is AnyActorRef {
  if (typeof value !== 'object' || value === null || !('getSnapshot' in value)) return false;
  const { getSnapshot } = value;
  if (typeof getSnapshot !== 'function') return false;
  const snapshot: unknown = getSnapshot.call(value);
  return typeof snapshot === 'object' && snapshot !== null && 'value' in snapshot;
}
