import type { Queryable, Transaction } from '@sightline/event-store';
import { recordsOfPerson } from '@sightline/relations';
import type { AuthorizationOnRoster, RequestOnRoster, RosterStandings } from '../../application/on-roster.js';

/** Own family and restrictions are the natural person’s, under whatever record the roster names them (C4, C9). */
const staffRecords = recordsOfPerson('staff_id');

/**
 * The columns of `OnRoster` for each row of `subject`: `kind`, `staff_id`, `group_id`, `student_ids`, `request_id`,
 * `requester_building_ids`, `student_building_ids`, `told_supervisor_id`. `$2` is today. A restriction that has yet to
 * begin keeps people apart already: it fails closed (C9).
 */
const onRoster = `
  kind, group_id as "groupId", student_ids as "studentIds",
  requester_building_ids as "approvedRequesterBuildingIds", student_building_ids as "approvedStudentBuildingIds",
  (select jsonb_build_object('active', active, 'roles', roles) from roster_people where person_id = staff_id) as staff,
  (select jsonb_build_object('active', active, 'staffTakesPart', exists (
       select 1 from roster_group_members as member
       where member.group_id = roster_groups.group_id and person_id = staff_id and role = 'staff'))
     from roster_groups where roster_groups.group_id = subject.group_id) as "group",
  coalesce((select jsonb_agg(jsonb_build_object('personId', person_id, 'active', active, 'roles', roles))
     from roster_people where person_id = any(student_ids)), '[]') as students,
  jsonb_build_object(
    'ownChildIds', array(select student_id from roster_guardianships where guardian_id = any(${staffRecords})),
    'siblingIds', array(select sibling_id from roster_siblings where person_id = any(${staffRecords})
                        union select person_id from roster_siblings where sibling_id = any(${staffRecords}))) as family,
  array(select student_id from roster_restrictions where guardian_id = any(${staffRecords}) and 'contact' = any(kinds)
          and (ends_on is null or ends_on >= $2::date)) as "barredIds",
  (select supervisor_id from roster_supervisions where roster_supervisions.staff_id = subject.staff_id
     and supervisor_id is distinct from told_supervisor_id
     and not exists (select 1 from request_parties as party
                     where party.request_id = subject.request_id and person_id = supervisor_id)) as "newSupervisorId"`;

/** A C5 request follows its group: who is in it now takes part. */
const requests = `
  select request_id, requester_id as staff_id, kind, group_id, medium, starts_on, ends_on, renewal_of, joins, purpose,
    register_state, register, requester_building_ids, student_building_ids, null::uuid as told_supervisor_id,
    case when kind = 'personal-phone' and group_id is not null
      then array(select person_id from roster_group_members as member
                 where member.group_id = requests.group_id and role = 'student' order by person_id)
      else student_ids end as student_ids
  from requests where kind is not null`;

/** Rests on the absence of a form: of the one named, or of any while the register was empty (C2). */
const restsOnAbsence = `(register_state->>'available')::boolean is false or register = '[]'::jsonb`;

const authorizations = `
  select authorizations.*, requests.register_state, requests.register,
    coalesce(reviewed_requester_building_ids, requests.requester_building_ids) as requester_building_ids,
    coalesce(reviewed_student_building_ids, requests.student_building_ids) as student_building_ids
  from authorizations left join requests using (request_id) where authorizations.status = 'active'`;

const authorization = `authorization_id as "authorizationId", case_id as "caseId", policy_version as "policyVersion", staff_id as "staffId"`;

/** One at a time looks at authorizations beside the roster: a change of one and an approval never miss each other. */
async function holdRoster(transaction: Transaction): Promise<void> {
  await transaction.query({
    name: 'roster.hold',
    text: `select pg_advisory_xact_lock(hashtextextended('exception-request.roster', 0))`,
    values: [],
  });
}

export const rosterStandings: RosterStandings = {
  async ofRequests(transaction, requestIds, today) {
    await holdRoster(transaction);
    const rows = await read<RequestOnRoster>(transaction, {
      name: 'roster-standings.of-requests',
      text: `select request_id as "requestId", staff_id as "staffId", medium, starts_on::text as "from", ends_on::text as until,
               renewal_of as "renewalOf", joins,
               case when register_state is not null then (register_state->>'available')::boolean is false and exists (
                      select 1 from roster_district_forms
                      where available and district_form_id = (register_state->>'districtFormId')::uuid)
                    else register = '[]'::jsonb and exists (select 1 from roster_district_forms where available)
               end as "formIsBack", ${onRoster}
             from (${requests}) as subject where request_id = any($1)`,
      values: [requestIds, today],
    });
    return new Map(rows.map((row) => [row.requestId, row]));
  },

  async touchedBy(transaction, { personIds, groupIds }, today) {
    await holdRoster(transaction);
    return read<AuthorizationOnRoster>(transaction, {
      name: 'roster-standings.touched',
      text: `select ${authorization}, ${onRoster} from (${authorizations}
               and (staff_id = any($1::uuid[]) or authorizations.student_ids && $1::uuid[]
                    or authorizations.group_id = any($3::uuid[]))) as subject
             order by authorization_id`,
      values: [personIds, today, groupIds],
    });
  },

  async restingOnAbsenceOf(transaction, districtFormIds, today) {
    await holdRoster(transaction);
    return read<AuthorizationOnRoster>(transaction, {
      name: 'roster-standings.resting-on-absence',
      text: `select ${authorization}, ${onRoster} from (${authorizations}) as subject
             where (${restsOnAbsence}) and (register_state is null or (register_state->>'districtFormId')::uuid = any($1::uuid[]))
             order by authorization_id`,
      values: [districtFormIds, today],
    });
  },
};

const read = async <Row extends object>(
  database: Queryable,
  query: { readonly name: string; readonly text: string; readonly values: unknown[] },
): Promise<Row[]> => (await database.query<Row>(query)).rows;
