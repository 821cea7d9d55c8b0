import type { OrderRecord } from '../../core/model/order.js';
import { parseLegacyOrders } from './legacy-orders.js';
import type { OrderStorage } from './order-storage.js';
import { quarantine } from './quarantine.js';
import { type LogEntry, SEGMENT } from './settled-log.js';
import { markOf, printOrder } from './stored-order.js';

/**
 * Writes the orders that versions 1 and 2 have left as this version keeps them. An order that has a
 * record of its own by now stays as it is. The old text goes last: should this be broken off
 * anywhere, doing it again comes to the same.
 */
export async function migrateOrders(orders: OrderStorage, keepOrders: number): Promise<void> {
  const { texts, keys, exclusively, log, now } = orders;
  await exclusively(keys.lock('migration'), async () => {
    const text = await texts.get(keys.legacy);
    if (text === undefined) return;
    const legacy = parseLegacyOrders(text, now());
    if (legacy.damaged) await quarantine(texts, keys.legacy, text, now());
    const open = legacy.orders.filter((order) => !order.settled);
    const settled = legacy.orders.filter((order) => order.settled);
    const kept = settled.slice(Math.max(0, settled.length - Math.max(0, keepOrders)));
    for (const order of open) await adopt(orders, order);
    // From an earlier try.
    const listed = new Set(await log.latest(await log.head(), kept.length));
    for (let at = 0; at < kept.length; at += SEGMENT) {
      const some = kept.slice(at, at + SEGMENT);
      const adopted = await Promise.all(some.map((order) => adopt(orders, order)));
      const missing = some.filter((order, nth) => adopted[nth] && !listed.has(order.orderId));
      await log.append(missing.map(entryOf));
    }
    await texts.remove(keys.legacy);
  });
}

/** Whether the order's record says what the old text said, now or from an earlier try. */
function adopt(orders: OrderStorage, order: OrderRecord): Promise<boolean> {
  const { keys, exclusively, records, openIndex } = orders;
  const { orderId } = order;
  return exclusively(keys.lock({ orderId }), async () => {
    const found = await records.find(orderId);
    const text = printOrder(order);
    if (found.text === undefined) await records.write(found, text);
    const standing = found.order ?? order;
    if (!standing.settled) await openIndex.register(orderId);
    return found.text === undefined || found.text === text;
  });
}

function entryOf(order: OrderRecord): LogEntry {
  return { orderId: order.orderId, mark: markOf(printOrder(order)) };
}
