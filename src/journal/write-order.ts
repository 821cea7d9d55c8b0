import { endedUnpaid, type OrderRecord } from '../../core/model/order.js';
import { withEvidence } from './evidence.js';
import type { OrderStorage } from './order-storage.js';
import type { Settling } from './settle.js';
import { markOf, printOrder } from './stored-order.js';

/**
 * Writes what is known of an order, and answers whether something new was written. `again`: an
 * earlier try may have been broken off after the record itself was written. Call it while nothing
 * else works on the order.
 */
export async function writeOrder(
  { records, openIndex, doors }: OrderStorage,
  { settle }: Settling,
  order: OrderRecord,
  again: boolean,
): Promise<boolean> {
  const { orderId } = order;
  const found = await records.find(orderId);
  const stored = found.order;
  const next = withEvidence(order, stored);
  const text = printOrder(next);
  const isNews = text !== found.text;
  // An order that is open again is listed first: should this be broken off, its record is looked at.
  if (isNews && stored?.settled === true && !next.settled) await openIndex.register(orderId);
  if (isNews) await records.write(found, text);
  if (!next.settled) {
    await openIndex.register(orderId);
  } else if (isNews || again) {
    if (!endedUnpaid(next)) await doors.clear(orderId);
    await settle([{ orderId, mark: markOf(text) }]);
  }
  return isNews;
}
