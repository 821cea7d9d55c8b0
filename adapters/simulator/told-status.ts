import type { OrderStatus } from '../../core/ports/backend.js';
import { debitOf, type LedgerOrder, type RefundStatus } from './ledger.js';
import { toPaise, toRupees } from './money.js';

/**
 * One refund, as order status tells of it.
 *
 * @example
 * ```ts
 * const refund: ToldRefund = { uniqueRequestId: 'o1-r1', status: 'PENDING', amount: '50.00' };
 * ```
 */
export interface ToldRefund {
  /** The merchant's own id of it. */
  readonly uniqueRequestId: string;
  readonly status: RefundStatus;
  /** Rupees. */
  readonly amount: string | number;
}

/**
 * What order status says of an order before it is printed in a form: the documented shape, and with
 * refunds what Juspay says of them. The last three are there only when there is one.
 *
 * @example
 * ```ts
 * simulator.server.says('order1', { refunded: true, amountRefunded: '200.00', refunds: [] });
 * ```
 */
export interface ToldStatus extends OrderStatus {
  /** All of it goes back: stands beside refunds that are still on their way, too. */
  readonly refunded?: boolean | undefined;
  /** Rupees that are back or on their way. */
  readonly amountRefunded?: string | number | undefined;
  readonly refunds?: readonly ToldRefund[] | undefined;
}

/** Tells what the ledger holds, with amounts as `print` prints them. */
export function toldStatus(
  orderId: string,
  order: LedgerOrder | undefined,
  print: (rupees: string) => string | number,
): ToldStatus {
  if (order === undefined) return { orderId, status: 'NOT_FOUND', amount: print('0.00') };
  const { mandate, status } = order;
  const debit = debitOf(order);
  const isPaid = status === 'CHARGED' || status === 'AUTO_REFUNDED';
  const txnUuid = isPaid ? (debit?.txnUuid ?? order.txnUuid) : order.txnUuid;
  return {
    orderId,
    status,
    amount: print(debit?.amount ?? order.amount),
    ...(mandate !== undefined && { mandateStatus: mandate.status }),
    ...(txnUuid !== undefined && { txnUuid }),
    ...(isPaid && refundsOf(order, debit?.txnUuid, print)),
  };
}

function refundsOf(
  order: LedgerOrder,
  txnUuid: string | undefined,
  print: (rupees: string) => string | number,
): Pick<ToldStatus, 'refunded' | 'amountRefunded' | 'refunds'> {
  const own = order.refunds.filter((refund) => refund.txnUuid === txnUuid);
  if (own.length === 0) return {};
  const whole = toPaise(debitOf(order)?.amount ?? order.amount);
  const paise = own
    .filter(({ status }) => status !== 'FAILURE')
    .reduce((sum, { amount }) => sum + toPaise(amount), 0);
  return {
    refunded: paise >= whole,
    amountRefunded: print(toRupees(paise)),
    refunds: own.map(({ id, status, amount }) => ({
      uniqueRequestId: id,
      status,
      amount: print(amount),
    })),
  };
}
