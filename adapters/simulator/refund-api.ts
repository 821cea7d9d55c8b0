import {
  debitOf,
  isUnderWay,
  type LedgerBook,
  type LedgerOrder,
  paiseLeft,
  type RefundStatus,
  refundId,
} from './ledger.js';
import { isAmount, toPaise, toRupees } from './money.js';

/**
 * A refund of a paid order, or the new status of one.
 *
 * @example
 * ```ts
 * const id = simulator.server.refunds('order1', { amount: '50.00', status: 'MANUAL_REVIEW' });
 * simulator.server.refunds('order1', { id, status: 'SUCCESS' });
 * ```
 */
export interface RefundRequest {
  /** `unique_request_id`: of a known refund, its status is changed. Default a new one. */
  readonly id?: string | undefined;
  /** Rupees. Default all that neither went back nor is on its way. */
  readonly amount?: string | undefined;
  /** Default `PENDING`. */
  readonly status?: RefundStatus | undefined;
  /** The gateway does it by itself: the order is AUTO_REFUNDED, also while the money is not back. */
  readonly byGateway?: boolean | undefined;
}

/**
 * Creates the refund API: it gives the money of an order's last debit back, or notes that it is to.
 */
export function createRefundApi(
  ledger: LedgerBook,
): (orderId: string, request?: RefundRequest) => string {
  return (orderId, request = {}) => {
    const order = ledger.order(orderId);
    const debit = order && debitOf(order);
    if (order === undefined || debit === undefined) {
      throw new RangeError(`refunds: "${orderId}" was not paid. Only what was paid can go back.`);
    }
    const { status = 'PENDING', byGateway = false } = request;
    const known = order.refunds.find(({ id }) => id === request.id);
    if (known?.status === 'SUCCESS') {
      throw new RangeError(`refunds: "${known.id}" is back. It cannot change any more.`);
    }
    const id = request.id ?? refundId(orderId, order.refunds.length);
    const left = paiseFree(order, known?.id);
    const amount = request.amount ?? known?.amount ?? toRupees(left);
    if (!isAmount(amount) || toPaise(amount) > left) {
      throw new RangeError(`refunds: "${amount}" cannot go back. ${toRupees(left)} are left.`);
    }
    const { txnUuid } = known ?? debit;
    const rupees = toRupees(toPaise(amount));
    ledger.setRefund(orderId, { id, amount: rupees, status, txnUuid }, byGateway);
    return id;
  };
}

/** What of the debit neither went back nor is on its way, in paise; but for one refund. */
function paiseFree(order: LedgerOrder, id: string | undefined): number {
  const refund = order.refunds.find((one) => one.id === id);
  const debit = order.debits.find(({ txnUuid }) => txnUuid === refund?.txnUuid) ?? debitOf(order);
  if (debit === undefined) return 0;
  const others = order.refunds.filter((one) => one !== refund && one.txnUuid === debit.txnUuid);
  const free = paiseLeft({ ...order, refunds: others }, debit);
  return others.filter(isUnderWay).reduce((left, { amount }) => left - toPaise(amount), free);
}
