import type { LedgerMandate, LedgerOrder } from '../../adapters/simulator/ledger.js';
import type { MockWorld } from './mock-world.js';
import { notFound } from './refusal.js';

/** An order with a mandate. */
export type MandateOrder = LedgerOrder & { readonly mandate: LedgerMandate };

/** The order that made a mandate, as it is now; throws a refusal when nobody knows the mandate. */
export function mandateOrder({ inside, books }: MockWorld, id: string): MandateOrder {
  const orderId = books.orderOfMandate(id);
  expire(inside, books.agreedOn(orderId ?? '')?.endsAt, orderId);
  const order = orderId === undefined ? undefined : inside.ledger.order(orderId);
  if (order?.mandate === undefined) throw notFound('Mandate');
  return { ...order, mandate: order.mandate };
}

/** Nobody waits thirty years for a timer: a mandate is found to be over when it is looked at. */
function expire(
  { ledger, clock }: MockWorld['inside'],
  endsAt: number | undefined,
  orderId: string | undefined,
): void {
  const mandate = orderId === undefined ? undefined : ledger.order(orderId)?.mandate;
  const isLive = mandate?.status === 'ACTIVE' || mandate?.status === 'PAUSED';
  if (orderId !== undefined && mandate && isLive && (endsAt ?? Infinity) <= clock.trueNow()) {
    ledger.mandate(orderId, { umn: mandate.umn, status: 'EXPIRED' });
  }
}
