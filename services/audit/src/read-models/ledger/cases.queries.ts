import type { EventEnvelope } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

export interface CaseEvent {
  readonly caseId: string;
  readonly sequence: number;
  readonly event: EventEnvelope;
}

/** The events of these types in these cases, case by case in the order of the ledger, up to a size of it. */
export async function readCases(
  database: Queryable,
  caseIds: readonly string[],
  types: readonly string[],
  size: number,
): Promise<CaseEvent[]> {
  const { rows } = await database.query<CaseEvent>({
    text: `select case_id as "caseId", sequence::float8 as sequence, event from ledger
           where case_id = any($1) and type = any($2) and sequence <= $3 order by case_id, ledger.sequence`,
    values: [caseIds, types, size],
  });
  return rows;
}

/** Ids of the policy versions that the district itself published up to a size of the ledger (C11). */
export async function publishedPolicyIds(database: Queryable, size: number): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>({
    text: `select distinct event -> 'data' ->> 'policyVersionId' as id from ledger
           where type = 'sightline.directory.policy-version-published.v1' and sequence <= $1`,
    values: [size],
  });
  return rows.map(({ id }) => id);
}
