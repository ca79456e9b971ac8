import type { EventEnvelope } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

export interface LedgerRow {
  readonly sequence: number;
  readonly leafHash: string;
  readonly event: EventEnvelope;
}

const columns = `sequence::float8 as sequence, encode(leaf_hash, 'hex') as "leafHash", event`;

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

/** Events by subject or type in the order of the ledger; one more than `limit`. */
export async function readLedger(
  database: Queryable,
  filter: { readonly subject?: string; readonly type?: string; readonly after: number; readonly limit: number },
): Promise<LedgerRow[]> {
  const { rows } = await database.query<LedgerRow>({
    name: 'ledger.list',
    text: `select ${columns} from ledger where ($1::text is null or subject = $1) and ($2::text is null or type = $2) and sequence > $3
           order by ledger.sequence limit $4`,
    values: [filter.subject ?? null, filter.type ?? null, filter.after, filter.limit + 1],
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
