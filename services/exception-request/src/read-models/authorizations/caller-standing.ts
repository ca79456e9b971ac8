import type { Relation } from '@sightline/policy';
import { recordsOfPerson } from '@sightline/relations';

/** SQL: every roster record of the natural person `$1`. */
export const caller = recordsOfPerson('$1::uuid');

/** How a caller stands to one authorization. */
export type CallerRelation = Extract<
  Relation,
  | 'requester'
  | 'candidate'
  | 'decider'
  | 'supervisor-of-staff'
  | 'guardian-of-student'
  | 'principal-of-building'
  | 'technology'
  | 'auditor'
  | 'colleague-in-group'
>;

const when = (relation: CallerRelation, condition: string): string => `case when ${condition} then '${relation}' end`;
const party = (relation: 'candidate' | 'decider'): string =>
  when(
    relation,
    `exists (select 1 from request_parties as party where party.request_id = authorizations.request_id
       and person_id = any(${caller}) and relation = '${relation}')`,
  );
const holds = (role: 'principal' | 'technology'): string =>
  when(
    role === 'principal' ? 'principal-of-building' : role,
    `exists (select 1 from roster_roles where person_id = any(${caller}) and role = '${role}'
       and (${role === 'technology' ? 'building_id is null or ' : ''}building_id in (
         select unnest(requester_building_ids || student_building_ids) from requests
         where requests.request_id = authorizations.request_id)))`,
  );

/** A guardian by the roster whom no restriction keeps from it; one that has yet to begin closes the door already (C9). */
export const unrestrictedGuardian = (studentIds: string): string => `exists (
  select 1 from roster_guardianships as guardianship where guardian_id = any(${caller}) and student_id = any(${studentIds})
    and not exists (select 1 from roster_restrictions as restriction where restriction.guardian_id = any(${caller})
      and restriction.student_id = guardianship.student_id and kinds && array['contact', 'records']
      and (ends_on is null or ends_on >= current_date)))`;

/** SQL: the relations of the caller `$1` to a row of `authorizations`, as an array of words of `access.ts`. */
export const callerRelations = `array_remove(array[
  ${[
    when('requester', `staff_id = any(${caller})`),
    party('candidate'),
    party('decider'),
    when(
      'supervisor-of-staff',
      `exists (select 1 from roster_supervisions as supervision where supervision.staff_id = authorizations.staff_id
         and supervisor_id = any(${caller}))`,
    ),
    when('guardian-of-student', unrestrictedGuardian('ever_student_ids')),
    holds('principal'),
    holds('technology'),
    when('auditor', `exists (select 1 from roster_roles where person_id = any(${caller}) and role = 'auditor')`),
    when(
      'colleague-in-group',
      `kind = 'personal-phone' and exists (select 1 from roster_group_members as member
         where member.group_id = authorizations.group_id and person_id = any(${caller}) and role = 'staff')`,
    ),
  ].join(',\n  ')}], null)`;

/** SQL: leaves few rows of which the relations have to be worked out; every relation above is one of these. */
export const nearCaller = `(staff_id = any(${caller})
  or request_id in (select request_id from request_parties where person_id = any(${caller}))
  or staff_id in (select staff_id from roster_supervisions where supervisor_id = any(${caller}))
  or ever_student_ids && array(select student_id from roster_guardianships where guardian_id = any(${caller}))
  or group_id in (select group_id from roster_group_members where person_id = any(${caller}) and role = 'staff')
  or exists (select 1 from roster_roles where person_id = any(${caller}) and role in ('principal', 'technology', 'auditor')))`;
