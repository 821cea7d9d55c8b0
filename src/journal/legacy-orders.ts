import * as z from 'zod/mini';
import type { OrderRecord } from '../../core/model/order.js';
import { isFields, readJson } from '../../core/model/read-json.js';
import { checked } from './checksum.js';
import { recoverOrders } from './recover.js';
import { readOrder } from './stored-order.js';

/** How a text of a known version begins, for one that is no JSON any more. */
const HEAD = /^\{"version":([12]),/;

const document = z.object({
  version: z.union([z.literal(1), z.literal(2)]),
  orders: z.array(z.unknown()),
});

/** What versions 1 and 2 have left: the orders, and whether something could not be understood. */
export interface LegacyOrders {
  readonly orders: readonly OrderRecord[];
  /** Set when the text, or an order in it, was damaged or of another version: see `recoverOrders`. */
  readonly damaged: boolean;
}

/** Reads the text in which versions 1 and 2 kept all orders. Total: no order is lost. */
export function parseLegacyOrders(text: string, now: number): LegacyOrders {
  const value = readJson(text);
  const read = z.safeParse(document, value);
  const version = read.data?.version ?? (value === undefined ? Number(HEAD.exec(text)?.[1]) : 0);
  // Version 1 had no checksums: what a whole text says is taken as it stands, but no part of one.
  const isBeyondDoubt = read.success || version === 2;
  const valid = (entry: unknown) =>
    isBeyondDoubt ? orderOf(version === 2 ? checked(entry) : entry) : undefined;
  if (read.success) {
    const orders = read.data.orders.flatMap((entry) => valid(entry) ?? []);
    const ids = new Set(orders.map((order) => order.orderId));
    if (ids.size === read.data.orders.length) return { orders, damaged: false };
  }
  const isOurs = version === 1 || version === 2;
  const damagedText = { text, value: read.data?.orders ?? value, isOurs, valid };
  return { orders: recoverOrders(damagedText, now), damaged: true };
}

/** What an entry says, in the words of today. */
function orderOf(entry: unknown): OrderRecord | undefined {
  if (!isFields(entry)) return undefined;
  const { endedTxns, attempts, reported, ...fields } = entry;
  return readOrder({
    ...fields,
    attempts,
    reported,
    foreignTxns: endedTxns,
    // Attempts may have ended without an id.
    foreignUnknown: attempts !== 1,
    paid: paidOf(fields, reported),
  });
}

/** What was known to be paid is never offered to be paid again. */
function paidOf(fields: object, reported: unknown): OrderRecord['paid'] {
  const { status, verified }: { status?: unknown; verified?: unknown } = fields;
  if (status === 'refunded' || (status === 'success' && verified === true)) return 'confirmed';
  return reported === 'success' ? 'reported' : undefined;
}
