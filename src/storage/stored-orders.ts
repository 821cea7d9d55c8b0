import * as z from 'zod/mini';
import type { OrderRecord } from '../../machines/order.js';

/** The version that is written. A newer one is set aside, never guessed at. */
const STORED_VERSION = 1;

const word = z.enum([
  'authorizing',
  'submitted',
  'pending',
  'success',
  'failure',
  'payFailure',
  'backPress',
  'userAborted',
  'refunded',
  'unresolved',
]);
const outcome = z.enum(['success', 'pending', 'failure', 'payFailure', 'backPress', 'userAborted']);

const storedOrder = z.object({
  orderId: z.string(),
  kind: z.enum(['pay', 'mandate', 'checkout']),
  amount: z.optional(z.string()),
  status: word,
  reported: z.optional(outcome),
  code: z.optional(z.string()),
  verified: z.boolean(),
  settled: z.boolean(),
  attempts: z.number(),
  attemptId: z.string(),
  requestId: z.string(),
  earlierRequestIds: z.array(z.string()),
  at: z.number(),
  updatedAt: z.number(),
  endedTxns: z.array(z.string()),
  txnUuid: z.optional(z.string()),
  mandate: z.optional(z.object({ status: z.enum(['pending', 'active', 'failed', 'ended']) })),
});

const document = z.object({ version: z.literal(STORED_VERSION), orders: z.array(z.unknown()) });

/** What was read: the orders, and whether something could not be understood. */
export interface StoredOrders {
  readonly orders: readonly OrderRecord[];
  /** Set when the text, or an order in it, was damaged or from the future. */
  readonly damaged: boolean;
}

/** Reads what `printOrders` wrote. Total: damage is reported, what is sound is kept. */
export function parseOrders(text: string | null | undefined): StoredOrders {
  if (text === null || text === undefined) return { orders: [], damaged: false };
  const read = z.safeParse(document, json(text));
  if (!read.success) return { orders: [], damaged: true };
  const orders: OrderRecord[] = [];
  for (const entry of read.data.orders) {
    const order = z.safeParse(storedOrder, entry);
    if (order.success) orders.push(order.data);
  }
  return { orders, damaged: orders.length < read.data.orders.length };
}

/** Prints orders for the storage: no account, no address, no text from outside. */
export function printOrders(orders: readonly OrderRecord[]): string {
  return JSON.stringify({ version: STORED_VERSION, orders: orders.map(stored) });
}

function stored(order: OrderRecord): object {
  const { account: _account, problem: _problem, mandate, ...rest } = order;
  return { ...rest, ...(mandate === undefined ? {} : { mandate: { status: mandate.status } }) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
