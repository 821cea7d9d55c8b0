import {
  endedUnpaid,
  type OrderRecord,
  strongerPaid,
  withHistory,
  withoutDispute,
} from '../../core/model/order.js';

/** What is to be written where `stored` stands: what is known now, and nothing that was known less. */
export function withEvidence(order: OrderRecord, stored: OrderRecord | undefined): OrderRecord {
  return withoutDispute(merged(order, stored));
}

function merged(order: OrderRecord, stored: OrderRecord | undefined): OrderRecord {
  if (stored === undefined) return order;
  if (stored.attemptId === order.attemptId) return grown(order, stored);
  if (endedUnpaid(stored)) return withHistory(order, stored);
  // An attempt of another flow that is open, or was paid, is not ours to overwrite.
  return { ...stored, paid: strongerPaid(stored.paid, order.paid) };
}

/** The same attempt, known by two flows, or by one before and after it was stopped. */
function grown(order: OrderRecord, stored: OrderRecord): OrderRecord {
  const requestIds = [...stored.earlierRequestIds, ...order.earlierRequestIds];
  return {
    ...order,
    attempts: Math.max(order.attempts, stored.attempts),
    earlierRequestIds: [...new Set(requestIds)],
    foreignTxns: [...new Set([...stored.foreignTxns, ...order.foreignTxns])],
    foreignUnknown: stored.foreignUnknown || order.foreignUnknown,
    sdkTxnUuid: order.sdkTxnUuid ?? stored.sdkTxnUuid,
    reported: stored.reported === 'success' ? stored.reported : order.reported,
    paid: strongerPaid(stored.paid, order.paid),
  };
}
