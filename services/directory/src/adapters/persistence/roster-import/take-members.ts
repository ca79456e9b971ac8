import type { Taking } from './taking.js';
import { isThere, nobody } from './taking.js';

const same = `known.group_sourced_id = s."group" and known.person_sourced_id = s.person and known.role = s.side`;

/** Who takes part in which class or activity, from when until when. */
export async function takeMembers(taking: Taking): Promise<void> {
  const { transaction, read } = taking;
  if (read.told.members === 'absent') return;
  await refuseEnrollments(taking);
  await transaction.query('create index on staged_enrollments (key)');
  await transaction.query('analyze staged_enrollments');
  if (read.told.members === 'whole')
    await transaction.query(
      `delete from enrollments where not exists (select 1 from staged_enrollments s where s.key = enrollments.row_id)
         and not exists (select 1 from held where part = 'members' and held.id = group_sourced_id)`,
    );
  for (const ended of [
    's.deleted and s.key = known.row_id',
    // Taken before its row had a name: replaced by the row that says the same, ended by one that ends it.
    `known.row_id like '=%' and known.row_id <> s.key and ${same}`,
    `s.deleted and s.key like '=%' and ${same}`,
  ])
    await transaction.query(`delete from enrollments known using staged_enrollments s where ${ended}`);
  await transaction.query(
    `insert into enrollments (row_id, group_sourced_id, person_sourced_id, role, begins_on, ends_on)
     select distinct on (key) key, s."group", s.person, s.side, s.begins, s.ends
     from staged_enrollments s left join enrollments known on known.row_id = s.key
     where not deleted and (known.row_id is null
       or (known.group_sourced_id, known.person_sourced_id, known.role, known.begins_on, known.ends_on)
         is distinct from (s."group", s.person, s.side, s.begins, s.ends))
     order by key, line
     on conflict (row_id) do update set group_sourced_id = excluded.group_sourced_id, person_sourced_id = excluded.person_sourced_id,
       role = excluded.role, begins_on = excluded.begins_on, ends_on = excluded.ends_on`,
  );
  await transaction.query('analyze enrollments');
}

async function refuseEnrollments({ problems, read }: Taking): Promise<void> {
  const file = read.fileNames['enrollments.csv']!;
  const refused = { table: 'enrollments', file, code: 'unknown-reference', holds: [['members', '"group"']] } as const;
  await problems.refuseRepeated('enrollments', ['id'], {
    file,
    column: 'sourcedId',
    code: 'duplicate-id',
    where: "s.id <> ''",
  });
  await problems.refuse({
    ...refused,
    where: 'not s.deleted and not exists (select 1 from groups where sourced_id = s."group" and active)',
    column: 'classSourcedId',
    message: 'No class or activity on the roster has this sourcedId.',
  });
  await problems.refuse({
    ...refused,
    where: `not s.deleted and not ${isThere('person')}`,
    column: 'userSourcedId',
    message: nobody,
  });
  await problems.refuseRepeated('enrollments', ['"group"', 'person', 'side', 'begins', 'ends'], {
    file,
    column: 'userSourcedId',
    code: 'duplicate-row',
    where: 'not s.deleted',
  });
  await problems.remark(
    file,
    `select line, 'schoolSourcedId' as "column", 'unknown-reference' as code, 'note' as severity,
       'No row of orgs.csv has this sourcedId; the school of the class counts.' as message
     from staged_enrollments s where not deleted and school <> '' and not exists (select 1 from buildings where sourced_id = s.school)`,
  );
}
