import type { EventOfType } from '@sightline/contracts';
import type { EventEnvelope } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

export interface AsOfFilter {
  /** RFC 3339: nothing that happened later. */
  readonly at: string;
  /** Nothing that arrived later. */
  readonly size: number;
  readonly staffId: string | null;
  readonly studentId: string | null;
  readonly after: number;
  readonly limit: number;
}

export interface ActivatedRow {
  readonly sequence: number;
  readonly event: EventOfType<'sightline.exception-request.authorization-activated.v1'>;
}

/** Authorizations that had begun by then, in the order of the ledger; one more than `limit`. A student may have joined later. */
export async function authorizationsBegun(database: Queryable, filter: AsOfFilter): Promise<ActivatedRow[]> {
  const { rows } = await database.query<ActivatedRow>({
    text: `select sequence::float8 as sequence, event from ledger
           where type = 'sightline.exception-request.authorization-activated.v1' and sequence > $1 and sequence <= $2 and time <= $3
             and ($4::text is null or event -> 'data' ->> 'staffId' = $4)
             and ($5::text is null or event -> 'data' -> 'studentIds' ? $5 or exists (
               select 1 from ledger as joined where joined.case_id = ledger.case_id and joined.sequence <= $2 and joined.time <= $3
                 and joined.type = 'sightline.exception-request.authorization-participants-changed.v1'
                 and joined.event -> 'data' -> 'joined' ? $5))
           order by ledger.sequence limit $6`,
    values: [filter.after, filter.size, filter.at, filter.staffId, filter.studentId, filter.limit + 1],
  });
  return rows;
}

/** What had happened in these cases by then, in the order of the ledger. */
export async function eventsOfCasesBy(
  database: Queryable,
  caseIds: readonly string[],
  types: readonly string[],
  { at, size }: Pick<AsOfFilter, 'at' | 'size'>,
): Promise<EventEnvelope[]> {
  const { rows } = await database.query<{ event: EventEnvelope }>({
    text: `select event from ledger where case_id = any($1) and type = any($2) and sequence <= $3 and time <= $4 order by sequence`,
    values: [caseIds, types, size, at],
  });
  return rows.map(({ event }) => event);
}
