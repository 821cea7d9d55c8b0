import { Kysely, SqliteDialect } from 'kysely';
import { createOrders, type Orders } from './create-orders.js';
import { optional } from './optional.js';
import type { UpiTables } from './tables.js';

/**
 * Books in one file, with nothing to install beside the package `libsql`: for one machine. What was acknowledged
 * is on the disk.
 *
 * Throws where the file cannot be opened or was made by a newer version.
 *
 * @example
 * ```ts
 * const orders = await sqliteOrders({ file: './orders.db' });
 * await orders.create({ orderId: 'A1', customerId: 'asha', amount: '200.00' });
 * ```
 */
export async function sqliteOrders(options: {
  /** `:memory:` for one that is gone with the process. */
  readonly file: string;
  /** Epoch ms. Default: the clock of the host. */
  readonly now?: (() => number) | undefined;
}): Promise<Orders> {
  const { default: Database } = await optional('libsql', () => import('libsql'));
  const database = new Database(options.file);
  // Another process may be writing: it is waited for.
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('PRAGMA journal_mode = WAL');
  // A payment that was written down is not lost with the power.
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  const db = new Kysely<UpiTables>({ dialect: new SqliteDialect({ database }) });
  return createOrders({ db, kind: 'sqlite', close: () => db.destroy() }, options.now);
}
