import type { EventEnvelope, LogName } from '@sightline/contracts';
import { readLog, type Queryable } from '@sightline/event-store';
import type pg from 'pg';
import { projectedTables, uncomparedColumns } from './compared-tables.js';
import type { StoredService } from '../service-databases.js';

/** One service twice: as it runs, and as its logs give it back in a database of its own. */
export interface RebuiltService {
  readonly service: StoredService;
  readonly live: pg.Pool;
  readonly rebuilt: pg.Pool;
}

export interface TableDifference {
  readonly service: StoredService;
  readonly table: string;
  readonly liveRows: number;
  readonly rebuiltRows: number;
  /** A few rows that are on one side alone, as JSON; they hold ids and dates, no names (design §3). */
  readonly onlyLive: readonly string[];
  readonly onlyRebuilt: readonly string[];
}

const batchSize = 500;
const shownRowsMax = 3;

/** A log from its beginning, in commit order. */
export async function* wholeLog(database: Queryable, log: LogName): AsyncGenerator<readonly EventEnvelope[]> {
  for (let after = 0; ;) {
    const batch = await readLog(database, log, after, batchSize);
    if (batch.length === 0) return;
    yield batch;
    after = batch[batch.length - 1]!.position;
  }
}

const rowsOf = async (database: Queryable, table: string): Promise<string[]> => {
  const { rows } = await database.query<{ row: string }>(
    `select (to_jsonb(every) - $1::text[])::text as row from "${table}" as every order by 1`,
    [uncomparedColumns(table)],
  );
  return rows.map(({ row }) => row);
};

/** Row by row: every table that is no primary data. @returns what differs; empty when the logs give back all of it */
export async function compareProjections({ service, live, rebuilt }: RebuiltService): Promise<TableDifference[]> {
  const differences: TableDifference[] = [];
  for (const table of await projectedTables(live, service)) {
    const [asItRuns, fromLogs] = await Promise.all([rowsOf(live, table), rowsOf(rebuilt, table)]);
    const [liveSet, rebuiltSet] = [new Set(asItRuns), new Set(fromLogs)];
    const onlyLive = asItRuns.filter((row) => !rebuiltSet.has(row));
    const onlyRebuilt = fromLogs.filter((row) => !liveSet.has(row));
    if (onlyLive.length + onlyRebuilt.length === 0 && asItRuns.length === fromLogs.length) continue;
    differences.push({
      ...{ service, table, liveRows: asItRuns.length, rebuiltRows: fromLogs.length },
      onlyLive: onlyLive.slice(0, shownRowsMax),
      onlyRebuilt: onlyRebuilt.slice(0, shownRowsMax),
    });
  }
  return differences;
}
