import type { Taking } from './taking.js';

/**
 * Guardian links: `agentSourcedIds` is used in both directions; which end is the student shows only from the roles. A
 * link that could make a wrong person a guardian is refused (C9): none points to a student. OneRoster 1.1 gives a person
 * one role, so there a teacher who is the agent of a child is its guardian too (C4).
 */
export async function takeGuardians(taking: Taking): Promise<void> {
  const { transaction, read } = taking;
  await transaction.query(
    `create temp table standings on commit drop as
     select person_sourced_id as person, bool_or(role = 'student') as student, bool_or(role = 'guardian') as guardian,
       bool_or(role not in ('student', 'guardian', 'relative')) as staff
     from person_roles group by person_sourced_id`,
  );
  await transaction.query('create index on standings (person)');
  await transaction.query('analyze standings');
  await readAgents(taking);
  await readContacts(taking);
  await transaction.query(
    `create temp table link_targets on commit drop as
     select student, guardian, min(place) as place, bool_or(on_guardian_row) as on_guardian_row, bool_or(suffices) as suffices,
       bool_or(in_contacts) as in_contacts
     from (
       select student_sourced_id as student, guardian_sourced_id as guardian,
         case when own.id is null then place_on_student_row end as place, on_guardian_row and other.id is null as on_guardian_row,
         suffices and own.id is null and other.id is null as suffices,
         in_contacts and not ($1 and not exists (select 1 from held where part = 'relations' and held.id = student_sourced_id)) as in_contacts
       from guardian_links
       left join staged_users own on own.id = student_sourced_id and not own.deleted
       left join staged_users other on other.id = guardian_sourced_id and not other.deleted
       union all select student, guardian, place, on_guardian_row, suffices, false from agent_links where code is null
       union all select student, contact, null, false, false, true from staged_contacts where guardian
     ) as said group by student, guardian
     having min(place) is not null or bool_or(on_guardian_row) or bool_or(in_contacts)`,
    [read.told.contacts === 'whole'],
  );
  await transaction.query('create index on link_targets (student, guardian)');
  await transaction.query(
    `delete from guardian_links where not exists (
       select 1 from link_targets where student = student_sourced_id and guardian = guardian_sourced_id)`,
  );
  await transaction.query(
    `insert into guardian_links (student_sourced_id, guardian_sourced_id, place_on_student_row, on_guardian_row, suffices, in_contacts)
     select student, guardian, place, s.on_guardian_row, s.suffices, s.in_contacts
     from link_targets s left join guardian_links known on student_sourced_id = student and guardian_sourced_id = guardian
     where known.student_sourced_id is null or (known.place_on_student_row, known.on_guardian_row, known.suffices, known.in_contacts)
       is distinct from (s.place, s.on_guardian_row, s.suffices, s.in_contacts)
     on conflict (student_sourced_id, guardian_sourced_id) do update set place_on_student_row = excluded.place_on_student_row,
       on_guardian_row = excluded.on_guardian_row, suffices = excluded.suffices, in_contacts = excluded.in_contacts`,
  );
}

async function readAgents({ transaction, problems, read }: Taking): Promise<void> {
  await transaction.query(
    `create temp table agent_links on commit drop as
     select s.line, case when forth then s.id else agent end as student, case when forth then agent else s.id end as guardian,
       case when forth then place end as place, not forth as on_guardian_row,
       case when forth then not coalesce(other.guardian, false) else not coalesce(own.guardian, false) end as suffices,
       case when not ${'exists (select 1 from people where sourced_id = agent and active)'} then 'unknown-reference'
         when own.student and other.student then 'guardian-is-student'
         when not forth and not back then 'no-guardianship' end as code
     from staged_users s
     cross join lateral unnest(s.agents) with ordinality as named (agent, place)
     left join standings own on own.person = s.id left join standings other on other.person = agent
     cross join lateral (select
       coalesce(own.student and (other.guardian or ($1 and other.staff)), false) as forth,
       coalesce(other.student and (own.guardian or ($1 and own.staff)), false) as back) as direction
     where not s.deleted`,
    [read.version === '1.1'],
  );
  await problems.remark(
    read.fileNames['users.csv']!,
    `select line, 'agentSourcedIds' as "column", code, 'refused' as severity, case code
       when 'unknown-reference' then 'Nobody on the roster has one of these sourcedIds; that link was left out.'
       when 'guardian-is-student' then 'One of these agents is a student, who is nobody’s guardian; that link was left out.'
       else 'A guardian link joins a student and a person with the role parent or guardian; that link was left out.' end as message
     from agent_links where code is not null`,
  );
}

/** relationships.csv says itself who is a guardian; its contacts need no role. */
async function readContacts({ problems, read }: Taking): Promise<void> {
  const file = read.fileNames['relationships.csv']!;
  const holds = [['relations', 'student']] as const;
  const refused = { table: 'contacts', file, holds } as const;
  for (const [field, column] of [
    ['student', 'userSourcedId'],
    ['contact', 'relationshipUserSourcedId'],
  ] as const)
    await problems.refuse({
      ...refused,
      where: `not exists (select 1 from people where sourced_id = s.${field} and active)`,
      column,
      code: 'unknown-reference',
      message: 'Nobody on the roster has this sourcedId.',
    });
  await problems.refuse({
    ...refused,
    where: 's.guardian and exists (select 1 from standings where person = s.contact and student)',
    column: 'relationshipUserSourcedId',
    code: 'guardian-is-student',
    message: 'This contact is a student, who is nobody’s guardian.',
  });
  await problems.refuse({
    ...refused,
    where: 's.guardian and not exists (select 1 from standings where person = s.student and student)',
    column: 'userSourcedId',
    code: 'no-guardianship',
    message: 'This person is no student; only students have guardians.',
  });
  await problems.refuseRepeated('contacts', ['student', 'contact'], {
    file,
    column: 'relationshipUserSourcedId',
    code: 'duplicate-row',
  });
}
