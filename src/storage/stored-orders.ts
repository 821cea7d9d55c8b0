import * as z from 'zod/mini';
import type { OrderRecord } from '../../machines/order.js';
import { isFields, readJson } from './read-json.js';
import { salvageOrders } from './salvage.js';
import { sealed } from './seal.js';
import { readSealedOrder, sealedOrder } from './stored-order.js';

/** The version that is written. What a newer one says is not guessed at. */
const STORED_VERSION = 2;

/** How the entries of version n, at place n - 1, become those of the next version. */
const MIGRATIONS: readonly ((entry: unknown) => unknown)[] = [
  // Version 1 had no checksums: what it says is taken as it stands.
  (entry) => (isFields(entry) ? sealed(entry) : entry),
];

/** How a text of a known version begins, for one that is no JSON any more. */
const HEAD = /^\{"version":([12]),/;

const document = z.object({
  version: z.int().check(z.minimum(1), z.maximum(STORED_VERSION)),
  orders: z.array(z.unknown()),
});

/** What was read: the orders, and whether something could not be understood. */
export interface StoredOrders {
  readonly orders: readonly OrderRecord[];
  /** Set when the text, or an order in it, was damaged or from the future: see `salvageOrders`. */
  readonly damaged: boolean;
}

/** Reads what `printOrders` wrote, in this version or an older one. Total: no order is lost. */
export function parseOrders(text: string | null | undefined, now: number): StoredOrders {
  if (text === null || text === undefined) return { orders: [], damaged: false };
  const value = readJson(text);
  const entries = migrated(value);
  const orders = entries?.flatMap((entry) => readSealedOrder(entry) ?? []);
  const ids = new Set(orders?.map((order) => order.orderId));
  if (orders !== undefined && ids.size === entries?.length) return { orders, damaged: false };
  const head = value === undefined ? HEAD.exec(text)?.[1] : undefined;
  // Only a checksum of this version, or its older reader, puts an entry beyond doubt.
  const isKnown = entries !== undefined || head === String(STORED_VERSION);
  const sound = isKnown ? readSealedOrder : () => undefined;
  const wreck = { text, value: entries ?? value, isOurs: head !== undefined, sound };
  return { orders: salvageOrders(wreck, now), damaged: true };
}

/** Prints orders for the storage. */
export function printOrders(orders: readonly OrderRecord[]): string {
  return JSON.stringify({ version: STORED_VERSION, orders: orders.map(sealedOrder) });
}

/** The entries of a document of any known version, as the present one has them. */
function migrated(value: unknown): readonly unknown[] | undefined {
  const read = z.safeParse(document, value);
  if (!read.success) return undefined;
  const { version, orders } = read.data;
  return orders.map((entry) =>
    MIGRATIONS.slice(version - 1).reduce((one, step) => step(one), entry),
  );
}
