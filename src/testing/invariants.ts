import type { AnyActorRef } from 'xstate';
import { responseCode } from '../index.js';
import { type Bed, STRAY } from './bed.js';

/**
 * A rule that did not hold, with what was seen.
 *
 * @example
 * ```ts
 * const violation: Violation = { rule: 'S2', saw: '2 debits for A1' };
 * ```
 */
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
    ...traffic(bed),
    ...oneDebit(bed),
    ...unpaidIsUnpaid(bed),
    ...doubtIsPending(bed),
    ...onlyOwnAnswers(bed),
    ...waitingHasClock(bed),
    ...deviceIsConfirmed(bed),
    ...nothingLeaks(bed, secrets),
    ...oneForeground(bed),
  ];
}

/** What was read of the traffic and the notices so far: each entry is looked at once. */
interface Reader {
  entries: number;
  notices: number;
  initiated: string | undefined;
  isReady: boolean;
  confirmed: string;
  readonly sent: Set<string>;
}

const readers = new WeakMap<Bed, Reader>();

function readerOf(bed: Bed): Reader {
  const known = readers.get(bed);
  if (known !== undefined) return known;
  const reader: Reader = {
    entries: 0,
    notices: 0,
    initiated: undefined,
    isReady: false,
    confirmed: '',
    sent: new Set(),
  };
  readers.set(bed, reader);
  return reader;
}

/**
 * S1: nothing before this instance's own successful initiate; no second initiate. S2: no request is
 * sent twice.
 */
function traffic(bed: Bed): Violation[] {
  const found: Violation[] = [];
  const reader = readerOf(bed);
  const { traffic: entries } = bed.simulator.wire;
  for (const entry of entries.slice(reader.entries)) {
    if (entry.call === 'open' || entry.call === 'terminate') {
      reader.initiated = undefined;
      reader.isReady = false;
    } else if (entry.call === 'initiate') {
      if (reader.initiated !== undefined) found.push({ rule: 'S1', saw: 'a second initiate' });
      reader.initiated = requestIdOf(entry.raw);
    } else if (entry.call === 'process') {
      if (!reader.isReady) found.push({ rule: 'S1', saw: 'process before initiate_result' });
      const requestId = requestIdOf(entry.raw);
      if (requestId !== undefined && reader.sent.has(requestId)) {
        found.push({ rule: 'S2', saw: `${requestId} sent twice` });
      }
      if (requestId !== undefined) reader.sent.add(requestId);
    } else if (entry.fate === 'delivered') {
      if (entry.requestId === reader.initiated) reader.isReady = true;
      if (entry.action === 'upiGetSessionToken') reader.confirmed += entry.raw.toUpperCase();
    }
  }
  reader.entries = entries.length;
  return found;
}

/** S2: one debit per order, unless a person tried again. */
function oneDebit({ simulator, retries }: Bed): Violation[] {
  return simulator.ledger.orders
    .filter((order) => order.debits.length > 1 + (retries.get(order.orderId) ?? 0))
    .map((order) => ({ rule: 'S2', saw: `${order.debits.length} debits for ${order.orderId}` }));
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
function deviceIsConfirmed(bed: Bed): Violation[] {
  const { device } = bed.flow.getSnapshot();
  if (device === 'unknown' || readerOf(bed).confirmed.includes(`"${device.toUpperCase()}"`)) {
    return [];
  }
  return [{ rule: 'S6', saw: `${device} without a session token` }];
}

/** S7: no secret leaves by a notice or a record. */
function nothingLeaks(bed: Bed, secrets: Secrets): Violation[] {
  const { notices, storage } = bed;
  const reader = readerOf(bed);
  const news = JSON.stringify(notices.slice(reader.notices));
  reader.notices = notices.length;
  const said = [news, ...storage.items.values(), ...storage.items.keys()];
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
