import type { Queryable } from '@sightline/event-store';
import type { ClauseId } from '@sightline/policy';

export interface TotalRow {
  readonly name: string;
  readonly clause: ClauseId;
  readonly met: number;
  readonly late: number;
  readonly missing: number;
  readonly waived: number;
  readonly open: number;
  readonly breaches: number;
  /** Cases with something late, missing or broken. */
  readonly redCases: number;
}

/** Every obligation and rule that some case says something about. */
export async function conformanceTotals(database: Queryable): Promise<TotalRow[]> {
  const { rows } = await database.query<TotalRow>({
    name: 'conformance.totals',
    text: `select name, clause, sum(met)::float8 as met, sum(late)::float8 as late, sum(missing)::float8 as missing,
             sum(waived)::float8 as waived, sum(open)::float8 as open, sum(breaches)::float8 as breaches,
             count(*) filter (where late + missing + breaches > 0)::float8 as "redCases"
           from conformance_counts group by name, clause order by clause, name`,
  });
  return rows;
}

/** Up to which size of the ledger cases are judged. */
export async function judgedUpTo(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ size: number }>({
    name: 'conformance.progress',
    text: 'select sequence::float8 as size from conformance_progress',
  });
  return rows[0]?.size ?? 0;
}

export interface RedCase {
  readonly caseId: string;
  readonly names: readonly string[];
  readonly clauses: readonly string[];
}

/** Cases with something late, missing or broken, by their ids; one more than `limit`. */
export async function redCases(
  database: Queryable,
  filter: {
    readonly clause: string | null;
    readonly name: string | null;
    readonly after: string;
    readonly limit: number;
  },
): Promise<RedCase[]> {
  const { rows } = await database.query<RedCase>({
    name: 'conformance.red-cases',
    text: `select case_id as "caseId", array_agg(distinct name order by name) as names,
             array_agg(distinct clause order by clause) as clauses
           from conformance_counts
           where late + missing + breaches > 0 and case_id > $1 and ($2::text is null or clause = $2) and ($3::text is null or name = $3)
           group by case_id order by conformance_counts.case_id limit $4`,
    values: [filter.after, filter.clause, filter.name, filter.limit + 1],
  });
  return rows;
}

/** What the history says of its own blind spots: gaps that are named, and mail that nothing covers. */
export async function countUnseen(database: Queryable, size: number): Promise<{ gaps: number; uncovered: number }> {
  const { rows } = await database.query<{ gaps: number; uncovered: number }>({
    name: 'conformance.unseen',
    text: `select
             (select coalesce(sum(jsonb_array_length(event -> 'data' -> 'gaps')), 0)::float8 from ledger
              where type = 'sightline.notification.coverage-gap-named.v1' and sequence <= $1) as gaps,
             (select coalesce(sum(jsonb_array_length(event -> 'data' -> 'messages')), 0)::float8 from ledger
              where type = 'sightline.messaging-archive.messages-archived.v1' and sequence <= $1
                and event -> 'data' ->> 'authorizationId' is null) as uncovered`,
    values: [size],
  });
  return rows[0] ?? { gaps: 0, uncovered: 0 };
}
