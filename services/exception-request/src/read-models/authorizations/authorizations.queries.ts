import type { Queryable } from '@sightline/event-store';
import { relationsWithAccess } from '@sightline/policy';
import type { AuthorizationRow } from './authorizations.projection.js';
import { caller, callerRelations, nearCaller, unrestrictedGuardian, type CallerRelation } from './caller-standing.js';

/** An authorization with how the caller stands to it, and what was written at its end. */
export interface SeenAuthorization extends AuthorizationRow {
  readonly caller_relations: readonly CallerRelation[];
  readonly end_reason: string | null;
}

export interface AuthorizationsFilter {
  readonly callerId: string;
  readonly staffId?: string;
  readonly studentId?: string;
  /** A class or activity, by id or sourcedId. */
  readonly group?: string;
  readonly kind?: string;
  readonly status?: string;
  /** As it was on this date of the district. */
  readonly at?: string;
  readonly districtTimeZone: string;
  readonly before?: string;
  readonly limit: number;
}

const seen = `
  select * from (
    select authorizations.*, ${callerRelations} as caller_relations,
      (select words->>'reason' from confidential where record_id = end_words_record_id) as end_reason
    from authorizations where ${nearCaller}`;

const readers = relationsWithAccess('authorization', 'read');

/** In force on the day `$4` in the zone `$5`, and with the student `$6` where one is named, who took part on that day. */
const asItWas = `
  ($4::date is null or (starts_on <= $4 and least(ends_on, coalesce(ended_on, ends_on)) >= $4
     and (activated_at at time zone $5)::date <= $4))
  and ($6::uuid is null or (ever_student_ids @> array[$6::uuid] and exists (
     select 1 from jsonb_to_recordset(stints) as stint ("studentId" uuid, "from" timestamptz, "to" timestamptz)
     where "studentId" = $6 and ($4::date is null or (("from" at time zone $5)::date <= $4
       and ("to" is null or ("to" at time zone $5)::date >= $4))))))`;

/** Those that the caller may see, newest first; one more than `limit`. */
export async function listAuthorizations(
  database: Queryable,
  filter: AuthorizationsFilter,
): Promise<SeenAuthorization[]> {
  const { rows } = await database.query<SeenAuthorization>({
    name: 'authorizations.list',
    text: `${seen} and ($3::uuid is null or staff_id = $3) and ${asItWas}
             and ($7::uuid is null or authorization_id < $7) and ($8::text is null or kind = $8)
             and ($9::text is null or status = $9) and ($10::text is null or group_id in (
               select group_id from roster_groups where group_id::text = lower($10) or sourced_id = $10))
           ) as near where caller_relations && $2::text[] order by authorization_id desc limit $11`,
    values: [
      filter.callerId,
      readers,
      filter.staffId ?? null,
      filter.at ?? null,
      filter.districtTimeZone,
      filter.studentId ?? null,
      filter.before ?? null,
      filter.kind ?? null,
      filter.status ?? null,
      filter.group ?? null,
      filter.limit + 1,
    ],
  });
  return rows;
}

/** One authorization that the caller may see, by its own id or that of its request. */
export async function findAuthorization(
  database: Queryable,
  by: { readonly authorizationId: string } | { readonly requestId: string },
  callerId: string,
): Promise<SeenAuthorization | undefined> {
  const { rows } = await database.query<SeenAuthorization>({
    name: 'authorizations.find',
    text: `${seen} and (authorization_id = $3 or request_id = $4)) as near where caller_relations && $2::text[]`,
    values: [
      callerId,
      readers,
      'authorizationId' in by ? by.authorizationId : null,
      'requestId' in by ? by.requestId : null,
    ],
  });
  return rows[0];
}

/** The caller's own children, whose names alone a guardian may see in an authorization (C9). */
export async function ownChildren(database: Queryable, guardianId: string): Promise<Set<string>> {
  const { rows } = await database.query<{ student_id: string }>({
    name: 'authorizations.own-children',
    text: `select student_id from roster_guardianships as child where guardian_id = any(${caller})
             and ${unrestrictedGuardian('array[child.student_id]')}`,
    values: [guardianId],
  });
  return new Set(rows.map(({ student_id }) => student_id));
}
