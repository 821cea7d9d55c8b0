import type { AnyActorRef } from 'xstate';
import { responseCode } from '../index.js';
import { type Bed, STRAY } from './bed.js';

/** A rule that did not hold, with what was seen. */
export interface Violation {
  /** `S1` to `S9`, `L1`: the invariants. */
  readonly rule: string;
  readonly saw: string;
}

/** What must never be seen outside: planted in the simulated world. */
export type Secrets = readonly string[];

const UNPAID = new Set(['failure', 'payFailure', 'backPress', 'userAborted']);

/** Checks every rule that must hold after every step. */
export function violationsOf(bed: Bed, secrets: Secrets): Violation[] {
  return [
    ...lifecycle(bed),
    ...sentOnce(bed),
    ...unpaidIsUnpaid(bed),
    ...doubtIsPending(bed),
    ...onlyOwnAnswers(bed),
    ...waitingHasClock(bed),
    ...deviceIsConfirmed(bed),
    ...nothingLeaks(bed, secrets),
    ...oneForeground(bed),
  ];
}

/** S1: nothing before this instance's own successful initiate; no second initiate. */
function lifecycle({ simulator }: Bed): Violation[] {
  const found: Violation[] = [];
  let initiated: string | undefined;
  let isReady = false;
  for (const entry of simulator.wire.traffic) {
    if (entry.call === 'open' || entry.call === 'terminate') {
      initiated = undefined;
      isReady = false;
    } else if (entry.call === 'initiate') {
      if (initiated !== undefined) found.push({ rule: 'S1', saw: 'a second initiate' });
      initiated = requestIdOf(entry.raw);
    } else if (entry.call === 'process' && !isReady) {
      found.push({ rule: 'S1', saw: 'process before initiate_result' });
    } else if (entry.fate === 'delivered' && entry.requestId === initiated) {
      isReady = true;
    }
  }
  return found;
}

/** S2: each attempt is sent at most once; one debit per order, unless a person tried again. */
function sentOnce({ simulator, retries }: Bed): Violation[] {
  const found: Violation[] = [];
  const sent = new Set<string>();
  for (const entry of simulator.wire.traffic) {
    const requestId = entry.call === 'process' ? requestIdOf(entry.raw) : undefined;
    if (requestId === undefined) continue;
    if (sent.has(requestId)) found.push({ rule: 'S2', saw: `${requestId} sent twice` });
    sent.add(requestId);
  }
  for (const order of simulator.ledger.orders) {
    const allowed = 1 + (retries.get(order.orderId) ?? 0);
    if (order.debits.length > allowed) {
      found.push({ rule: 'S2', saw: `${order.debits.length} debits for ${order.orderId}` });
    }
  }
  return found;
}

/** S3: what is shown as not paid, after the server answered, holds no money. */
function unpaidIsUnpaid({ simulator, flow }: Bed): Violation[] {
  return Object.values(flow.getSnapshot().orders)
    .filter((order) => order.settled && order.verified && UNPAID.has(order.status))
    .filter((order) => holdsMoney(simulator.ledger.order(order.orderId)))
    .map((order) => ({ rule: 'S3', saw: `${order.orderId} ${order.status} but debited` }));
}

/** S3: without the server's word, a code that leaves doubt settles nothing. */
function doubtIsPending({ flow }: Bed): Violation[] {
  return Object.values(flow.getSnapshot().orders)
    .filter((order) => order.settled && !order.verified && UNPAID.has(order.status))
    .filter((order) => leavesDoubt(order.code))
    .map((order) => ({ rule: 'S3', saw: `${order.orderId} ${order.status} with ${order.code}` }));
}

function leavesDoubt(code: string | undefined): boolean {
  return code !== undefined && (responseCode(code)?.moneyMayHaveMoved ?? 'no') !== 'no';
}

/** S4: only an answer to a request of ours says anything about an order. */
function onlyOwnAnswers({ flow }: Bed): Violation[] {
  return Object.values(flow.getSnapshot().orders)
    .filter((order) => order.txnUuid === STRAY)
    .map((order) => ({ rule: 'S4', saw: `${order.orderId} took the answer of another request` }));
}

/** Requests are printed by the library itself: the id is where it puts it. */
function requestIdOf(raw: string): string | undefined {
  return /"requestId":"([^"]*)"/.exec(raw)?.[1];
}

function holdsMoney(order: ReturnType<Bed['simulator']['ledger']['order']>): boolean {
  return order !== undefined && order.debits.length > 0 && order.refundedAt === undefined;
}

/** S5: every waiting state has a running clock; every other one a command, or an end. */
function waitingHasClock({ flow, life }: Bed): Violation[] {
  const waiting = actorsOf(flow.actor).filter(isWaiting);
  if (waiting.length === 0 || life.timers > 0) return [];
  return [
    { rule: 'S5', saw: `${waiting.map((actor) => actor.id).join(', ')} waits without a clock` },
  ];
}

/** S6: the device status shown is one that a session token confirmed. */
function deviceIsConfirmed({ flow, simulator }: Bed): Violation[] {
  const { device } = flow.getSnapshot();
  if (device === 'unknown') return [];
  const word = device.toUpperCase();
  const confirmed = simulator.wire.traffic.some(
    (entry) =>
      entry.action === 'upiGetSessionToken' &&
      entry.fate === 'delivered' &&
      entry.raw.toUpperCase().includes(`"${word}"`),
  );
  return confirmed ? [] : [{ rule: 'S6', saw: `${device} without a session token` }];
}

/** S7: no secret leaves by a notice or a record. */
function nothingLeaks({ notices, storage }: Bed, secrets: Secrets): Violation[] {
  const said = [JSON.stringify(notices), ...storage.items.values(), ...storage.items.keys()];
  return secrets
    .filter((secret) => said.some((text) => text.includes(secret)))
    .map((secret) => ({ rule: 'S7', saw: `a secret of ${secret.length} characters` }));
}

/** S9: at most one operation owns the screen. */
function oneForeground({ flow }: Bed): Violation[] {
  const orders = Object.values(flow.getSnapshot().orders).filter(
    (order) => order.status === 'authorizing' || order.status === 'submitted',
  );
  const device = flow.actor.getSnapshot().children.device?.getSnapshot().hasTag('foreground');
  const count = orders.length + (device === true ? 1 : 0);
  return count <= 1 ? [] : [{ rule: 'S9', saw: `${count} operations own the screen` }];
}

/** L1 and the truth: what must hold once everything worked for long enough. */
export function violationsAtRest(
  { flow, simulator, paidElsewhere }: Bed,
  offersStatus: boolean,
): Violation[] {
  const found: Violation[] = [];
  const waiting = actorsOf(flow.actor).filter(isWaiting);
  if (waiting.length > 0) {
    found.push({ rule: 'L1', saw: `${waiting.map((actor) => actor.id).join(', ')} never rests` });
  }
  if (flow.getSnapshot().busy) found.push({ rule: 'L1', saw: 'the screen is never free again' });
  if (!offersStatus) return found;
  for (const order of Object.values(flow.getSnapshot().orders)) {
    if (paidElsewhere.has(order.orderId)) continue;
    const truth = simulator.ledger.order(order.orderId);
    const wrongAmount = truth?.debits.some((debit) => debit.amount !== order.amount) === true;
    if (wrongAmount && order.status === 'success') {
      found.push({ rule: 'S3', saw: `${order.orderId} is shown success with another amount` });
    }
    if (holdsMoney(truth) && order.status !== 'success' && order.status !== 'unresolved') {
      found.push({ rule: 'S3', saw: `${order.orderId} is paid and shown ${order.status}` });
    }
    if (!holdsMoney(truth) && order.status === 'success' && truth?.refundedAt === undefined) {
      found.push({ rule: 'S3', saw: `${order.orderId} is not paid and shown success` });
    }
  }
  return found;
}

/** S8: after `stop()` nothing of the flow is left. */
export function violationsAfterStop({ life, simulator }: Bed): Violation[] {
  const found: Violation[] = [];
  if (life.timers > 0) found.push({ rule: 'S8', saw: `${life.timers} timers left` });
  if (simulator.wire.listeners > 0) {
    found.push({ rule: 'S8', saw: `${simulator.wire.listeners} listeners left` });
  }
  return found;
}

function actorsOf(actor: AnyActorRef): AnyActorRef[] {
  const { children } = actor.getSnapshot();
  const below = typeof children === 'object' && children !== null ? Object.values(children) : [];
  return [actor, ...below.filter(isActor).flatMap((child) => actorsOf(child))];
}

function isActor(value: unknown): value is AnyActorRef {
  return typeof value === 'object' && value !== null && 'getSnapshot' in value;
}

function isWaiting(actor: AnyActorRef): boolean {
  const snapshot = actor.getSnapshot();
  return (
    snapshot.status === 'active' &&
    typeof snapshot.hasTag === 'function' &&
    snapshot.hasTag('waiting')
  );
}
