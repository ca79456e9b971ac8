import type { RestrictionKind, RestrictionRecorded } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { lastOfEach, type RelationPart } from '../relation-part.js';

/** What a guardian may not have, although the roster names them (C6, C9). It fails closed. */
export const restrictionsPart: RelationPart = {
  name: 'restrictions',
  types: new Set<RestrictionRecorded['type']>(['sightline.directory.restriction-recorded.v1']),
  schema: [
    `create table roster_restrictions (restriction_id uuid primary key, student_id uuid not null, guardian_id uuid not null,
       kinds text[] not null, starts_on date not null, ends_on date)`,
    `create index roster_restrictions_student on roster_restrictions (student_id)`,
  ],
  schemaDown: ['drop table roster_restrictions'],
  async apply(transaction, events) {
    const rows = lastOfEach(events as readonly RestrictionRecorded[], ({ data }) => data.restrictionId).map(
      ({ data }) => ({
        restriction_id: data.restrictionId,
        student_id: data.studentId,
        guardian_id: data.guardianId,
        kinds: data.kinds,
        starts_on: data.from,
        ends_on: data.until,
      }),
    );
    await transaction.query({
      name: 'roster-restrictions.write',
      text: `insert into roster_restrictions select * from jsonb_populate_recordset(null::roster_restrictions, $1::jsonb)
             on conflict (restriction_id) do update set student_id = excluded.student_id, guardian_id = excluded.guardian_id,
               kinds = excluded.kinds, starts_on = excluded.starts_on, ends_on = excluded.ends_on`,
      values: [JSON.stringify(rows)],
    });
  },
};

export interface RestrictionInForce {
  readonly studentId: string;
  readonly guardianId: string;
  readonly kinds: readonly RestrictionKind[];
}

/** The restrictions on these students' guardians that are in force on a date of the district's time zone. */
export async function restrictionsInForce(
  database: Queryable,
  studentIds: readonly string[],
  on: string,
): Promise<RestrictionInForce[]> {
  const { rows } = await database.query<RestrictionInForce>({
    name: 'roster-restrictions.in-force',
    text: `select student_id as "studentId", guardian_id as "guardianId", kinds from roster_restrictions
           where student_id = any($1) and starts_on <= $2::date and (ends_on is null or ends_on >= $2::date)`,
    values: [studentIds, on],
  });
  return rows;
}
