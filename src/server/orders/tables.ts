import { type Generated, type Kysely, type Migration, sql } from 'kysely';

/**
 * The tables, all of them with the prefix `upi_`. Times are epoch ms. No table holds a token, a signature, a
 * phone number, an address or an account number.
 *
 * @example
 * ```ts
 * const paid = await orders.db.selectFrom('upi_orders').where('status', '=', 'paid').selectAll().execute();
 * ```
 */
export interface UpiTables {
  upi_orders: OrdersTable;
  upi_attempts: { order_key: string; no: number; action: string; at: number };
  upi_webhook_events: {
    event_id: string;
    event_name: string;
    order_key: string | null;
    received_at: number;
  };
  upi_idempotency: { key: string; hash: string; at: number };
  upi_outbox: OutboxTable;
}

export interface OrdersTable {
  order_key: string;
  order_id: string;
  customer_id: string;
  /** Rupees with two decimals. */
  amount: string;
  /** JSON of what is signed besides. */
  terms: string;
  /** Of what it was created with. */
  hash: string;
  status: string;
  rank: Generated<number>;
  dispute: string | null;
  attempts: Generated<number>;
  sent_at: number | null;
  /** What Juspay says without a break since, while that means no money: `failed` or `untouched`. */
  unpaid_as: string | null;
  unpaid_since: number | null;
  /** The shop gave it up: nobody is given the means to pay it any more. */
  withdrawn_at: number | null;
  settled_at: number | null;
  parked_at: number | null;
  txn_uuid: string | null;
  mandate_status: string | null;
  refund_status: string | null;
  refund_amount: string | null;
  refund_count: Generated<number>;
  /** When it is looked at next; while somebody looks, when it may be looked at by another. */
  next_check_at: number | null;
  /** Planned checks since it was sent last. */
  checks: Generated<number>;
  created_at: number;
}

export interface OutboxTable {
  id: string;
  order_key: string;
  kind: string;
  payload: string;
  created_at: number;
  next_try_at: number;
  tries: Generated<number>;
  delivered_at: number | null;
}

/** Forward only: a table is never taken back. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-orders': {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('upi_orders')
        .addColumn('order_key', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('order_id', 'varchar(64)', (column) => column.notNull())
        .addColumn('customer_id', 'varchar(128)', (column) => column.notNull())
        .addColumn('amount', 'varchar(16)', (column) => column.notNull())
        .addColumn('terms', 'text', (column) => column.notNull())
        .addColumn('hash', 'varchar(64)', (column) => column.notNull())
        .addColumn('status', 'varchar(16)', (column) => column.notNull())
        .addColumn('rank', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('dispute', 'varchar(16)')
        .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('sent_at', 'bigint')
        .addColumn('settled_at', 'bigint')
        .addColumn('parked_at', 'bigint')
        .addColumn('txn_uuid', 'varchar(64)')
        .addColumn('mandate_status', 'varchar(40)')
        .addColumn('refund_status', 'varchar(16)')
        .addColumn('refund_amount', 'varchar(20)')
        .addColumn('refund_count', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('next_check_at', 'bigint')
        .addColumn('checks', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('upi_orders_due')
        .on('upi_orders')
        .column('next_check_at')
        .execute();
      await db.schema
        .createTable('upi_attempts')
        .addColumn('order_key', 'varchar(64)', (column) =>
          column.notNull().references('upi_orders.order_key'),
        )
        .addColumn('no', 'integer', (column) => column.notNull())
        .addColumn('action', 'varchar(40)', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('upi_attempts_key', ['order_key', 'no'])
        .execute();
      await db.schema
        .createTable('upi_webhook_events')
        .addColumn('event_id', 'varchar(80)', (column) => column.primaryKey())
        .addColumn('event_name', 'varchar(64)', (column) => column.notNull())
        .addColumn('order_key', 'varchar(64)')
        .addColumn('received_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('upi_idempotency')
        .addColumn('key', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('hash', 'varchar(64)', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('upi_outbox')
        .addColumn('id', 'varchar(128)', (column) => column.primaryKey())
        .addColumn('order_key', 'varchar(64)', (column) =>
          column.notNull().references('upi_orders.order_key'),
        )
        .addColumn('kind', 'varchar(16)', (column) => column.notNull())
        .addColumn('payload', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('next_try_at', 'bigint', (column) => column.notNull())
        .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('delivered_at', 'bigint')
        .execute();
      await db.schema
        .createIndex('upi_outbox_due')
        .on('upi_outbox')
        .columns(['delivered_at', 'next_try_at'])
        .execute();
    },
  },
  '0002-unpaid': {
    up: async (db: Kysely<unknown>) => {
      const orders = db.schema.alterTable('upi_orders');
      // SQLite takes one column at a time.
      await orders.addColumn('unpaid_as', 'varchar(16)').execute();
      await orders.addColumn('unpaid_since', 'bigint').execute();
      await orders.addColumn('withdrawn_at', 'bigint').execute();
      // What was not over, and was looked at no more, is due again.
      await sql`update upi_orders set next_check_at = 0, checks = 0 where next_check_at is null and (
        (rank in (1, 2) and sent_at > settled_at) or refund_status = 'pending' or
        (status = 'paid' and terms like '%"mandate":{%' and coalesce(mandate_status, 'CREATED') = 'CREATED')
      )`.execute(db);
    },
  },
};
