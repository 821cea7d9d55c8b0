import { endedUnpaid } from '../../core/model/order.js';
import type { OrderStorage } from './order-storage.js';
import type { LogEntry } from './settled-log.js';
import { markOf } from './stored-order.js';

/** Takes orders out of the list of open ones, and forgets the oldest of the settled. */
export interface Settling {
  /**
   * Lists orders as settled, whose records say so. They leave the list of open orders one call later,
   * when the other list is seen to hold them: until then another process may have undone the entry.
   */
  settle(entries: readonly LogEntry[]): Promise<void>;
}

/** Segments forgotten at once, should fewer orders be kept than before. */
const AT_ONCE = 2;

export function createSettling(orders: OrderStorage): Settling {
  const { texts, keys, exclusively, records, openIndex, log, doors } = orders;
  /** Listed as settled, as far as is known, and still as open: marks by id. */
  const listed = new Map<string, string>();
  let isForgetting = false;

  async function standsAs({ orderId, mark }: LogEntry): Promise<boolean> {
    const { text, isDamaged } = await records.find(orderId);
    return text !== undefined && !isDamaged && markOf(text) === mark;
  }

  async function settle(entries: readonly LogEntry[]): Promise<void> {
    for (const { orderId, mark } of entries) listed.set(orderId, mark);
    const all = [...listed].map(([orderId, mark]) => ({ orderId, mark }));
    const { known, surplus } = await log.append(all);
    await leaveOpen(known);
    for (const { orderId, mark } of known) {
      if (listed.get(orderId) === mark) listed.delete(orderId);
    }
    // Nobody waits for it, and what fails now is tried again with the next order.
    if (surplus !== undefined) forget(surplus).catch(() => {});
  }

  async function forget(first: number): Promise<void> {
    if (isForgetting) return;
    isForgetting = true;
    try {
      for (let n = 0, segment: number | undefined = first; n < AT_ONCE; n += 1) {
        if (segment === undefined) return;
        const entries = await log.read(segment);
        await leaveOpen(entries);
        for (const entry of entries) await removeOrder(entry);
        await log.drop(segment);
        ({ surplus: segment } = await log.append([]));
      }
    } finally {
      isForgetting = false;
    }
  }

  /** Unless their records say something newer: then they are open, or will be listed again. */
  function leaveOpen(entries: readonly LogEntry[]): Promise<void> {
    const byId = new Map(entries.map((entry) => [entry.orderId, entry]));
    return openIndex.leave([...byId.keys()], async (orderId) => {
      const entry = byId.get(orderId);
      return entry !== undefined && (await standsAs(entry));
    });
  }

  /** Unless its record says something newer: then it is open, or listed again. */
  function removeOrder(entry: LogEntry): Promise<void> {
    const { orderId, mark } = entry;
    return exclusively(keys.lock({ orderId }), async () => {
      const { order, text, key, isDamaged } = await records.find(orderId);
      if (order === undefined || isDamaged || markOf(text ?? '') !== mark) return;
      if (endedUnpaid(order)) await doors.clear(orderId);
      await texts.remove(key);
    });
  }

  return { settle };
}
