import { createVirtualClock } from '../../../adapters/simulator/index.js';
import type { OrderRecord } from '../../../core/model/order.js';
import { type Clock, defaultTimings, type KeyValueStorage } from '../../../src/index.js';
import { withChecksum } from '../../../src/journal/checksum.js';
import { createJournal, type Journal, type JournalOptions } from '../../../src/journal/journal.js';
import { keysOf } from '../../../src/journal/keys.js';
import { createOrderStorage, type OrderStorageParts } from '../../../src/journal/order-storage.js';
import { runExclusive } from '../../../src/journal/run-exclusive.js';
import { createTexts } from '../../../src/journal/texts.js';
import { createDeadlines } from '../../../src/time/deadlines.js';
import { watchedStorage } from './storages.js';

/** Where the journal of a test keeps things. */
export const KEYS = keysOf('me');
export const TOKENS = 'upi-flow/sms-tokens/phone';

/** An open first attempt, unless it says more. */
export function record(orderId: string, more: Partial<OrderRecord> = {}): OrderRecord {
  return {
    orderId,
    kind: 'pay',
    amount: '2.00',
    status: 'submitted',
    verified: false,
    settled: false,
    attempts: 1,
    attemptId: `attempt-${orderId}`,
    requestId: `request-${orderId}`,
    earlierRequestIds: [],
    at: 1,
    updatedAt: 1,
    foreignTxns: [],
    foreignUnknown: false,
    ...more,
  };
}

export const failed = { status: 'failure', settled: true } as const;
export const paid = {
  status: 'success',
  settled: true,
  verified: true,
  paid: 'confirmed',
} as const;

/** A journal of one customer on a storage. */
export function journalOn(
  storage: KeyValueStorage,
  options: { readonly clock?: Clock } & Partial<JournalOptions> = {},
): Journal {
  const { clock = createVirtualClock(), ...rest } = options;
  return createJournal({
    storage,
    scope: 'me',
    deviceScope: 'phone',
    deadlines: createDeadlines(clock),
    timings: defaultTimings,
    keepOrders: 100,
    ...rest,
  });
}

/** Everything that the orders of one customer are stored with; what is stored, done and locked. */
export function orderStorageOn(
  items = new Map<string, string>(),
  options: { readonly clock?: Clock } & Partial<OrderStorageParts> = {},
) {
  const done: string[] = [];
  const locks: string[] = [];
  const { clock = createVirtualClock(), storage = watchedStorage(items, done), ...rest } = options;
  const { limit = defaultTimings.storage } = rest;
  const deadlines = createDeadlines(clock);
  const orders = createOrderStorage({
    storage,
    texts: createTexts(storage, deadlines, limit),
    scope: 'me',
    exclusively: (name, work) => {
      locks.push(name);
      return runExclusive(storage, name, work);
    },
    deadlines,
    limit,
    keepOrders: 100,
    ...rest,
  });
  return { orders, items, done, locks };
}

/** Lets everything end that waits for promises only. */
export async function atRest(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The key of an order's record. */
export function keyOf(orderId: string): string {
  return KEYS.record(orderId, 0);
}

/** Orders as version 2 printed them, for what its texts said of them. */
export function printLegacy(orders: readonly OrderRecord[], version: 1 | 2 = 2): string {
  const entries = orders.map((order) => {
    const { orderId, kind, amount, attempts, settled, attemptId, requestId } = order;
    const { earlierRequestIds, foreignTxns: endedTxns, txnUuid, reported, status, code } = order;
    const { verified, at, updatedAt, mandate } = order;
    // In its order: where a text is cut, what comes first is left.
    const fields = {
      ...{ orderId, kind, amount, attempts, settled, attemptId, requestId, earlierRequestIds },
      ...{ endedTxns, txnUuid, reported, status, code, verified, at, updatedAt, mandate },
    };
    return version === 2 ? withChecksum(fields) : fields;
  });
  return JSON.stringify({ version, orders: entries });
}

/** The order as it stands when its record is damaged and only the server can say how it ended. */
export function asked(order: OrderRecord, now: number): OrderRecord {
  const { neverSent: _, ...rest } = order;
  return {
    ...rest,
    status: 'pending',
    settled: false,
    verified: false,
    updatedAt: now,
    reported: order.reported === 'success' ? 'success' : undefined,
    paid: order.paid ?? (order.reported === 'success' ? 'reported' : undefined),
    code: undefined,
    foreignUnknown: true,
  };
}
