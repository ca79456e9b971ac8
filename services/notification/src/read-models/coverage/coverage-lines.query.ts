import type { NoticeChannel } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

interface NamedPerson {
  readonly id: string;
  readonly sourcedId: string | null;
}

/** One reader of one participant: told when and how, or why not (C6). */
export interface CoverageLine {
  readonly student: NamedPerson;
  /** A guardian, or a student of age; null where the roster names nobody. */
  readonly guardian: NamedPerson | null;
  readonly status: 'told' | 'waiting' | 'not-told';
  readonly channel: NoticeChannel | null;
  readonly toldAt: Date | null;
  readonly reason: string | null;
}

/** One natural person is told once, under whatever record the roster names the guardian. */
const person = (guardianId: string): string =>
  `coalesce((select known.person_id from roster_linked_persons as known where known.linked_id = ${guardianId}), ${guardianId})`;

/** Every guardian of every participant, up to `limit`, by student: whoever is one now, and whoever was told. */
export async function coverageLines(
  database: Queryable,
  authorizationId: string,
  limit: number,
): Promise<CoverageLine[]> {
  const { rows } = await database.query<CoverageLine>({
    name: 'coverage.lines',
    text: `with tellings as (
             select distinct on (student_id, ${person('notices.guardian_id')}) student_id, ${person('notices.guardian_id')} as guardian_id, status, channel, delivered_at, failure
             from notices, unnest(student_ids) as student_id
             where authorization_id = $1 and occasion <> 'end' and change is distinct from 'student-left'
             order by student_id, ${person('notices.guardian_id')}, created_at desc
           ), pairs as (
             select student_id, ${person('roster_guardianships.guardian_id')} as guardian_id from authorization_students
             join roster_guardianships using (student_id) where authorization_id = $1
             union select student_id, guardian_id from tellings
           ), lines as (
             select student_id, guardian_id from pairs
             union all select student_id, null from authorization_students
             where authorization_id = $1 and student_id not in (select student_id from pairs)
           )
           select jsonb_build_object('id', lines.student_id, 'sourcedId', student.sourced_id) as student,
             case when lines.guardian_id is not null
                  then jsonb_build_object('id', lines.guardian_id, 'sourcedId', guardian.sourced_id) end as guardian,
             case tellings.status when 'delivered' then 'told' when 'pending' then 'waiting' else 'not-told' end as status,
             channel, delivered_at as "toldAt",
             case when tellings.status in ('delivered', 'pending') then null
                  when exists (select from tellings as own where own.student_id = lines.student_id
                               and own.guardian_id = lines.student_id) then 'student-of-age'
                  else coalesce(gap.reason, failure, case when lines.guardian_id is null then 'no-guardian'
                                                          else 'not-told-yet' end) end as reason
           from lines
           left join tellings on tellings.student_id = lines.student_id and tellings.guardian_id = lines.guardian_id
           left join lateral (
             select reason from coverage_gaps where coverage_gaps.authorization_id = $1 and occasion <> 'end'
               and coverage_gaps.student_id = lines.student_id
               and ${person('coverage_gaps.guardian_id')} is not distinct from lines.guardian_id
             order by named_at desc limit 1
           ) as gap on true
           left join roster_people as student on student.person_id = lines.student_id
           left join roster_people as guardian on guardian.person_id = lines.guardian_id
           order by lines.student_id, lines.guardian_id limit $2`,
    values: [authorizationId, limit],
  });
  return rows;
}
