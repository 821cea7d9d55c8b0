import type { AnyActorRef } from 'xstate';
import type { App, FlowHarness } from './flow-harness.js';

/**
 * Where a run stands, without names, and with times in whole seconds: two that print the same behave
 * the same, as far as the rules are concerned.
 */
export function fingerprint(harness: FlowHarness): string {
  const { apps, flow, simulator, storage } = harness;
  const ledger = simulator.ledger.orders.map((order) => [
    order.orderId,
    order.status,
    order.debits.length,
    order.refunds.map(({ status, amount }) => [status, amount]),
    simulator.ledger.transactions(order.orderId).length,
  ]);
  const flying = harness.processes.map(({ bridge }) =>
    bridge.wire.inFlight.map(({ event, action }) => [event, action]),
  );
  const stored = [...storage.items.values()].map(withoutNames);
  return JSON.stringify([
    apps.map((app) => [
      app.flow === flow,
      valuesOf(app.flow.actor),
      ordersOf(app),
      app.ports.bridge,
      [...app.ports.evidence.calledPaid.keys()],
      [...app.ports.evidence.confirmedPaid.keys()],
      app.ports.waits.map((ms) => Math.ceil(ms / 1_000)),
    ]),
    ledger,
    flying,
    stored,
    storage.mode,
    storage.waiting,
    harness.serverMode,
    harness.lag,
    simulator.server.statusForm,
    harness.processes.map(({ bridge }) => bridge.screen),
    simulator.timers,
  ]);
}

/** Most steps change no record, so the last texts are remembered. */
const prints = new Map<string, string>();
const REMEMBERED = 32;

/** A record without ids and instants. */
export function withoutNames(text: string): string {
  const known = prints.get(text);
  if (known !== undefined) return known;
  const print = text.replaceAll(
    /"(attemptId|requestId|txnUuid)":"[^"]*"|"(at|updatedAt)":\d+|[0-9]{12,}/g,
    '',
  );
  if (prints.size >= REMEMBERED) prints.clear();
  prints.set(text, print);
  return print;
}

function ordersOf({ flow }: App): unknown {
  return Object.values(flow.getSnapshot().orders).map((order) => [
    order.orderId,
    order.status,
    order.settled,
    order.verified,
    order.reported,
    order.attempts,
    order.canRetry,
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
