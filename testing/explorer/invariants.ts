import type { AnyActorRef } from 'xstate';
import type { LedgerOrder } from '../../adapters/simulator/index.js';
import { responseCode, type UpiFlow, type UpiOrder } from '../../src/index.js';
import type { AppProcess } from './app-process.js';
import type { Asked, Evidence } from './evidence.js';
import { type App, type FlowHarness, UNSOLICITED } from './flow-harness.js';
import { type Monitor, monitorOf, type Sighting } from './monitor.js';
import { recordsIn } from './records-in.js';
import type { ServerStatus } from './server-status.js';
import { endsUnpaid, isCalledUnpaid, shownOrder } from './shown.js';
import { brokenIdentity } from './state-watch.js';

/**
 * A rule that did not hold, with what was seen.
 *
 * @example
 * ```ts
 * const violation: Violation = { rule: 'S2', saw: '2 debits for A1' };
 * ```
 */
export interface Violation {
  /** `M1` to `M3`, `S1` to `S11`, `L1` to `L3`: see docs/money-safety.md. */
  readonly rule: string;
  readonly saw: string;
}

/** What must never be seen outside: planted in the simulated world. */
export type Secrets = readonly string[];

/** Checks every rule that must hold after every step. */
export function violationsOf(harness: FlowHarness, secrets: Secrets): Violation[] {
  const monitor = monitorOf(harness);
  const sightings = monitor.look(harness);
  const found = [...sentRightly(harness, monitor), ...oneDebit(harness)];
  // A flow may take over what another process wrote of its own answer.
  const answered = new Set([...sightings.values()].flatMap((one) => [...one.answered]));
  for (const orderId of answered) monitor.everAnswered.add(orderId);
  for (const [process, sighting] of sightings) {
    // Two flows on one bridge end each other's instance: then S1 and S9 say nothing.
    const isAlone = process.apps.length === 1;
    found.push(
      ...sighting.wrongs.filter(({ rule }) => isAlone || rule !== 'S1'),
      ...nothingIsLeft(process),
      ...politeToStorage(harness, process),
    );
    for (const app of process.apps) {
      found.push(
        ...truthIsShown(harness, app),
        ...refundIsBack(harness, app),
        ...paidIsNeverUnpaid(monitor, app),
        ...unpaidWasSaid(harness, sighting, app),
        ...settlesOnTheServersWord(harness, monitor, app),
        ...onlyOwnAnswers(monitor, answered, app),
        ...waitingHasClock(app),
        ...deviceIsConfirmed(monitor, sighting, app),
        ...(isAlone ? oneForeground(app) : []),
        ...politeToServer(harness, app),
        ...sameStateSameObject(app),
        ...goesOn(app),
      );
    }
  }
  found.push(...openStaysWritten(harness));
  found.push(...nothingLeaks(harness, monitor, secrets), ...nothingIsUnhandled(harness));
  for (const { flow } of harness.apps) monitor.before.set(flow, flow.getSnapshot());
  return found;
}

/**
 * M1: what moves money is written down before it is sent. M2: it is what was asked for. S2: nobody
 * who sends it knows that the order is paid or open.
 */
function sentRightly({ sends }: FlowHarness, monitor: Monitor): Violation[] {
  const found: Violation[] = [];
  for (const { orderId, isWritten, differs, known } of sends.slice(monitor.sendsRead)) {
    if (!isWritten) found.push({ rule: 'M1', saw: `${orderId} was sent and not written` });
    if (differs !== undefined) {
      found.push({ rule: 'M2', saw: `${orderId} was sent, and ${differs} is not what was asked` });
    }
    if (known !== undefined) found.push({ rule: 'S2', saw: `${orderId} was sent, and ${known}` });
  }
  monitor.sendsRead = sends.length;
  return found;
}

/** M3: what was sent and is open stays written, whoever else writes. */
function openStaysWritten(harness: FlowHarness): Violation[] {
  const { storage, sends, tampered } = harness;
  if (storage.mode !== 'ok' || sends.length === 0) return [];
  const open = harness.apps.flatMap(({ flow, ports }) =>
    Object.values(flow.getSnapshot().orders)
      .filter(({ orderId, settled }) => !settled && !tampered.has(orderId))
      .filter(({ orderId }) =>
        ports.evidence.attempts.has(recordOf(flow, orderId)?.requestId ?? ''),
      )
      .map(({ orderId }) => orderId),
  );
  if (open.length === 0) return [];
  const written = new Set(recordsIn(storage.items.values()).map((one) => one.orderId));
  return [...new Set(open)]
    .filter((orderId) => !written.has(orderId))
    .map((orderId) => ({ rule: 'M3', saw: `${orderId} is open, and no record of it is left` }));
}

/**
 * S2: one debit of this app per order, unless a person tried again after it had settled unpaid and
 * before the truth was told.
 */
function oneDebit({ simulator, mayRepeat, sends }: FlowHarness): Violation[] {
  return simulator.ledger.orders
    .filter(({ debits }) => debits.length > 1)
    .map(({ orderId, debits }) => {
      const own = simulator.ledger.transactions(orderId).filter((one) => one.requestId);
      const ids = new Set(own.map(({ txnUuid }) => txnUuid));
      const count = debits.filter(({ txnUuid }) => ids.has(txnUuid)).length;
      const races = sends.filter((one) => one.isRace && one.orderId === orderId).length;
      return { orderId, count, most: 1 + races + (mayRepeat.get(orderId) ?? 0) };
    })
    .filter(({ count, most }) => count > most)
    .map(({ orderId, count }) => ({ rule: 'S2', saw: `${count} debits for ${orderId}` }));
}

/**
 * S3: once the server said so to this flow, an order that holds money is not called unpaid, settled or
 * not, and cannot be paid again.
 */
function truthIsShown(harness: FlowHarness, { flow, ports }: App): Violation[] {
  const found: Violation[] = [];
  for (const orderId of ports.evidence.confirmedPaid.keys()) {
    const order = shownOrder(flow, orderId);
    if (order === undefined || !holdsMoney(harness, orderId)) continue;
    if (isCalledUnpaid(order)) {
      found.push({ rule: 'S3', saw: `${orderId} is shown ${order.status}, and was told paid` });
    } else if (order.canRetry) {
      found.push({ rule: 'S3', saw: `${orderId} can be retried, and was told paid` });
    }
  }
  return found;
}

/** S3: what is shown to be back is back; only the server can say so, and it is never ahead of the truth. */
function refundIsBack({ simulator }: FlowHarness, { flow }: App): Violation[] {
  const found: Violation[] = [];
  for (const { orderId, status, refund } of Object.values(flow.getSnapshot().orders)) {
    const truth = simulator.ledger.order(orderId);
    if (truth === undefined || truth.debits.length !== 1) continue;
    if (status === 'refunded' && truth.refundedAt === undefined) {
      found.push({ rule: 'S3', saw: `${orderId} is shown refunded, and its money is not back` });
    }
    if (refund?.status === 'success' && Number(refund.amount ?? 0) > backOf(truth)) {
      found.push({ rule: 'S3', saw: `${orderId} is shown with more back than is back` });
    }
  }
  return found;
}

function backOf({ refunds }: LedgerOrder): number {
  return refunds
    .filter(({ status }) => status === 'SUCCESS')
    .reduce((sum, { amount }) => sum + Number(amount), 0);
}

/** S3: what the SDK once called paid is not called unpaid again, and cannot be paid again. */
function paidIsNeverUnpaid(monitor: Monitor, { flow, ports }: App): Violation[] {
  const found: Violation[] = [];
  const before = monitor.before.get(flow)?.orders;
  for (const orderId of ports.evidence.calledPaid.keys()) {
    const order = shownOrder(flow, orderId);
    if (order === undefined) continue;
    if (isCalledUnpaid(order) || order.canRetry) {
      found.push({ rule: 'S3', saw: `${orderId} is shown ${order.status}, and was called paid` });
    }
    const last =
      before !== undefined && Object.hasOwn(before, orderId) ? before[orderId] : undefined;
    const wasSuccess = last?.reported === 'success' && last.attempts === order.attempts;
    if (wasSuccess && order.reported !== undefined && order.reported !== 'success') {
      found.push({ rule: 'S3', saw: `${orderId} is reported ${order.reported}, after success` });
    }
  }
  return found;
}

/** Another flow may have tried the order again meanwhile, and this one not know of it yet. */
function isLatest({ apps }: FlowHarness, { flow }: App, orderId: string): boolean {
  const mine = recordOf(flow, orderId)?.attemptId;
  return apps.every((app) => (recordOf(app.flow, orderId)?.attemptId ?? mine) === mine);
}

function recordOf(flow: UpiFlow, orderId: string) {
  const { orders } = flow.actor.getSnapshot().context;
  return Object.hasOwn(orders, orderId) ? orders[orderId] : undefined;
}

/**
 * S3: where the server cannot be asked, a request that was sent is unpaid only when the SDK said so,
 * and not because of a word that leaves doubt.
 */
function unpaidWasSaid(
  harness: FlowHarness,
  { sent, denied }: Sighting,
  { flow }: App,
): Violation[] {
  if (harness.script.orderStatus) return [];
  const found: Violation[] = [];
  for (const order of Object.values(flow.getSnapshot().orders)) {
    const { orderId, status, code } = order;
    if (!endsUnpaid(order) || order.verified) continue;
    if (leavesDoubt(code)) found.push({ rule: 'S3', saw: `${orderId} ${status} with ${code}` });
    const requestId = recordOf(flow, orderId)?.requestId ?? '';
    if (sent.has(requestId) && !denied.has(requestId)) {
      found.push({ rule: 'S3', saw: `${orderId} ${status}, which nobody said` });
    }
  }
  return found;
}

function leavesDoubt(code: string | undefined): boolean {
  return code !== undefined && (responseCode(code)?.moneyMayHaveMoved ?? 'no') !== 'no';
}

/** How long an order is asked about of which nobody says anything, less what polls may be early, ms. */
const POLLED_FOR = 13 * 60_000;

/**
 * S3: an order settles as not paid only when the server called this very transaction failed, or has
 * known of none for long enough: said so, for what is about something else says nothing.
 */
function settlesOnTheServersWord(
  harness: FlowHarness,
  monitor: Monitor,
  { flow, ports }: App,
): Violation[] {
  const { attempts, statuses } = ports.evidence;
  if (!harness.script.orderStatus || ports.wasBroken || attempts.size === 0) return [];
  const now = harness.simulator.clock.trueNow();
  const shownBefore = monitor.before.get(flow)?.orders ?? {};
  const found: Violation[] = [];
  for (const { orderId, status, settled } of Object.values(flow.getSnapshot().orders)) {
    if (!endsUnpaid({ status, settled })) continue;
    const last = Object.hasOwn(shownBefore, orderId) ? shownBefore[orderId] : undefined;
    // What was said after it settled is about the next look-up.
    if (last !== undefined && endsUnpaid(last)) continue;
    const attempt = attempts.get(recordOf(flow, orderId)?.requestId ?? '');
    if (attempt === undefined || ports.bridge !== 'ok') continue;
    attempt.isOver = true;
    const { unpaidAt, window, sentAt, nth, txns } = attempt;
    const received = statuses.get(orderId) ?? [];
    const before = received.filter((one) => one.nth < nth && namesTransaction(one));
    const known = new Set(before.flatMap(named));
    const isSaid = received.some(
      (one) =>
        one.moneyStatus === 'failed' &&
        one.nth > nth &&
        named(one).some((id) =>
          id === UNNAMED || txns.size === 0 ? !known.has(id) : txns.has(id),
        ),
    );
    const since = unpaidAt ?? sentAt;
    const isUnseen = received.some((one) => one.at >= since && isNoSign(one));
    // A wait that the clock skipped counts as waited: no phone tells that from sleep.
    const skipped = attempt.jumps * PLANNED;
    const waited = (unpaidAt === undefined ? POLLED_FOR : window) - skipped;
    if (isSaid || (isUnseen && now - since >= waited - 1_000)) continue;
    found.push({
      rule: 'S3',
      saw: `${orderId} settled as ${status}, which the server did not say`,
    });
  }
  return found;
}

/** The longest wait between two polls, ms. */
const PLANNED = 60_000;

const UNNAMED = '';

/** The transactions that a status names. */
function named({ txns }: ServerStatus): readonly string[] {
  return txns.length === 0 ? [UNNAMED] : txns;
}

/** Whether a status may be one that knows nothing of an attempt. */
function isNoSign({ moneyStatus }: ServerStatus): boolean {
  return moneyStatus === 'untouched' || moneyStatus === 'failed';
}

/** Whether a status is about some transaction, named or not. */
function namesTransaction({ moneyStatus }: ServerStatus): boolean {
  return moneyStatus !== 'untouched' && moneyStatus !== 'unclear';
}

/**
 * S4: what is shown of the SDK's answer changes only when the live instance answered a request made
 * for that order; a restored word was shown before.
 */
function onlyOwnAnswers(monitor: Monitor, answered: ReadonlySet<string>, app: App): Violation[] {
  const { flow, ports } = app;
  const found: Violation[] = [];
  const before = monitor.before.get(flow)?.orders ?? {};
  for (const order of Object.values(flow.getSnapshot().orders)) {
    const { orderId, reported, txnUuid, account, mandate } = order;
    const last = Object.hasOwn(before, orderId) ? before[orderId] : undefined;
    if (order === last) continue;
    if (txnUuid === UNSOLICITED) {
      found.push({ rule: 'S4', saw: `${orderId} took the answer of another request` });
    }
    const attemptId = recordOf(flow, orderId)?.attemptId ?? '';
    const words = monitor.reported.get(attemptId) ?? new Set();
    // What was settled and forgotten is shown again after a restart, or instead of a new attempt.
    const isRestored = last === undefined || last.status === 'authorizing';
    const isBack = isRestored && monitor.everAnswered.has(orderId);
    const isOwn = answered.has(orderId) || isBack;
    // A retry that could not be claimed shows the attempt that the storage still calls open.
    if (reported !== undefined && last?.reported !== reported && !isOwn && !words.has(reported)) {
      found.push({ rule: 'S4', saw: `${orderId} is reported ${reported}, which no answer said` });
    }
    if (reported !== undefined) monitor.reported.set(attemptId, words.add(reported));
    if (last === undefined || isOwn) continue;
    if (account !== undefined && account.referenceId !== last.account?.referenceId) {
      found.push({ rule: 'S4', saw: `${orderId} has an account that no answer said` });
    }
    const mayBeServers = ports.evidence.statuses.has(orderId);
    if (mandate?.umn !== undefined && mandate.umn !== last.mandate?.umn && !mayBeServers) {
      found.push({ rule: 'S4', saw: `${orderId} has a mandate that no answer said` });
    }
  }
  return found;
}

function holdsMoney({ simulator }: FlowHarness, orderId: string): boolean {
  const order = simulator.ledger.order(orderId);
  return order !== undefined && order.debits.length > 0 && order.refundedAt === undefined;
}

/** S5: every waiting state has a running clock; every other one a command, or an end. */
function waitingHasClock({ flow, ports }: App): Violation[] {
  if (ports.timers > 0) return [];
  const waiting = actorsOf(flow.actor).filter(isWaiting);
  if (waiting.length === 0) return [];
  return [
    { rule: 'S5', saw: `${waiting.map((actor) => actor.id).join(', ')} waits without a clock` },
  ];
}

/** S6: the device status shown moves only to what a session token said just now. */
function deviceIsConfirmed(monitor: Monitor, { tokens }: Sighting, { flow }: App): Violation[] {
  const { device } = flow.getSnapshot();
  const before = monitor.before.get(flow)?.device ?? 'unknown';
  if (device === before || tokens.includes(`"${device.toUpperCase()}"`)) return [];
  return [{ rule: 'S6', saw: `${device} after ${before} without a session token` }];
}

/** S7: no secret leaves by a notice, a record, or a snapshot that somebody persists. */
function nothingLeaks(harness: FlowHarness, monitor: Monitor, secrets: Secrets): Violation[] {
  const { notices, searched, looks } = monitor;
  const said = notices.length > 0 ? [JSON.stringify(notices)] : [];
  for (const [key, text] of harness.storage.items) {
    if (searched.get(key) === text) continue;
    searched.set(key, text);
    said.push(key, text);
  }
  // A snapshot costs as much to print as a step to take: it is searched at rest, and now and then.
  if (looks % 10 === 0) said.push(...snapshotsOf(harness));
  return leaksIn(said, secrets);
}

function snapshotsOf({ apps }: FlowHarness): string[] {
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

/** S8: after `stop()` nothing of a flow is left. */
function nothingIsLeft({ stopped }: AppProcess): Violation[] {
  return stopped
    .filter(({ ports }) => ports.timers > 0 || ports.listeners > 0)
    .map(({ ports }) => ({
      rule: 'S8',
      saw: `${ports.timers} timers, ${ports.listeners} listeners left`,
    }));
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

/** What one order, or one flow, may ask for in any minute: see docs/money-safety.md. */
const BOUNDS = {
  /** Reads of one order, besides one for each time a person asked for a payment. */
  reads: 6,
  readsAtOnce: 1,
  readsOverAll: 4,
  /** Signatures for one order, for each time a person asked for a payment. */
  signatures: 3,
  /** Signatures of everything else, for one action. */
  refreshes: 12,
  /** Writes of one process, besides those for each time a person asked for a payment. */
  writes: 40,
  writesPerPayment: 20,
} as const;

const MINUTE = 60_000;
/** How long an answer is waited for, ms. */
const PATIENCE = 10_000;

/** S10: reads and signatures are few, whatever comes. */
function politeToServer(harness: FlowHarness, { ports }: App): Violation[] {
  const { evidence } = ports;
  const now = harness.simulator.clock.trueNow();
  return [...readsAreFew(harness, evidence, now), ...signaturesAreFew(harness, evidence, now)];
}

function readsAreFew(harness: FlowHarness, { reads }: Evidence, now: number): Violation[] {
  const last = reads.at(-1);
  if (last === undefined || now - last.at > MINUTE) return [];
  const found: Violation[] = [];
  const recent = since(reads, now - MINUTE);
  const flying = recent.filter((one) => !one.isOver && now - one.at < PATIENCE);
  if (flying.length > BOUNDS.readsOverAll) {
    found.push({ rule: 'S10', saw: `${flying.length} reads at once` });
  }
  for (const orderId of new Set(recent.map((one) => one.orderId))) {
    const own = recent.filter((one) => one.orderId === orderId).length;
    if (own > BOUNDS.reads + 1 + takenSince(harness, orderId, now - MINUTE)) {
      found.push({ rule: 'S10', saw: `${own} reads of ${orderId} in a minute` });
    }
    const atOnce = flying.filter((one) => one.orderId === orderId).length;
    if (atOnce > BOUNDS.readsAtOnce) {
      found.push({ rule: 'S10', saw: `${atOnce} reads of ${orderId} at once` });
    }
  }
  return found;
}

function signaturesAreFew(
  harness: FlowHarness,
  { signatures }: Evidence,
  now: number,
): Violation[] {
  const last = signatures.at(-1);
  if (last === undefined || now - last.at > MINUTE) return [];
  const recent = since(signatures, now - MINUTE);
  if (recent.length <= BOUNDS.signatures) return [];
  return [...new Set(recent.map((one) => one.orderId))]
    .map((about) => ({
      about,
      count: recent.filter((one) => one.orderId === about).length,
      most: harness.taken.has(about)
        ? BOUNDS.signatures * (1 + takenSince(harness, about, now - MINUTE))
        : BOUNDS.refreshes,
    }))
    .filter(({ count, most }) => count > most)
    .map(({ about, count }) => ({
      rule: 'S10',
      saw: `${count} signatures of ${about} in a minute`,
    }));
}

function since(asked: readonly Asked[], from: number): readonly Asked[] {
  const first = asked.findLastIndex((one) => one.at < from);
  return asked.slice(first + 1);
}

function takenSince({ taken }: FlowHarness, orderId: string, from: number): number {
  return (taken.get(orderId) ?? []).filter((at) => at >= from).length;
}

/** S10: what says nothing new writes nothing. */
function politeToStorage(harness: FlowHarness, { number }: AppProcess): Violation[] {
  const now = harness.simulator.clock.trueNow();
  const { log } = harness.storage;
  let count = 0;
  for (let nth = log.length - 1; nth >= 0; nth -= 1) {
    const one = log[nth];
    if (one === undefined || now - one.at > MINUTE) break;
    if (one.owner === number && one.kind === 'write') count += 1;
  }
  if (count <= BOUNDS.writes) return [];
  const payments = [...harness.taken.keys()].reduce(
    (sum, orderId) => sum + takenSince(harness, orderId, now - MINUTE),
    0,
  );
  if (count <= BOUNDS.writes + payments * BOUNDS.writesPerPayment) return [];
  return [{ rule: 'S10', saw: `${count} writes in a minute` }];
}

/** S11: the state is another object only when it says something else, and is its own JSON. */
function sameStateSameObject({ flow }: App): Violation[] {
  return brokenIdentity(flow).map((saw) => ({ rule: 'S11', saw }));
}

/** L3: whatever a port does, nothing is thrown at the app, and the flow goes on. */
function goesOn({ flow, ports }: App): Violation[] {
  const found: Violation[] = ports.thrown.map((saw) => ({ rule: 'L3', saw: `it threw: ${saw}` }));
  const { status } = flow.actor.getSnapshot();
  if (status === 'active') return found;
  return [...found, { rule: 'L3', saw: `the root is ${status}` }];
}

/** L3: no error of a statechart is left for the platform, which would end the app. */
function nothingIsUnhandled({ unhandled }: FlowHarness): Violation[] {
  return unhandled.map((saw) => ({ rule: 'L3', saw: `nobody caught: ${saw}` }));
}

/** L1: once everything worked for long enough, nothing waits any more; and what rests is searched. */
export function violationsOnceQuiesced(harness: FlowHarness, secrets: Secrets): Violation[] {
  return [...harness.apps.flatMap(restReached), ...leaksIn(snapshotsOf(harness), secrets)];
}

/** L1 and the truth: what must hold after the app came back, too. */
export function violationsAtRest(harness: FlowHarness): Violation[] {
  return [
    ...harness.apps.flatMap((app) => [
      ...restReached(app),
      ...deviceIsTrue(harness, app),
      ...(harness.script.orderStatus ? moneyIsTrue(harness, app) : []),
    ]),
    ...openIsShown(harness),
  ];
}

/** L2: what is paid and not shown any more is not sent again; `sent`: what was. */
export function violationsOfPayingAgain(sent: readonly string[]): Violation[] {
  return sent.map((orderId) => ({
    rule: 'L2',
    saw: `${orderId} is paid, not shown, and was sent`,
  }));
}

function restReached({ flow }: App): Violation[] {
  const found: Violation[] = [];
  // A settled order is looked up again and again, for two days.
  const waiting = actorsOf(flow.actor).filter((one) => isWaiting(one) && !isLookUp(one));
  if (waiting.length > 0) {
    found.push({ rule: 'L1', saw: `${waiting.map((actor) => actor.id).join(', ')} never rests` });
  }
  if (flow.getSnapshot().busy) found.push({ rule: 'L1', saw: 'the screen is never free again' });
  return found;
}

/** S6 at rest: after one more look, the device is shown as the rails know it. */
function deviceIsTrue({ simulator, processes }: FlowHarness, { flow, process }: App): Violation[] {
  const { sdk, device } = flow.getSnapshot();
  const truth = simulator.phone.status;
  const isAlone = processes.length === 1 && process.apps.length === 1;
  if (!isAlone || sdk !== 'ready' || device.toUpperCase() === truth) return [];
  return [{ rule: 'S6', saw: `${device} is shown, and the device is ${truth}` }];
}

/** L2: every order of the ledger that is shown is shown as it is. */
function moneyIsTrue(harness: FlowHarness, app: App): Violation[] {
  const found: Violation[] = [];
  for (const truth of harness.simulator.ledger.orders) {
    const { orderId } = truth;
    const order = shownOrder(app.flow, orderId);
    if (order === undefined || !isLatest(harness, app, orderId)) continue;
    if (isOutOfQuestion(harness, order)) continue;
    const isHeld = holdsMoney(harness, orderId);
    const isOther = truth.debits.every((debit) => debit.amount !== order.amount);
    if (isHeld && isOther && order.status === 'success' && order.amount !== undefined) {
      found.push({ rule: 'L2', saw: `${orderId} is shown success with another amount` });
    }
    // Money that went back, and went out once more by another way.
    const wentBack = order.status === 'refunded' && truth.debits.length > 1;
    if (isHeld && order.status !== 'success' && order.status !== 'unresolved' && !wentBack) {
      found.push({ rule: 'L2', saw: `${orderId} is paid and shown ${order.status}` });
    }
    // What only the SDK said is shown as it is: not verified.
    const isSaid = harness.calledPaid.has(orderId) && !order.verified;
    if (!isHeld && order.status === 'success' && truth.refundedAt === undefined && !isSaid) {
      found.push({ rule: 'L2', saw: `${orderId} is not paid and shown success` });
    }
    found.push(...refundIsTrue(harness, truth, order, app));
  }
  return found;
}

/** L2: what a flow was told is all back is shown so, and it asks about money on its way. */
function refundIsTrue(
  harness: FlowHarness,
  truth: LedgerOrder,
  order: UpiOrder,
  { ports }: App,
): Violation[] {
  const { orderId, refunds, refundedAt, debits } = truth;
  if (debits.length !== 1) return [];
  const found: Violation[] = [];
  const received = ports.evidence.statuses.get(orderId) ?? [];
  const [last] = received.slice(-1);
  // One answer may come when the order has just settled otherwise, and nobody waits for it any more.
  const isTold =
    received.slice(-2).filter((one) => one.moneyStatus === 'refunded' && one.isWhole).length === 2;
  // Of an order that is said to be under way, nobody can know what came back.
  const speaksOfRefunds = last?.moneyStatus === 'paid' || last?.moneyStatus === 'refunded';
  // Another amount than was asked for stays a matter for a person, also when it came back.
  const isOther = order.status === 'unresolved' && debits[0]?.amount !== order.amount;
  if (refundedAt !== undefined && isTold && order.status !== 'refunded' && !isOther) {
    found.push({ rule: 'L2', saw: `${orderId} was told refunded, and is shown ${order.status}` });
  }
  const isOnItsWay = refunds.some(({ status }) => status !== 'SUCCESS' && status !== 'FAILURE');
  const isShown = order.refund?.status === 'pending' && !isOnItsWay;
  if (isShown && speaksOfRefunds && !isOld(harness, order)) {
    found.push({ rule: 'L2', saw: `${orderId} is shown with a refund on its way that is not` });
  }
  return found;
}

const LOOKED_UP_FOR = 48 * 3_600_000;

/** Nobody asks any more about an order that ended unpaid so long ago, by the clock of the phone. */
function isOutOfQuestion(harness: FlowHarness, order: UpiOrder): boolean {
  return endsUnpaid(order) && isOld(harness, order);
}

function isOld({ simulator }: FlowHarness, { updatedAt }: UpiOrder): boolean {
  return simulator.clock.now() - updatedAt > LOOKED_UP_FOR;
}

/** L2: what was sent, and a record calls open, is shown by some flow. */
function openIsShown({ apps, storage, sends, unread, losses, isHung }: FlowHarness): Violation[] {
  // One key may be lost; with two, whatever led to an order may be gone.
  if (losses > 1 || isHung) return [];
  const sent = new Set(sends.map(({ requestId }) => requestId));
  return recordsIn(storage.items.values())
    .filter(({ isOpen, requestId }) => isOpen && sent.has(requestId ?? ''))
    .filter(({ orderId }) => !unread.has(orderId))
    .filter(({ orderId }) => apps.every(({ flow }) => shownOrder(flow, orderId) === undefined))
    .map(({ orderId }) => ({ rule: 'L2', saw: `${orderId} is open in the storage and not shown` }));
}

function actorsOf(actor: AnyActorRef): AnyActorRef[] {
  const { children } = actor.getSnapshot();
  const below = typeof children === 'object' && children !== null ? Object.values(children) : [];
  return [actor, ...below.filter(isActor).flatMap((child) => actorsOf(child))];
}

function isLookUp({ id }: AnyActorRef): boolean {
  return id.startsWith('lookUp:');
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
