import type { ServerOrder } from './order.js';

/**
 * What is told of an order, each once. `settled`: it has ended, see `order.status`. `paidLate`: it had ended
 * without money and was paid all the same. `refund`: money went back, is on its way, or will not come back.
 * `mandate`: Juspay has a new word for its mandate. `parked`: the planned checks ran out, and nobody knows how it
 * ended; it is looked at twice a day from now on. `disputed`: a person has to look at it.
 *
 * @example
 * ```ts
 * const isAlarm = (kind: OrderEventKind) => kind === 'parked' || kind === 'disputed';
 * ```
 */
export type OrderEventKind = 'settled' | 'paidLate' | 'refund' | 'mandate' | 'parked' | 'disputed';

/**
 * A change of an order.
 *
 * @example
 * ```ts
 * const ship = ({ kind, order }: OrderEvent) =>
 *   (kind === 'settled' || kind === 'paidLate') && order.status === 'paid';
 * ```
 */
export interface OrderEvent {
  /** Its own, and the same whenever it is told again: what is done for it need not be done twice. */
  readonly id: string;
  readonly kind: OrderEventKind;
  /** As it stood then. */
  readonly order: Pick<
    ServerOrder,
    | 'orderId'
    | 'customerId'
    | 'amount'
    | 'status'
    | 'dispute'
    | 'txnUuid'
    | 'mandateStatus'
    | 'refund'
    | 'settledAt'
  >;
  /** Epoch ms. */
  readonly at: number;
}

/** An event as it is written down. */
export function payloadOf(kind: OrderEventKind, order: ServerOrder, at: number): string {
  const { orderId, customerId, amount, status, dispute, txnUuid } = order;
  const { mandateStatus, refund, settledAt } = order;
  const told = { orderId, customerId, amount, status, dispute, txnUuid, mandateStatus };
  const event: Omit<OrderEvent, 'id'> = { kind, order: { ...told, refund, settledAt }, at };
  return JSON.stringify(event);
}
