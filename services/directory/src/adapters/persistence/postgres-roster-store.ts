import { executeUnits, failpoint, inTransaction, type Transaction, type UnitOfWork } from '@sightline/event-store';
import type pg from 'pg';
import { recordedFacts, type RosterFact } from '../../domain/index.js';
import type {
  AppendContext,
  BeginOutcome,
  ImportKey,
  ImportStatus,
  RosterImportRecord,
  RosterSession,
  RosterStore,
} from '../../application/ports.js';
import { abandonedImports, ImportClaims } from './import-claims.js';
import { loadAssignedRoles, loadRoster } from './load-roster.js';
import { writeRoster } from './write-roster.js';

// Any fixed number that nothing else in this database uses: one import at a time.
const importLock = 4_650_002;
const factsPerAppendMax = 2_000;

const importColumns = `id, status, submitted_by as "submittedBy", bundle_sha256 as "bundleSha256", created_at as "createdAt",
  finished_at as "finishedAt", dry_run as "dryRun", report`;

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
};

/** Roster tables, import records and events in one database, so that an import is all there or not there. */
export class PostgresRosterStore implements RosterStore {
  private before: Promise<unknown> = Promise.resolve();
  private readonly claims: ImportClaims;

  constructor(
    private readonly pool: pg.Pool,
    private readonly onAppended: () => void,
  ) {
    this.claims = new ImportClaims(pool);
  }

  async inSession<Result>(context: AppendContext, work: (session: RosterSession) => Promise<Result>): Promise<Result> {
    let appended = false;
    const session = async (transaction: Transaction): Promise<Result> => {
      await transaction.query('select pg_advisory_xact_lock($1)', [importLock]);
      await requireRunning(transaction, context.importId);
      const known = await loadRoster(transaction);
      return work({
        known,
        assignedRoles: await loadAssignedRoles(transaction),
        write: async (after, facts) => {
          await writeRoster(transaction, known, after);
          await appendFacts(transaction, context, facts);
          appended = facts.length > 0;
        },
        finish: (id, status, at, report) => finishImport(transaction, id, status, at, report),
      });
    };
    // Those that wait hold no connection: the pool is left to everybody else.
    const turn = this.before.then(() => inTransaction(this.pool, session));
    this.before = turn.catch(() => undefined);
    const result = await turn;
    if (appended) this.onAppended();
    return result;
  }

  async begin(
    record: Omit<RosterImportRecord, 'finishedAt' | 'report' | 'status'>,
    key?: ImportKey,
  ): Promise<BeginOutcome> {
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

  private keepBeginning(
    record: Omit<RosterImportRecord, 'finishedAt' | 'report' | 'status'>,
    key?: ImportKey,
  ): Promise<BeginOutcome> {
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

/** Facts of one subject stay together and in order; each append takes up to 2,000 facts. */
async function appendFacts(
  transaction: Transaction,
  context: AppendContext,
  facts: readonly RosterFact[],
): Promise<void> {
  for (let start = 0; start < facts.length; start += factsPerAppendMax) {
    const units: UnitOfWork[] = facts.slice(start, start + factsPerAppendMax).map((fact) => ({
      commands: [
        {
          subject: fact.subject,
          decider: recordedFacts,
          command: { facts: [fact] },
          expect: 'any',
          context: {
            correlationId: context.importId,
            causationId: context.importId,
            actor: context.actor,
            policyVersion: context.policyVersion,
            partitionKey: fact.partitionKey,
            time: context.at,
          },
        },
      ],
      answer: () => null,
    }));
    await executeUnits(transaction, units, { projections: [] });
    failpoint('roster-import.between-chunks');
  }
}
