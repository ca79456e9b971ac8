import type { EventEnvelope } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

export interface LedgerRow {
  readonly sequence: number;
  readonly leafHash: string;
  readonly event: EventEnvelope;
}

const columns = `sequence::float8 as sequence, encode(leaf_hash, 'hex') as "leafHash", event`;

/** When the first event of a case happened; undefined when the ledger holds none. */
export async function caseBegunAt(database: Queryable, caseId: string): Promise<string | undefined> {
  const { rows } = await database.query<{ time: string }>({
    name: 'ledger.case-begun-at',
    text: `select event ->> 'time' as time from ledger where case_id = $1 order by sequence limit 1`,
    values: [caseId],
  });
  return rows[0]?.time;
}

/** The events of one case in the order of the ledger, after a sequence; one more than `limit`. */
export async function readCase(
  database: Queryable,
  caseId: string,
  after: number,
  limit: number,
): Promise<LedgerRow[]> {
  const { rows } = await database.query<LedgerRow>({
    name: 'ledger.case',
    text: `select ${columns} from ledger where case_id = $1 and sequence > $2 order by ledger.sequence limit $3`,
    values: [caseId, after, limit + 1],
  });
  return rows;
}

export interface LedgerFilter {
  readonly subject?: string;
  readonly type?: string;
  readonly after: number;
  readonly limit: number;
}

/** Events by subject or type in the order of the ledger; one more than `limit`. */
export async function readLedger(database: Queryable, filter: LedgerFilter): Promise<LedgerRow[]> {
  const named = (['subject', 'type'] as const).filter((column) => filter[column] !== undefined);
  const conditions = named.map((column, index) => `and ${column} = $${index + 3}`).join(' ');
  const { rows } = await database.query<LedgerRow>({
    // One prepared statement for each set of filters, so that each has a plan with its own index.
    name: ['ledger.list', ...named].join('-'),
    text: `select ${columns} from ledger where sequence > $1 ${conditions} order by ledger.sequence limit $2`,
    values: [filter.after, filter.limit + 1, ...named.map((column) => filter[column])],
  });
  return rows;
}

/** Whether the person audits the district. */
export async function isAuditor(database: Queryable, personId: string): Promise<boolean> {
  const { rows } = await database.query({
    name: 'ledger.is-auditor',
    text: `select 1 from roster_roles where person_id = $1 and role = 'auditor' limit 1`,
    values: [personId],
  });
  return rows.length > 0;
}

/** An event by its id; undefined for one that the ledger does not hold. */
export async function readEvent(database: Queryable, eventId: string): Promise<LedgerRow | undefined> {
  const { rows } = await database.query<LedgerRow>({
    name: 'ledger.event',
    text: `select ${columns} from ledger where event_id = $1 order by ledger.sequence limit 1`,
    values: [eventId],
  });
  return rows[0];
}
