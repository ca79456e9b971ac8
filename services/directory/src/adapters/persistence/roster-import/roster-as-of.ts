import type { Transaction } from '@sightline/event-store';
import { bringPersonKeys } from './bring-person-keys.js';
import { bringSupervisions, createHeld, holdGuardians, settleHeld, type RosterSay } from './hold-relations.js';

const holds = (row: string): string =>
  `(${row}.begins_on is null or ${row}.begins_on <= $1::date) and (${row}.ends_on is null or ${row}.ends_on > $1::date)`;
const active = (person: string): string =>
  `exists (select 1 from people where people.sourced_id = ${person} and active)`;

/**
 * What the roster says of one day: dated roles, memberships and guardians as they stand then. Rows of people, memberships
 * and guardianships are brought to that day; who joined and who left a group is kept in `member_changes`. Relations that
 * wait for somebody outside IT are held back, and what becomes of them is kept in `proposal_changes`.
 */
export async function bringRosterTo(transaction: Transaction, today: string, say: RosterSay): Promise<void> {
  await transaction.query(
    `create temp table roles_today on commit drop as
     select distinct person_sourced_id as person, role, building_sourced_id as building from person_roles dated
     where ${holds('dated')} and ${active('person_sourced_id')}`,
    [today],
  );
  await transaction.query('create index on roles_today (person)');
  await transaction.query('analyze roles_today');
  await createHeld(transaction);
  await bringGuardians(transaction, say);
  await bringSupervisions(transaction, say);
  await bringRoles(transaction);
  await settleHeld(transaction, say);
  await bringPersonKeys(transaction, say);
  await bringMembers(transaction, today);
}

/** A link stands to somebody who is there, is no student and is a guardian, by role or by the word of a source that gives no second role. */
async function bringGuardians(transaction: Transaction, say: RosterSay): Promise<void> {
  await transaction.query(
    `create temp table guardians_today on commit drop as
     select student_sourced_id as student, guardian_sourced_id as guardian, suffices or in_contacts as derived,
       row_number() over (partition by student_sourced_id
         order by coalesce(hand.place, contact_place) nulls last, place_on_student_row nulls last, guardian_sourced_id collate "C")::int as place
     from guardian_links
     left join hand_relations hand on hand.type = 'contact' and hand.person_sourced_id = guardian_sourced_id
       and hand.related_sourced_id = student_sourced_id and hand.ended_at is null
     where ${active('student_sourced_id')} and ${active('guardian_sourced_id')}
       and (suffices or in_contacts or exists (
         select 1 from roles_today where person = guardian_sourced_id and role = 'guardian'))
       and not exists (select 1 from person_roles where person_sourced_id = guardian_sourced_id and role = 'student')`,
  );
  await holdGuardians(transaction, say);
  await transaction.query(
    `insert into roles_today select distinct guardian, 'guardian', null from guardians_today
     where derived and not exists (select 1 from roles_today where person = guardian and role = 'guardian')`,
  );
  await transaction.query(
    `delete from guardianships where not exists (
       select 1 from guardians_today where student = student_sourced_id and guardian = guardian_sourced_id)`,
  );
  await transaction.query(
    `insert into guardianships (student_sourced_id, guardian_sourced_id, place)
     select student, guardian, s.place from guardians_today s
     left join guardianships known on student_sourced_id = student and guardian_sourced_id = guardian
     where known.place is distinct from s.place
     on conflict (student_sourced_id, guardian_sourced_id) do update set place = excluded.place`,
  );
}

async function bringRoles(transaction: Transaction): Promise<void> {
  await transaction.query(
    `update people set roles = coalesce(today.roles, '[]') from people as known left join (
       select person, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', role, 'buildingSourcedId', building))
         order by role collate "C", building collate "C" nulls first) as roles
       from roles_today group by person) as today on today.person = known.sourced_id
     where known.id = people.id and known.roles is distinct from coalesce(today.roles, '[]')`,
  );
}

async function bringMembers(transaction: Transaction, today: string): Promise<void> {
  await transaction.query(
    `create temp table members_today on commit drop as
     select distinct group_sourced_id, person_sourced_id, dated.role from enrollments dated
     join groups on groups.sourced_id = group_sourced_id and groups.active
     where ${holds('dated')} and ${active('person_sourced_id')}`,
    [today],
  );
  await transaction.query(
    `create temp table member_changes on commit drop as
     select *, true as joined from (select * from members_today except select group_sourced_id, person_sourced_id, role from group_members) as newcomers
     union all
     select *, false from (select group_sourced_id, person_sourced_id, role from group_members except select * from members_today) as leaving`,
  );
  await transaction.query(
    `delete from group_members known using member_changes gone where not joined and gone.group_sourced_id = known.group_sourced_id
       and gone.person_sourced_id = known.person_sourced_id and gone.role = known.role`,
  );
  await transaction.query(
    `insert into group_members (group_sourced_id, person_sourced_id, role)
     select group_sourced_id, person_sourced_id, role from member_changes where joined`,
  );
}
