import type { App } from './app-process.js';
import type { FaultyStorage, StorageOperation } from './faulty-storage.js';
import { type FoundRecord, recordsIn } from './records-in.js';
import type { ServerStatus } from './server-status.js';

/** One request for money at the moment it was handed to the SDK, with what was known then. */
export interface Send {
  readonly orderId: string;
  readonly requestId: string;
  /** Which process sent it, from 0. */
  readonly owner: number;
  /** Epoch milliseconds, on a clock nobody changes. */
  readonly at: number;
  /** Whether a record names the request. */
  readonly isWritten: boolean;
  /** Another process claimed the order in the same moment, and the storage let neither know. */
  readonly isRace: boolean;
  /** Why this flow should have known better; `undefined`: nothing says so. */
  readonly known: string | undefined;
  /** What differs between what is sent and what was asked for. */
  readonly differs: string | undefined;
}

/** What is not in the flow, and says something about a request all the same. */
export interface Surroundings {
  readonly storage: FaultyStorage;
  /** What a healthy server would have said all the time since the person asked. */
  serverWord(orderId: string): string | undefined;
  /** The session that was passed on, as text, by its request. */
  session(requestId: string): string | undefined;
  readonly sends: readonly Send[];
  readonly at: number;
}

/** Looks at a request for money at the moment it is handed over. */
export function sendOf(
  app: Pick<App, 'ports' | 'process'>,
  raw: string,
  ids: { readonly orderId: string; readonly requestId: string },
  around: Surroundings,
): Send {
  const { orderId, requestId } = ids;
  const { storage, at } = around;
  const records = recordsIn(storage.items.values()).filter((one) => one.orderId === orderId);
  const owner = app.process.number;
  const texts = [...storage.items.values()];
  const race = isRace(owner, ids, around);
  return {
    orderId,
    requestId,
    owner,
    at,
    isWritten: texts.some((text) => text.includes(requestId)),
    isRace: race,
    known: race ? undefined : knownOf(app, ids, records, around),
    differs: differenceOf(app, raw, requestId, around),
  };
}

function knownOf(
  { ports }: Pick<App, 'ports'>,
  { orderId, requestId }: { readonly orderId: string; readonly requestId: string },
  records: readonly FoundRecord[],
  around: Surroundings,
): string | undefined {
  const { calledPaid, statuses } = ports.evidence;
  if (calledPaid.has(orderId)) return 'the SDK had called it paid';
  const received = statuses.get(orderId) ?? [];
  const before = received.filter((one) => one.at < around.at).at(-1);
  // What came in this very moment may have come too late to stop it, but not to say otherwise.
  if (before !== undefined && stops(before) && received.slice(-1).every(stops)) {
    return `the server had called it ${before.moneyStatus}`;
  }
  const asked = around.serverWord(orderId);
  if (asked !== undefined) return `the server would have said ${asked}`;
  for (const record of records) {
    if (record.isPaid) return 'its record calls it paid';
    if (record.isOpen && record.requestId !== requestId) return 'its record calls it open';
  }
  return undefined;
}

function stops({ moneyStatus }: ServerStatus): boolean {
  return moneyStatus === 'paid' || moneyStatus === 'refunded' || moneyStatus === 'underWay';
}

/** A process that writes so long after it asked may find that another took its order over, ms. */
const TAKEN_OVER = 30_000;

/**
 * Whether two processes claimed the order in the same moment, and could not help it: the storage had
 * answered what was overwritten before, or let a write wait longer than anybody waits for another.
 */
function isRace(
  owner: number,
  { orderId, requestId }: { readonly orderId: string; readonly requestId: string },
  { storage, sends }: Surroundings,
): boolean {
  const { items, log } = storage;
  if (!log.some((one) => one.owner !== owner)) return false;
  const mine = claimOf(log, requestId);
  const others = new Set<string>();
  for (const one of sends) {
    if (one.orderId === orderId && one.owner !== owner) others.add(one.requestId);
  }
  for (const record of recordsIn(items.values())) {
    const { requestId: id } = record;
    if (record.orderId === orderId && id !== undefined && id !== requestId) others.add(id);
  }
  return [...others].some((id) => {
    const theirs = claimOf(log, id);
    if (mine === undefined || theirs === undefined) return false;
    const overlap = mine.readAt < theirs.wroteAt && theirs.readAt < mine.wroteAt;
    return overlap && log.some(misleads);
  });
}

/** What two processes cannot tell apart from being alone. */
function misleads({ kind, isStale, at, askedAt }: StorageOperation): boolean {
  return isStale || (kind === 'write' && at - askedAt > TAKEN_OVER);
}

/** When a request was first written, and when its process had last read that key: places in the log. */
function claimOf(
  log: readonly StorageOperation[],
  requestId: string,
): { readonly readAt: number; readonly wroteAt: number } | undefined {
  const wroteAt = log.findIndex(
    (one) => one.kind === 'write' && one.text?.includes(requestId) === true,
  );
  const write = log[wroteAt];
  if (write === undefined) return undefined;
  const before = log.slice(0, wroteAt);
  const readAt = before.findLastIndex(
    (one) => one.kind === 'read' && one.owner === write.owner && one.key === write.key,
  );
  return { readAt, wroteAt };
}

/** What the server may add to the claims it was asked to sign. */
const HARMLESS = new Set(['timestamp']);

/** What is sent must be what the person asked for: the claims, or the session, as they were then. */
function differenceOf(
  { ports }: Pick<App, 'ports'>,
  raw: string,
  requestId: string,
  around: Surroundings,
): string | undefined {
  const request = fieldsOf(parsed(raw));
  if (request['service'] === 'in.juspay.hyperpay') {
    return around.session(requestId) === raw ? undefined : 'its session';
  }
  const signed = fieldsOf(request['payload'])['signaturePayload'];
  const asked = ports.evidence.claims;
  if (typeof signed !== 'string' || asked === undefined) return undefined;
  const claims = parsed(signed);
  if (typeof claims !== 'object' || claims === null) return 'its signed text';
  const fields = fieldsOf(claims);
  const keys = new Set([...Object.keys(asked), ...Object.keys(fields)]);
  return [...keys].find((key) => !HARMLESS.has(key) && asked[key] !== fields[key]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
