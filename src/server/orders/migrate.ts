import { type Kysely, Migrator } from 'kysely';
import { MIGRATIONS, type UpiTables } from './tables.js';

/** Brings the tables up to date; several processes may do so at once. */
export async function migrate(db: Kysely<UpiTables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: 'upi_migrations',
    migrationLockTableName: 'upi_migrations_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
  throw new Error(
    failed === undefined
      ? 'The tables cannot be brought up to date: a newer version of upi-flow has made them, or the database does not answer.'
      : `The migration ${failed} failed: the database user must be allowed to create and alter tables.`,
    { cause: error },
  );
}
