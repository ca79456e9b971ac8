import type { Transaction } from '@sightline/event-store';
import { ModestHeap } from '@sightline/service-kit';
import type { HeldPart, RosterSink, StagedName, StagedRows } from '../../../application/staged-rows.js';

/** Tables of one import, gone when its transaction ends; columns are the properties of the staged rows. */
const tables: Readonly<Record<StagedName, string>> = {
  orgs: 'line int, id text, deleted boolean, name text, type text, parent text',
  terms: 'line int, id text, deleted boolean, ends date',
  classes: 'line int, id text, deleted boolean, title text, kind text, school text, terms text[]',
  users: `line int, id text, deleted boolean, username text, "givenName" text, "familyName" text, "preferredGivenName" text,
    "preferredFamilyName" text, email text, phone text, sms text, enabled boolean, "personKey" text, agents text[], role text, orgs text[], "restatesRoles" boolean`,
  roles: `line int, file text, id text, key text, deleted boolean, person text, word text, org text, begins date, ends date`,
  birthDates: 'line int, id text, deleted boolean, "birthDate" date',
  enrollments: `line int, id text, key text, deleted boolean, "group" text, person text, side text, school text, begins date, ends date`,
  relations: `line int, type text, person text, related text, building text, language text, "from" date, until date,
    kinds jsonb, reference text, "verifiedBy" text, releases text, place int, address jsonb, phone text`,
  contacts: 'line int, student text, contact text, guardian boolean',
};

export const stagedTable = (name: StagedName): string => `staged_${name.toLowerCase()}`;
export const stagedNames = Object.keys(tables) as readonly StagedName[];

// Small enough that a batch stays among what the engine collects at once; larger ones pile up until a full collection.
const rowsPerStatement = 250;

export async function createStaging(transaction: Transaction): Promise<void> {
  for (const name of stagedNames)
    await transaction.query(`create temp table ${stagedTable(name)} (${tables[name]}) on commit drop`);
  await transaction.query('create temp table held (part text, id text) on commit drop');
}

/** Rows on their way into the staging tables: some hundreds in memory, whatever the size of the file. */
export class StagedRoster implements RosterSink {
  private readonly waiting = new Map<StagedName, object[]>();
  private readonly held: { part: HeldPart; id: string }[] = [];
  private readonly heap = new ModestHeap(30_000);
  private count = 0;

  constructor(private readonly transaction: Transaction) {}

  stage<Name extends StagedName>(name: Name, row: StagedRows[Name]): void {
    const rows = this.waiting.get(name);
    if (rows) rows.push(row);
    else this.waiting.set(name, [row]);
    this.count += 1;
  }

  hold(part: HeldPart, id: string): void {
    if (id === '') return;
    this.held.push({ part, id });
    this.count += 1;
  }

  settled(): Promise<void> | undefined {
    return this.count >= rowsPerStatement ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    this.heap.passed(this.count);
    this.count = 0;
    for (const [name, rows] of this.waiting) await this.insert(stagedTable(name), rows);
    this.waiting.clear();
    await this.insert('held', this.held.splice(0));
  }

  private async insert(table: string, rows: readonly object[]): Promise<void> {
    for (let start = 0; start < rows.length; start += rowsPerStatement)
      await this.transaction.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
        JSON.stringify(rows.slice(start, start + rowsPerStatement)),
      ]);
  }
}
