import { MOST_SETTLED_SHOWN, type OrderRecord } from '../../core/model/order.js';
import { parseLegacyOrders } from './legacy-orders.js';
import type { FoundRecord } from './order-records.js';
import type { OrderStorage } from './order-storage.js';
import { unknownOrder } from './recover.js';
import type { LogEntry } from './settled-log.js';
import { markOf } from './stored-order.js';

/** What the storage remembers, and what is not as it should be there. */
export interface RestoredOrders {
  /** The latest settled orders, oldest first, and then every open one. */
  readonly orders: readonly OrderRecord[];
  /** Something could not be understood, or is gone. */
  readonly isDamaged: boolean;
  /** There is a text of version 1 or 2. */
  readonly hasLegacy: boolean;
  /** Open orders whose records are damaged or gone, or that are not listed as open. */
  readonly invalid: readonly OrderRecord[];
  /** Settled orders that are still listed as open. */
  readonly leftOver: readonly LogEntry[];
  /** Pages of the list of open orders. */
  readonly spoilt: readonly number[];
}

/**
 * Reads a bounded number of texts besides those of the open orders. Rejects while something cannot
 * be read, to be called again; a record that is refused a second time is taken for damaged. `refused`
 * is kept from call to call.
 */
export async function restoreOrders(
  orders: OrderStorage,
  keepOrders: number,
  refused: Set<string>,
): Promise<RestoredOrders> {
  const { texts, keys, openIndex, log, now } = orders;
  const shown = Math.max(0, Math.min(MOST_SETTLED_SHOWN, keepOrders));
  // A storage that answers nothing is not asked for everything.
  const [legacyText, head] = await Promise.all([texts.getPatiently(keys.legacy), log.head()]);
  const [settledIds, list] = await Promise.all([log.latest(head, shown), openIndex.list()]);
  const legacy = legacyText === undefined ? undefined : parseLegacyOrders(legacyText, now());
  const old = new Map(shownOf(legacy?.orders ?? [], shown).map((order) => [order.orderId, order]));

  const ids = new Set([...settledIds, ...old.keys(), ...list.orderIds, ...list.maybe]);
  const found = await Promise.all([...ids].map((orderId) => lookUp(orders, orderId, refused)));
  const seen = [...ids].flatMap((orderId, nth) => {
    const record = found[nth];
    const isListed = list.orderIds.has(orderId);
    const isUnknown = record === undefined || isListed;
    const known = record?.order ?? old.get(orderId);
    const order = known ?? (isUnknown ? unknownOrder(orderId, now()) : undefined);
    if (order === undefined) return [];
    const isDamaged = known === undefined || record?.isDamaged === true;
    return [{ order, record, isListed, isDamaged }];
  });
  return {
    orders: shownOf(
      seen.map(({ order }) => order),
      shown,
    ),
    isDamaged:
      list.isDamaged || legacy?.damaged === true || seen.some(({ isDamaged }) => isDamaged),
    hasLegacy: legacy !== undefined,
    invalid: seen.flatMap(({ order, record, isListed, isDamaged }) => {
      // What cannot be read cannot be mended, and an old order is brought over by itself.
      if (order.settled || record === undefined) return [];
      return isDamaged || (record.order !== undefined && !isListed) ? [order] : [];
    }),
    leftOver: seen.flatMap(({ order, record, isListed }) => {
      if (!order.settled || !isListed) return [];
      return [{ orderId: order.orderId, mark: markOf(record?.text ?? '') }];
    }),
    spoilt: list.spoilt,
  };
}

/** The record; `undefined` when the storage refuses it again. */
async function lookUp(
  { records, texts }: OrderStorage,
  orderId: string,
  refused: Set<string>,
): Promise<FoundRecord | undefined> {
  try {
    return await records.find(orderId, texts.getPatiently);
  } catch (error) {
    if (refused.has(orderId)) return undefined;
    refused.add(orderId);
    throw error;
  }
}

/** The latest settled ones, and then every open one, oldest first. */
function shownOf(orders: readonly OrderRecord[], shown: number): OrderRecord[] {
  const settled = orders.filter((order) => order.settled);
  const open = orders.filter((order) => !order.settled);
  return [
    ...settled.slice(Math.max(0, settled.length - shown)),
    ...open.sort((one, other) => one.at - other.at),
  ];
}
