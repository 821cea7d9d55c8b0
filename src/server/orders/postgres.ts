import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { createOrders, type Orders } from './create-orders.js';
import { optional } from './optional.js';
import type { UpiTables } from './tables.js';

/**
 * Books in Postgres, for several machines; the packages `pg` and `pg-boss` belong to it.
 *
 * Throws where the database does not answer or was made by a newer version.
 *
 * @example
 * ```ts
 * const orders = await postgresOrders({ connectionString: process.env['DATABASE_URL'] });
 * ```
 */
export async function postgresOrders(options: {
  readonly connectionString?: string | undefined;
  /** Your own, in place of one for `connectionString`; it is not closed. */
  readonly pool?: Pool | undefined;
  /** Connections at most, where the pool is not your own. Default 10. */
  readonly max?: number | undefined;
}): Promise<Orders> {
  const { connectionString, max = 10 } = options;
  const pg = await optional('pg', () => import('pg'));
  const pool = options.pool ?? new pg.default.Pool({ connectionString, max });
  // A connection that breaks while nobody uses it is replaced when it is needed.
  if (options.pool === undefined) pool.on('error', () => {});
  const db = new Kysely<UpiTables>({
    dialect: new PostgresDialect({
      pool: { connect: () => guarded(pool), end: options.pool ? async () => {} : () => pool.end() },
    }),
  });
  return createOrders({ db, kind: 'postgres', pool, close: () => db.destroy() });
}

const guardedClients = new WeakSet<PoolClient>();

/** A connection may also break between two statements of a transaction: the next one says so. */
async function guarded(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  if (!guardedClients.has(client)) client.on('error', () => {});
  guardedClients.add(client);
  return client;
}
