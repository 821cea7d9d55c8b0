import type { OrderRecord } from '../../core/model/order.js';
import { type Problem, problemOf } from '../../core/model/problem.js';
import { isSameOrder, type ServerStatus } from '../../core/protocol/index.js';

/**
 * What the merchant's server has to mend in an answer of `orderStatus`; `undefined` when it can be
 * understood. Whatever it is, it settles nothing.
 */
export function mistakeIn(order: OrderRecord, serverStatus: ServerStatus): Problem | undefined {
  const { about, amount, currency = 'INR', moneyStatus, orderId, word } = serverStatus;
  if (moneyStatus === 'silent') return mistake('status', NO_ORDER[about ?? 'unknown']);
  if (orderId === undefined) return mistake('orderId', 'The answer does not name the order.');
  if (!isSameOrder(orderId, order.orderId)) {
    return mistake('orderId', 'The answer names another order than was asked about.');
  }
  if (moneyStatus === 'open') {
    const code = /^[A-Z][A-Z_]{1,39}$/.test(word) ? word : undefined;
    return mistake('status', 'The status is no word of Juspay that is known.', code);
  }
  if (currency !== 'INR') return mistake('currency', 'UPI pays in INR and nothing else.');
  if (moneyStatus === 'paid' && order.amount !== undefined && amount === undefined) {
    return mistake('amount', 'A paid status is believed only with the amount.');
  }
  return undefined;
}

/** Why the server could not be asked, where that is the server's own doing. */
export function statusFailure(error: unknown): Problem | undefined {
  const problem = problemOf(error);
  return problem.reason === 'orderStatusFailed' ? problem : undefined;
}

const NO_ORDER: Readonly<Record<NonNullable<ServerStatus['about']>, string>> = {
  txn: 'It is a transaction without a status.',
  mandate: 'It is a mandate, and says nothing about the order.',
  notification: 'It is a notification, and says nothing about the order.',
  refund: 'It is a refund, and says nothing about the order.',
  session: 'It is a session, and says nothing about the order.',
  unknown: 'It is no order status, no transaction and no webhook with one.',
};

function mistake(field: string, message: string, code?: string): Problem {
  return { reason: 'integration', field, code, message: `orderStatus: ${message}`, retry: false };
}
