import type { Transaction } from '@sightline/event-store';
import type {
  AppendContext,
  ImportStatus,
  KeptRoster,
  RosterSession,
  TakenRoster,
} from '../../../application/ports.js';
import type { RosterFact } from '../../../domain/index.js';
import { sayOfImport } from './hold-relations.js';
import { keepRows, stageKeptRows } from './kept-rows.js';
import { Problems } from './problems.js';
import { bringRosterTo } from './roster-as-of.js';
import { findRosterChanges, keepWhatWasTold } from './roster-changes.js';
import { PostgresSupposedFacts } from './supposed-facts.js';
import { createStaging, stagedNames, stagedTable, StagedRoster } from './staged-roster.js';
import { takeGuardians } from './take-guardians.js';
import { takeMembers } from './take-members.js';
import { takeBirthDates, takePeople } from './take-people.js';
import { takeBuildings, takeGroups } from './take-places.js';
import { takeRelations } from './take-relations.js';
import { takeRestrictions } from './take-restrictions.js';
import { takeRoles } from './take-roles.js';
import { appendFacts, tellChanges, type TellingContext } from './tell-changes.js';

export interface SessionParts {
  readonly context: AppendContext;
  readonly finish: (status: ImportStatus, at: Date, report: object) => Promise<void>;
  readonly onAppended: () => void;
  readonly onProgress: (step: 'comparing' | 'telling', done: number) => void;
}

const student = `[{"role": "student"}]`;

/** One import inside its transaction: rows are staged, taken into the roster set by set, and what changed is told. */
export class PostgresRosterSession implements RosterSession {
  readonly sink: StagedRoster;
  readonly supposed: PostgresSupposedFacts;
  private today = '';

  private constructor(
    private readonly transaction: Transaction,
    private readonly parts: SessionParts,
  ) {
    this.sink = new StagedRoster(transaction);
    this.supposed = new PostgresSupposedFacts(transaction, parts.context);
  }

  static async open(transaction: Transaction, parts: SessionParts): Promise<PostgresRosterSession> {
    await createStaging(transaction);
    return new PostgresRosterSession(transaction, parts);
  }

  stageKept(): Promise<KeptRoster> {
    return stageKeptRows(this.transaction, this.parts.context.importId);
  }

  async take({ read, rollover }: KeptRoster, today: string): Promise<TakenRoster> {
    const { transaction } = this;
    this.today = today;
    this.parts.onProgress('comparing', 0);
    await this.sink.flush();
    for (const name of stagedNames) await transaction.query(`analyze ${stagedTable(name)}`);
    await transaction.query('analyze held');
    await transaction.query('savepoint staged');
    await transaction.query(
      `create temp table students_before on commit drop as select sourced_id from people where active and roles @> '${student}'`,
    );
    const problems = new Problems(transaction);
    await problems.create();
    const taking = { transaction, problems, read, today, rollover };
    await takeBuildings(taking);
    await takeGroups(taking);
    const peopleChanged = await takePeople(taking);
    await transaction.query('analyze people, groups');
    await takeRoles(taking);
    await takeBirthDates(taking);
    await takeMembers(taking);
    await takeGuardians(taking);
    await takeRelations(taking);
    await takeRestrictions(taking);
    await bringRosterTo(transaction, today, await sayOfImport(transaction, this.parts.context));
    const changes = await findRosterChanges(transaction);
    const { rows } = await transaction.query<{ known: number; leaving: number }>(
      `select count(*)::int as known, (count(*) filter (where not exists (
         select 1 from people where people.sourced_id = students_before.sourced_id and active and roles @> '${student}')))::int as leaving
       from students_before`,
    );
    return {
      report: await problems.addedTo(read),
      leaving: { studentsKnown: rows[0]!.known, studentsToRemove: rows[0]!.leaving },
      peopleChanged,
      changes,
    };
  }

  async tell(completed: Parameters<RosterSession['tell']>[0]): Promise<void> {
    const { importId } = this.parts.context;
    const context: TellingContext = { ...this.parts.context, correlationId: importId };
    const told = await tellChanges(this.transaction, context, (done) => this.parts.onProgress('telling', done));
    await keepWhatWasTold(this.transaction, this.today);
    if (told === 0) return;
    const fact: RosterFact = {
      type: 'sightline.directory.roster-import-completed.v1',
      subject: `roster-import/${importId}`,
      partitionKey: importId,
      data: { importId, ...completed },
    };
    await appendFacts(this.transaction, context, [fact]);
    this.parts.onAppended();
  }

  async undo(): Promise<void> {
    await this.transaction.query('rollback to savepoint staged');
  }

  keep(kept: KeptRoster): Promise<void> {
    return keepRows(this.transaction, this.parts.context.importId, kept);
  }

  finish(status: ImportStatus, at: Date, report: object): Promise<void> {
    return this.parts.finish(status, at, report);
  }
}
