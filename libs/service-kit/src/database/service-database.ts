import type pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';

export interface ServiceDatabaseOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly poolSizeMax: number;
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly (new () => object)[];
  /** For a service whose work is few statements over whole tables, as imports are: the planner chooses freely. */
  readonly largeStatements?: boolean;
}

/** A service's only database: TypeORM for entities, queries and migrations, the same pool for set-based SQL. */
export interface ServiceDatabase {
  readonly dataSource: DataSource;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * For statements that touch a few rows, which is nearly all of them: always by an index. A prepared statement keeps its plan,
 * and the one made while a table was still small reads the whole of it when it has grown; tables are in memory or on flash.
 */
const byIndex = ['random_page_cost=1.1', 'enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off']
  .map((setting) => `-c ${setting}`)
  .join(' ');

// Any fixed number that nothing else in these databases uses.
const migrationLock = 4_650_001;

/** Connects and brings the schema up to date under an advisory lock, before any traffic; replicas that start together migrate once. */
export async function openServiceDatabase(options: ServiceDatabaseOptions): Promise<ServiceDatabase> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: options.applicationName,
    entities: [...options.entities],
    migrations: [...options.migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    installExtensions: false,
    poolSize: options.poolSizeMax,
    extra: {
      max: options.poolSizeMax,
      statement_timeout: 60_000,
      idleTimeoutMillis: 0,
      ...(options.largeStatements ? {} : { options: byIndex }),
    },
  } as DataSourceOptions);
  await dataSource.initialize();
  const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
  pool.on('error', () => undefined);

  const lock = await pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [migrationLock]);
    await dataSource.runMigrations();
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    lock.release();
  }
  return { dataSource, pool, close: () => dataSource.destroy() };
}
