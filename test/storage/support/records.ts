import { createVirtualClock } from '../../../adapters/simulator/index.js';
import type { OrderRecord } from '../../../machines/order.js';
import { createDeadlines } from '../../../src/deadlines.js';
import { type Clock, defaultTimings, type KeyValueStorage } from '../../../src/index.js';
import { createJournal, type Journal } from '../../../src/journal.js';

export const ORDERS = 'upi-flow/orders/me';
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
export const paid = { status: 'success', settled: true, verified: true } as const;

/** A journal of one customer on a storage. */
export function journalOn(
  storage: KeyValueStorage,
  { keepOrders = 100, clock = createVirtualClock() as Clock } = {},
): Journal {
  return createJournal({
    storage,
    scope: 'me',
    deviceScope: 'phone',
    deadlines: createDeadlines(clock),
    timings: defaultTimings,
    keepOrders,
  });
}

/** The order as it stands when only the server can say how it ended. */
export function asked(order: OrderRecord, now: number): OrderRecord {
  const { txnUuid } = order;
  return {
    ...order,
    status: 'pending',
    settled: false,
    verified: false,
    updatedAt: now,
    reported: order.reported === 'success' ? 'success' : undefined,
    code: undefined,
    foreignTxns: order.settled
      ? order.foreignTxns.filter((txn) => txn !== txnUuid)
      : order.foreignTxns,
  };
}
