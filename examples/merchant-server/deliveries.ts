import type { Kysely, Transaction } from 'kysely';
import type { OrderEvent, UpiTables } from 'upi-flow/server';

/** The tables of the shop, in the database of the books. */
export type ShopTables = {
  shop_deliveries: { order_id: string; amount: string; at: number };
};

export async function createDeliveries(db: Kysely<UpiTables>): Promise<void> {
  await db.schema
    .createTable('shop_deliveries')
    .ifNotExists()
    .addColumn('order_id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('amount', 'varchar(16)', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}

/**
 * Delivers what was paid. It is written in the transaction in which the books note that the shop was told: both
 * or neither, so that nothing is delivered twice, and nothing is forgotten.
 */
export async function deliver(
  { kind, order, at }: OrderEvent,
  transaction: Transaction<UpiTables>,
): Promise<void> {
  const isPaid = (kind === 'settled' || kind === 'paidLate') && order.status === 'paid';
  if (!isPaid) return;
  await transaction
    .withTables<ShopTables>()
    .insertInto('shop_deliveries')
    .values({ order_id: order.orderId, amount: order.amount, at })
    .execute();
}
