import { inTransaction, type Transaction } from '@sightline/event-store';
import type pg from 'pg';
import type {
  AppendContext,
  BeginOutcome,
  ImportKey,
  ImportProgress,
  ImportStatus,
  NewImport,
  RosterCalendar,
  RosterImportRecord,
  RosterSession,
  RosterStore,
} from '../../application/ports.js';
import { abandonedImports, ImportClaims } from './import-claims.js';
import { dropKeptRows } from './roster-import/kept-rows.js';
import { PostgresRosterSession } from './roster-import/postgres-roster-session.js';
import { nobodysSay } from './roster-import/hold-relations.js';
import { retellRoster } from './roster-import/retell-roster.js';

// Any fixed number that nothing else in this database uses: one change of the roster at a time.
const importLock = 4_650_002;
const statementTimeoutMs = 15 * 60_000;

const importColumns = `id, status, submitted_by as "submittedBy", bundle_sha256 as "bundleSha256", created_at as "createdAt",
  finished_at as "finishedAt", dry_run as "dryRun", report, decided_by as "decidedBy",
  (select jsonb_build_object('step', step, 'file', file, 'done', done) from roster_import_progress where import_id = id and status = 'running') as progress`;

/** Only a running import ends; the key of one that failed is forgotten, so that the same request may try again. */
const finishImport = async (
  database: Pick<pg.Pool, 'query'>,
  id: string,
  status: ImportStatus,
  at: Date,
  report: object,
): Promise<void> => {
  await database.query(
    `with ended as (
       update roster_imports set status = $2, finished_at = $3, report = $4 where id = $1 and status = 'running' returning id)
     delete from idempotency_keys using ended where $2 = 'failed' and answer->>'importId' = ended.id::text`,
    [id, status, at, JSON.stringify(report)],
  );
  if (status !== 'awaits-confirmation') await dropKeptRows(database, id);
};

/** Roster tables, import records and events in one database, so that an import is all there or not there. */
export class PostgresRosterStore implements RosterStore, RosterCalendar {
  private before: Promise<unknown> = Promise.resolve();
  private readonly claims: ImportClaims;

  constructor(
    private readonly pool: pg.Pool,
    private readonly onAppended: () => void,
  ) {
    this.claims = new ImportClaims(pool);
  }

  inSession<Result>(context: AppendContext, work: (session: RosterSession) => Promise<Result>): Promise<Result> {
    const { importId } = context;
    return this.alone(async (transaction, onAppended) => {
      await requireRunning(transaction, importId);
      const session = await PostgresRosterSession.open(transaction, {
        context,
        finish: (status, at, report) => finishImport(transaction, importId, status, at, report),
        onAppended,
        onProgress: (step, done) => void this.progress(importId, { step, file: null, done }).catch(() => undefined),
      });
      return work(session);
    });
  }

  async toldAsOf(): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ day: string }>('select day::text as day from roster_days');
    return rows[0]?.day;
  }

  tellAsOf(today: string, context: Parameters<RosterCalendar['tellAsOf']>[1]): Promise<void> {
    return this.alone(async (transaction, onAppended) => {
      const { rowCount } = await transaction.query('select 1 from roster_days where day < $1', [today]);
      if (!rowCount) return;
      if ((await retellRoster(transaction, today, nobodysSay, context)) > 0) onAppended();
    });
  }

  /** One change of the roster at a time, in this process and among replicas. */
  async alone<Result>(work: (transaction: Transaction, onAppended: () => void) => Promise<Result>): Promise<Result> {
    let appended = false;
    // Those that wait hold no connection: the pool is left to everybody else.
    const turn = this.before.then(() =>
      inTransaction(this.pool, async (transaction) => {
        appended = false;
        await transaction.query(`set local statement_timeout = ${statementTimeoutMs}`);
        await transaction.query(`set local work_mem = '64MB'`);
        await transaction.query('set local jit = off');
        await transaction.query('select pg_advisory_xact_lock($1)', [importLock]);
        return work(transaction, () => {
          appended = true;
        });
      }),
    );
    this.before = turn.catch(() => undefined);
    const result = await turn;
    if (appended) this.onAppended();
    return result;
  }

  async progress(id: string, { step, file, done }: ImportProgress): Promise<void> {
    await this.pool.query(
      `insert into roster_import_progress (import_id, step, file, done) values ($1, $2, $3, $4)
       on conflict (import_id) do update set step = excluded.step, file = excluded.file, done = excluded.done`,
      [id, step, file, done],
    );
  }

  async resume(id: string, decidedBy: string): Promise<boolean> {
    await this.claims.claim(id);
    const { rowCount } = await this.pool.query(
      `update roster_imports set status = 'running', decided_by = $2, finished_at = null where id = $1 and status = 'awaits-confirmation'`,
      [id, decidedBy],
    );
    if (rowCount !== 1) await this.claims.letGo(id);
    return rowCount === 1;
  }

  async reject(id: string, decidedBy: string, at: Date): Promise<boolean> {
    return inTransaction(this.pool, async (transaction) => {
      const { rowCount } = await transaction.query(
        `update roster_imports set status = 'rejected', decided_by = $2, finished_at = $3 where id = $1 and status = 'awaits-confirmation'`,
        [id, decidedBy, at],
      );
      if (rowCount !== 1) return false;
      await dropKeptRows(transaction, id);
      return true;
    });
  }

  async begin(record: NewImport, key?: ImportKey): Promise<BeginOutcome> {
    await this.claims.claim(record.id);
    let begun = false;
    try {
      const outcome = await this.keepBeginning(record, key);
      begun = outcome.outcome === 'begun';
      return outcome;
    } finally {
      if (!begun) await this.claims.letGo(record.id);
    }
  }

  letGo(id: string): Promise<void> {
    return this.claims.letGo(id);
  }

  private keepBeginning(record: NewImport, key?: ImportKey): Promise<BeginOutcome> {
    return inTransaction<BeginOutcome>(this.pool, async (transaction) => {
      const earlier = key && (await claimKey(transaction, key, record));
      if (earlier)
        return earlier.bodyHash === key.bodyHash
          ? { outcome: 'repeated', importId: earlier.importId }
          : { outcome: 'key-reused' };
      await transaction.query(
        `insert into roster_imports (id, status, submitted_by, bundle_sha256, created_at, dry_run) values ($1, 'running', $2, $3, $4, $5)`,
        [record.id, record.submittedBy, record.bundleSha256, record.createdAt, record.dryRun],
      );
      return { outcome: 'begun' };
    });
  }

  finish(id: string, status: ImportStatus, at: Date, report: object): Promise<void> {
    return finishImport(this.pool, id, status, at, report);
  }

  async failInterrupted(at: Date): Promise<void> {
    await inTransaction(this.pool, async (transaction) => {
      for (const id of await abandonedImports(transaction))
        await finishImport(transaction, id, 'failed', at, {
          problem: {
            code: 'interrupted',
            message: 'The system stopped during this import. Nothing was changed; send the bundle again.',
          },
        });
    });
  }

  async find(id: string): Promise<RosterImportRecord | undefined> {
    const { rows } = await this.pool.query<RosterImportRecord>(
      `select ${importColumns} from roster_imports where id = $1`,
      [id],
    );
    return rows[0];
  }

  async latest(limit: number, before: string | undefined): Promise<RosterImportRecord[]> {
    const { rows } = await this.pool.query<RosterImportRecord>(
      `select ${importColumns} from roster_imports where $2::uuid is null or id < $2 order by id desc limit $1`,
      [limit, before ?? null],
    );
    return rows;
  }
}

/** @returns what the key stands for already; undefined when it is this record's now */
async function claimKey(
  transaction: Transaction,
  { scope, key, bodyHash }: ImportKey,
  record: { readonly id: string; readonly createdAt: Date },
): Promise<{ bodyHash: string; importId: string } | undefined> {
  const claimed = await transaction.query(
    `insert into idempotency_keys (scope, key, body_hash, answer, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [scope, key, bodyHash, JSON.stringify({ importId: record.id }), record.createdAt],
  );
  if (claimed.rowCount === 1) return undefined;
  const { rows } = await transaction.query<{ bodyHash: string; importId: string }>(
    `select body_hash as "bodyHash", answer->>'importId' as "importId" from idempotency_keys where scope = $1 and key = $2`,
    [scope, key],
  );
  return rows[0];
}

/** An import that was given up meanwhile stays so: its report says that nothing was changed. */
async function requireRunning(transaction: Transaction, importId: string): Promise<void> {
  const { rowCount } = await transaction.query(
    `select 1 from roster_imports where id = $1 and status = 'running' for update`,
    [importId],
  );
  if (rowCount !== 1) throw new Error(`import ${importId} no longer runs`);
}
