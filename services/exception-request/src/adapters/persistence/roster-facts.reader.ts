import type { RoleAtBuilding } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import {
  recordsOfPerson,
  uuidsAmong,
  type KnownDistrictForm,
  type KnownGroup,
  type KnownPerson,
} from '@sightline/relations';
import type { RosterFacts, SubmissionFacts, SubmissionQuestion } from '../../application/ports.js';

const buildingsOf = (roles: readonly RoleAtBuilding[]): string[] => [
  ...new Set(roles.flatMap(({ buildingId }) => buildingId ?? [])),
];

interface FactsRow {
  group: KnownGroup | null;
  members: readonly { readonly personId: string; readonly role: 'student' | 'staff' }[];
  own_child_ids: readonly string[];
  sibling_ids: readonly string[];
  register: readonly KnownDistrictForm[];
  people: readonly KnownPerson[];
}

/** Own family is the natural person’s, under whatever record the roster names it (C4). */
const requester = recordsOfPerson('$1::uuid');

/** `$1` requester, `$2` names as given, `$3` the uuids among them, `$4`/`$5` the group and its uuid. */
const lookUpText = `
  with found as (
    select group_id, sourced_id, kind, building_id, ends_on::text as ends_on from roster_groups
    where active and (group_id = any($5::uuid[]) or sourced_id = $4) limit 1
  ), members as (
    select person_id, role from roster_group_members where group_id = (select group_id from found) order by person_id
  ), named as (
    select $1::uuid as person_id union select unnest($3::uuid[]) union select person_id from members where role = 'student'
    union select person_id from roster_people where sourced_id = any($2)
  )
  select
    (select jsonb_build_object('groupId', group_id, 'sourcedId', sourced_id, 'kind', kind, 'buildingId', building_id, 'endsOn', ends_on)
       from found) as group,
    coalesce((select jsonb_agg(jsonb_build_object('personId', person_id, 'role', role)) from members), '[]') as members,
    array(select student_id from roster_guardianships where guardian_id = any(${requester})) as own_child_ids,
    array(select sibling_id from roster_siblings where person_id = any(${requester})
          union select person_id from roster_siblings where sibling_id = any(${requester})) as sibling_ids,
    coalesce((select jsonb_agg(jsonb_build_object('districtFormId', district_form_id, 'available', available) order by district_form_id)
       from roster_district_forms), '[]') as register,
    coalesce((select jsonb_agg(jsonb_build_object('personId', person_id, 'sourcedId', sourced_id, 'active', active, 'roles', roles))
       from roster_people where person_id in (select person_id from named)), '[]') as people`;

/** Answers from the roster tables of this service's own database, in one statement. */
export class RosterFactsReader implements RosterFacts {
  constructor(private readonly database: Queryable) {}

  async lookUp(question: SubmissionQuestion): Promise<SubmissionFacts> {
    const { requesterId, districtFormId, students } = question;
    const ids = (name: string | undefined): string[] => (name === undefined ? [] : uuidsAmong([name]));
    const { rows } = await this.database.query<FactsRow>({
      name: 'roster-facts.look-up',
      text: lookUpText,
      values: [requesterId, students, uuidsAmong(students), question.group ?? null, ids(question.group)],
    });
    const { group, members, own_child_ids, sibling_ids, register, people } = rows[0]!;
    const form = register.find((each) => each.districtFormId === districtFormId?.toLowerCase());
    const named = [...students, ...members.flatMap(({ personId, role }) => (role === 'student' ? [personId] : []))];
    const byId = new Map(
      people.flatMap(
        (person) =>
          [
            [person.personId, person],
            [person.sourcedId, person],
          ] as const,
      ),
    );
    const requester = byId.get(requesterId);
    return {
      requester: requester?.active
        ? { personId: requester.personId, roles: requester.roles, buildingIds: buildingsOf(requester.roles) }
        : undefined,
      students: studentsNamed(named, byId),
      group: group
        ? {
            groupId: group.groupId,
            kind: group.kind,
            endsOn: group.endsOn,
            requesterTakesPart: members.some(({ personId, role }) => personId === requesterId && role === 'staff'),
          }
        : undefined,
      family: { ownChildIds: own_child_ids, siblingIds: sibling_ids },
      register,
      districtForm:
        districtFormId === undefined
          ? null
          : {
              districtFormId: form?.districtFormId ?? districtFormId,
              available: form?.available ?? false,
              known: form !== undefined,
            },
    };
  }
}

/** Each person once, by uuid where the roster knows the name that was used. */
const studentsNamed = (
  named: readonly string[],
  byId: ReadonlyMap<string, KnownPerson>,
): SubmissionFacts['students'] => {
  const students = new Map<string, SubmissionFacts['students'][number]>();
  for (const name of named) {
    const person = byId.get(name) ?? byId.get(name.toLowerCase());
    const personId = person?.personId ?? name;
    students.set(personId, {
      personId,
      known: person?.active ?? false,
      isStudent: person?.roles.some(({ role }) => role === 'student') ?? false,
      buildingIds: person ? buildingsOf(person.roles.filter(({ role }) => role === 'student')) : [],
    });
  }
  return [...students.values()];
};
