import type { Queryable } from '@sightline/event-store';
import type { LedgerRow } from './ledger.queries.js';

const columns = `sequence::float8 as sequence, encode(leaf_hash, 'hex') as "leafHash", event`;

/** Events in order, after a sequence and up to another. */
export async function readBetween(database: Queryable, after: number, last: number): Promise<LedgerRow[]> {
  const { rows } = await database.query<LedgerRow>({
    text: `select ${columns} from ledger where sequence > $1 and sequence <= $2 order by ledger.sequence`,
    values: [after, last],
  });
  return rows;
}

/** Events of a case in order, after a sequence and up to another; at most `limit`. */
export async function readCaseUpTo(
  database: Queryable,
  caseId: string,
  after: number,
  last: number,
  limit: number,
): Promise<LedgerRow[]> {
  const { rows } = await database.query<LedgerRow>({
    text: `select ${columns} from ledger where case_id = $1 and sequence > $2 and sequence <= $3
           order by ledger.sequence limit $4`,
    values: [caseId, after, last, limit],
  });
  return rows;
}

/** The cases with a request of or for a building, by their ids. */
export async function casesOfBuilding(database: Queryable, buildingId: string, size: number): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>({
    text: `select distinct case_id as id from ledger
           where type = 'sightline.exception-request.request-submitted.v1' and sequence <= $2
             and (event -> 'data' -> 'requesterBuildingIds' ? $1 or event -> 'data' -> 'studentBuildingIds' ? $1)
           order by 1`,
    values: [buildingId, size],
  });
  return rows.map(({ id }) => id);
}

/** The stretch of the ledger that holds every event of a period, from inclusive to exclusive and from 0; empty when there is none. */
export async function stretchOfPeriod(
  database: Queryable,
  from: string,
  until: string,
  size: number,
): Promise<{ from: number; to: number }> {
  const { rows } = await database.query<{ first: number | null; last: number | null }>({
    text: `select min(sequence)::float8 as first, max(sequence)::float8 as last from ledger
           where time >= $1 and time < $2 and sequence <= $3`,
    values: [from, until, size],
  });
  const { first = null, last = null } = rows[0] ?? {};
  return first === null || last === null ? { from: 0, to: 0 } : { from: first - 1, to: last };
}

/** Sizes whose tree heads were signed unasked, the last ones, smallest first. */
export async function lastSignedSizes(database: Queryable, size: number, limit: number): Promise<number[]> {
  const { rows } = await database.query<{ size: number }>({
    text: `select size::float8 as size from (select size from tree_heads where size <= $1 order by size desc limit $2) as last
           order by last.size`,
    values: [size, limit],
  });
  return rows.map((row) => row.size);
}

/** What the district's own versions of the policy say (C11). */
export async function districtPolicies(database: Queryable, size: number): Promise<object[]> {
  const { rows } = await database.query<{ policy: object }>({
    text: `select event -> 'data' as policy from ledger
           where type = 'sightline.directory.policy-version-scheduled.v1' and sequence <= $1 order by sequence`,
    values: [size],
  });
  return rows.map(({ policy }) => policy);
}
