import type { AnyActorRef } from 'xstate';
import { responseCode, type UpiFlow } from '../index.js';
import { type App, type Bed, STRAY } from './bed.js';
import { type Sighting, type Witness, witnessOf } from './witness.js';

/**
 * A rule that did not hold, with what was seen.
 *
 * @example
 * ```ts
 * const violation: Violation = { rule: 'S2', saw: '2 debits for A1' };
 * ```
 */
export interface Violation {
  /** `M1`, `S1` to `S9`, `L1`: see docs/money-safety.md. */
  readonly rule: string;
  readonly saw: string;
}

/** What must never be seen outside: planted in the simulated world. */
export type Secrets = readonly string[];

const UNPAID = new Set(['failure', 'payFailure', 'backPress', 'userAborted']);

/** Checks every rule that must hold after every step. */
export function violationsOf(bed: Bed, secrets: Secrets): Violation[] {
  const witness = witnessOf(bed);
  const sighting = witness.look(bed);
  const { apps } = bed;
  // Two flows on one bridge end each other's instance: then S1 and S9 say nothing.
  const isAlone = apps.length === 1;
  const found = [
    ...sighting.wrongs.filter(({ rule }) => isAlone || rule !== 'S1'),
    ...writtenFirst(bed),
    ...oneDebit(bed),
    ...apps.flatMap((app) => [
      ...unpaidIsUnpaid(bed, app),
      ...doubtIsPending(app),
      ...unpaidWasSaid(sighting, app),
      ...onlyOwnAnswers(witness, sighting, app),
      ...waitingHasClock(app),
      ...deviceIsConfirmed(witness, sighting, app),
      ...(isAlone ? oneForeground(app) : []),
    ]),
    ...nothingLeaks(bed, witness, sighting, secrets),
    ...nothingIsLeft(bed),
  ];
  for (const { flow } of apps) witness.before.set(flow, flow.getSnapshot());
  return found;
}

/** M1: what moves money is written down before it is sent. */
function writtenFirst({ unwritten }: Bed): Violation[] {
  return unwritten.map((orderId) => ({ rule: 'M1', saw: `${orderId} was sent and not written` }));
}

/** S2: one debit per order, unless a person tried again. */
function oneDebit({ simulator, retries }: Bed): Violation[] {
  return simulator.ledger.orders
    .filter((order) => order.debits.length > 1 + (retries.get(order.orderId) ?? 0))
    .map((order) => ({ rule: 'S2', saw: `${order.debits.length} debits for ${order.orderId}` }));
}

/** S3: what is shown as not paid, after the server answered, holds no money. */
function unpaidIsUnpaid(bed: Bed, app: App): Violation[] {
  return Object.values(app.flow.getSnapshot().orders)
    .filter((order) => order.settled && order.verified && UNPAID.has(order.status))
    .filter((order) => isLatest(bed, app, order.orderId))
    .filter((order) => holdsMoney(bed.simulator.ledger.order(order.orderId)))
    .map((order) => ({ rule: 'S3', saw: `${order.orderId} ${order.status} but debited` }));
}

/** Another flow may have tried the order again meanwhile, and this one not know of it yet. */
function isLatest({ apps }: Bed, { flow }: App, orderId: string): boolean {
  const mine = attemptOf(flow, orderId);
  return apps.every((app) => (attemptOf(app.flow, orderId) ?? mine) === mine);
}

function attemptOf(flow: UpiFlow, orderId: string): string | undefined {
  return flow.actor.getSnapshot().context.orders[orderId]?.attemptId;
}

/** S3: without the server's word, a code that leaves doubt settles nothing. */
function doubtIsPending({ flow }: App): Violation[] {
  return Object.values(flow.getSnapshot().orders)
    .filter((order) => order.settled && !order.verified && UNPAID.has(order.status))
    .filter((order) => leavesDoubt(order.code))
    .map((order) => ({ rule: 'S3', saw: `${order.orderId} ${order.status} with ${order.code}` }));
}

/** S3: without the server's word, a request that was sent is unpaid only when the SDK said so. */
function unpaidWasSaid({ sent, denied }: Sighting, { flow }: App): Violation[] {
  const { orders } = flow.actor.getSnapshot().context;
  return Object.values(orders)
    .filter((order) => order.settled && !order.verified && UNPAID.has(order.status))
    .filter(({ requestId }) => sent.has(requestId) && !denied.has(requestId))
    .map((order) => ({ rule: 'S3', saw: `${order.orderId} ${order.status}, which nobody said` }));
}

function leavesDoubt(code: string | undefined): boolean {
  return code !== undefined && (responseCode(code)?.moneyMayHaveMoved ?? 'no') !== 'no';
}

/**
 * S4: the SDK's word for an attempt changes only when the live instance answered a request made for
 * that order; a restored word was shown before.
 */
function onlyOwnAnswers(witness: Witness, { answered }: Sighting, { flow }: App): Violation[] {
  const found: Violation[] = [];
  const before = witness.before.get(flow)?.orders ?? {};
  for (const order of Object.values(flow.actor.getSnapshot().context.orders)) {
    const { orderId, attemptId, reported, txnUuid } = order;
    if (txnUuid === STRAY) {
      found.push({ rule: 'S4', saw: `${orderId} took the answer of another request` });
    }
    if (reported === undefined) continue;
    const words = witness.reported.get(attemptId) ?? new Set();
    const isNew = before[orderId]?.reported !== reported && !answered.has(orderId);
    // A retry that could not be claimed shows the attempt that the storage still calls open.
    if (isNew && !words.has(reported)) {
      found.push({ rule: 'S4', saw: `${orderId} is reported ${reported}, which no answer said` });
    }
    witness.reported.set(attemptId, words.add(reported));
  }
  return found;
}

function holdsMoney(order: ReturnType<Bed['simulator']['ledger']['order']>): boolean {
  return order !== undefined && order.debits.length > 0 && order.refundedAt === undefined;
}

/** S5: every waiting state has a running clock; every other one a command, or an end. */
function waitingHasClock({ flow, life }: App): Violation[] {
  const waiting = actorsOf(flow.actor).filter(isWaiting);
  if (waiting.length === 0 || life.timers > 0) return [];
  return [
    { rule: 'S5', saw: `${waiting.map((actor) => actor.id).join(', ')} waits without a clock` },
  ];
}

/** S6: the device status shown moves only to what a session token said just now. */
function deviceIsConfirmed(witness: Witness, { tokens }: Sighting, { flow }: App): Violation[] {
  const { device } = flow.getSnapshot();
  const before = witness.before.get(flow)?.device ?? 'unknown';
  if (device === before || tokens.includes(`"${device.toUpperCase()}"`)) return [];
  return [{ rule: 'S6', saw: `${device} after ${before} without a session token` }];
}

/** S7: no secret leaves by a notice, a record, or a snapshot that somebody persists. */
function nothingLeaks(
  bed: Bed,
  { searched }: Witness,
  { notices, number }: Sighting,
  secrets: Secrets,
): Violation[] {
  const said = notices.length > 0 ? [JSON.stringify(notices)] : [];
  for (const [key, text] of bed.storage.items) {
    if (searched.get(key) === text) continue;
    searched.set(key, text);
    said.push(key, text);
  }
  // A snapshot costs as much to print as a step to take: it is searched at rest, and now and then.
  if (number % 10 === 0) said.push(...snapshotsOf(bed));
  return leaksIn(said, secrets);
}

function snapshotsOf({ apps }: Bed): string[] {
  return apps.map(({ flow }) => JSON.stringify(flow.actor.getPersistedSnapshot()));
}

function leaksIn(said: readonly string[], secrets: Secrets): Violation[] {
  return secrets
    .filter((secret) => said.some((text) => holds(text, secret)))
    .map((secret) => ({ rule: 'S7', saw: `a secret of ${secret.length} characters` }));
}

/** Whether a text holds a secret; six digits may stand in a longer number by chance. */
function holds(text: string, secret: string): boolean {
  return text.includes(secret) && new RegExp(`(?<![0-9a-f])${secret}(?![0-9a-f])`).test(text);
}

/** S9: at most one operation owns the screen. */
function oneForeground({ flow }: App): Violation[] {
  const orders = Object.values(flow.getSnapshot().orders).filter(
    (order) => order.status === 'authorizing' || order.status === 'submitted',
  );
  const device = flow.actor.getSnapshot().children.device?.getSnapshot().hasTag('foreground');
  const count = orders.length + (device === true ? 1 : 0);
  return count <= 1 ? [] : [{ rule: 'S9', saw: `${count} operations own the screen` }];
}

/** L1: once everything worked for long enough, nothing waits any more; and what rests is searched. */
export function violationsInQuiet(bed: Bed, secrets: Secrets): Violation[] {
  return [...bed.apps.flatMap(restReached), ...leaksIn(snapshotsOf(bed), secrets)];
}

/** L1 and the truth: what must hold after the app came back, too. */
export function violationsAtRest(bed: Bed, canQueryStatus: boolean): Violation[] {
  return bed.apps.flatMap((app) => [
    ...restReached(app),
    ...deviceIsTrue(bed, app),
    ...(canQueryStatus ? moneyIsTrue(bed, app) : []),
  ]);
}

function restReached({ flow }: App): Violation[] {
  const found: Violation[] = [];
  const waiting = actorsOf(flow.actor).filter(isWaiting);
  if (waiting.length > 0) {
    found.push({ rule: 'L1', saw: `${waiting.map((actor) => actor.id).join(', ')} never rests` });
  }
  if (flow.getSnapshot().busy) found.push({ rule: 'L1', saw: 'the screen is never free again' });
  return found;
}

/** S6 at rest: after one more look, the device is shown as the rails know it. */
function deviceIsTrue({ simulator, apps }: Bed, { flow }: App): Violation[] {
  const { sdk, device } = flow.getSnapshot();
  const truth = simulator.phone.status;
  if (apps.length > 1 || sdk !== 'ready' || device.toUpperCase() === truth) return [];
  return [{ rule: 'S6', saw: `${device} is shown, and the device is ${truth}` }];
}

function moneyIsTrue(bed: Bed, app: App): Violation[] {
  const found: Violation[] = [];
  for (const order of Object.values(app.flow.getSnapshot().orders)) {
    if (bed.paidElsewhere.has(order.orderId) || !isLatest(bed, app, order.orderId)) continue;
    const truth = bed.simulator.ledger.order(order.orderId);
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

/** S8: after `stop()` nothing of a flow is left. */
function nothingIsLeft({ stopped }: Bed): Violation[] {
  return stopped
    .filter(({ life }) => life.timers > 0 || life.listeners > 0)
    .map(({ life }) => ({
      rule: 'S8',
      saw: `${life.timers} timers, ${life.listeners} listeners left`,
    }));
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
