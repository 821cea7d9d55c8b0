import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { migrate } from './migrate.js';
import type { NewOrder, ServerOrder } from './order.js';
import { createOrderStore, type OrderStore } from './orders.js';
import type { UpiTables } from './tables.js';

/**
 * The merchant's books: every order that may be paid, and what Juspay said of it.
 *
 * @example
 * ```ts
 * const order = await orders.create({ orderId: 'A1', customerId: 'asha', amount: '200.00' });
 * order.status; // 'created'
 * ```
 */
export interface Orders {
  /**
   * Takes an order into the books. The same order again is the same order; the same id with other contents
   * throws an `OrderError` of the reason `conflict`, and what is malformed one of the reason `invalid`.
   */
  create(order: NewOrder): Promise<ServerOrder>;
  /** An order as the books have it; nobody is asked. */
  find(orderId: string): Promise<ServerOrder | undefined>;
  /** A person has looked at a disputed order: Juspay is asked again. `false` where there is no dispute. */
  clearDispute(orderId: string): Promise<boolean>;
  /**
   * Juspay is asked again, now, for about an hour, and for as long as it takes: say so after a refund, of which a
   * webhook may be lost.
   * `false` where the books have no such order.
   */
  recheck(orderId: string): Promise<boolean>;
  /**
   * The shop gives it up: nobody is given the means to pay it any more (`orderWithdrawn`), and what was begun is
   * followed to its end, for it may still be paid. `false` where it was paid, or is not there.
   */
  withdraw(orderId: string): Promise<boolean>;
  /** Waits for nothing: stop the server first. */
  close(): Promise<void>;
  /** For your own queries; write to these tables only through the library. */
  readonly db: Kysely<UpiTables>;
  readonly kind: 'sqlite' | 'postgres';
  /** @internal */
  readonly store: OrderStore;
  /** @internal Hears of orders that are due earlier than was planned. Answers what ends it. */
  onDue(hear: (orderId: string, at: number) => void): () => void;
  /** @internal */
  readonly pool?: Pool | undefined;
}

/** Opens books on a database, with its tables brought up to date. */
export async function createOrders(
  books: Pick<Orders, 'db' | 'kind' | 'pool' | 'close'>,
  now: () => number = Date.now,
): Promise<Orders> {
  try {
    await migrate(books.db);
  } catch (error) {
    await books.close();
    throw error;
  }
  const store = createOrderStore(books);
  const hearers = new Set<(orderId: string, at: number) => void>();

  async function due(orderId: string, make: OrderStore['recheck']): Promise<boolean> {
    const at = now();
    const isDue = await make(orderId, at);
    if (isDue) for (const hear of hearers) hear(orderId, at);
    return isDue;
  }

  return {
    ...books,
    store,
    create: (order) => store.create(order, now()),
    find: (orderId) => store.find(orderId),
    clearDispute: (orderId) => due(orderId, store.clearDispute),
    recheck: (orderId) => due(orderId, store.recheck),
    withdraw: (orderId) => store.withdraw(orderId, now()),
    onDue: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  };
}
