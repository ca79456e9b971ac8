import type { Taking } from './taking.js';
import { isThere, nobody } from './taking.js';

const columns = `username, given_name, family_name, preferred_given_name, preferred_family_name, email, phone, sms, enabled, person_key`;
const stated = `s.username, s."givenName", s."familyName", s."preferredGivenName", s."preferredFamilyName", s.email, s.phone, s.sms, s.enabled, s."personKey"`;
const known = columns.replaceAll(/\w+/g, (column) => `known.${column}`);

/** People as the users file states them. @returns how many rows differ from what was known */
export async function takePeople({ transaction, problems, read }: Taking): Promise<number> {
  const file = read.fileNames['users.csv']!;
  await problems.refuseRepeated('users', ['id'], { file, column: 'sourcedId', code: 'duplicate-id' });
  await problems.refuse({
    table: 'users',
    where:
      'not s.deleted and exists (select 1 from unnest(s.orgs) as org where not exists (select 1 from buildings where sourced_id = org))',
    file,
    column: 'orgSourcedIds',
    code: 'unknown-reference',
    message: 'No row of orgs.csv has one of these sourcedIds.',
    holds: [
      ['people', 'id'],
      ['roles', 'id'],
    ],
  });
  await problems.remark(
    file,
    `select s.line, 'username' as "column", 'username-shared' as code, 'note' as severity,
       format('The user of line %s has the same username; neither can sign in by it.', min(other.line)) as message
     from staged_users s join staged_users other
       on lower(other.username) = lower(s.username) and other.id <> s.id and not other.deleted
     where not s.deleted group by s.line`,
  );
  const { rowCount } = await transaction.query(
    `insert into people (id, sourced_id, active, ${columns}, roles, technology, sibling_sourced_ids)
     select coalesce(known.id, uuidv7()), s.id, true, ${stated}, '[]', '[]', '[]'
     from staged_users s left join people known on known.sourced_id = s.id
     where not s.deleted and (known.id is null or not known.active or (${known}) is distinct from (${stated}))
     on conflict (sourced_id) do update set active = true, ${columns.replaceAll(/\w+/g, (column) => `${column} = excluded.${column}`)}`,
  );
  return (rowCount ?? 0) + (await removePeople({ transaction, read }));
}

/** Who is gone takes along what was said of him; a restriction alone stays (C9). */
async function removePeople({ transaction, read }: Pick<Taking, 'transaction' | 'read'>): Promise<number> {
  await transaction.query(
    `create temp table leavers on commit drop as
     select sourced_id from people where active and (
       exists (select 1 from staged_users s where s.id = sourced_id and s.deleted)
       or ($1 and not exists (select 1 from staged_users s where s.id = sourced_id)
         and not exists (select 1 from held where part = 'people' and held.id = sourced_id)))`,
    [read.told.people === 'whole'],
  );
  const { rowCount } = await transaction.query(
    `update people set active = false, roles = '[]', technology = '[]', sibling_sourced_ids = '[]', supervisor_sourced_id = null,
       birth_date = null, language = null, postal_address = null from leavers where leavers.sourced_id = people.sourced_id`,
  );
  if (!rowCount) return 0;
  for (const [table, column] of [
    ['person_roles', 'person_sourced_id'],
    ['enrollments', 'person_sourced_id'],
    ['guardian_links', 'student_sourced_id'],
    ['guardian_links', 'guardian_sourced_id'],
  ])
    await transaction.query(`delete from ${table!} using leavers where leavers.sourced_id = ${column!}`);
  await transaction.query(
    `update people set supervisor_sourced_id = null from leavers where supervisor_sourced_id = leavers.sourced_id`,
  );
  await transaction.query(
    `update people set sibling_sourced_ids = sibling_sourced_ids - array(select sourced_id from leavers)
     where sibling_sourced_ids ?| array(select sourced_id from leavers)`,
  );
  return rowCount;
}

/** Birth dates: from 18 a student stands in the parents' place (C9). */
export async function takeBirthDates({ transaction, problems, read }: Taking): Promise<void> {
  const file = read.fileNames['demographics.csv']!;
  await problems.refuseRepeated('birthDates', ['id'], { file, column: 'sourcedId', code: 'duplicate-id' });
  await problems.refuse({
    table: 'birthDates',
    where: `not s.deleted and not ${isThere('id')}`,
    file,
    column: 'sourcedId',
    code: 'unknown-reference',
    message: nobody,
  });
  await transaction.query(
    `update people set birth_date = s."birthDate" from staged_birthdates s
     where s.id = sourced_id and active and birth_date is distinct from s."birthDate"`,
  );
  if (read.told.birthDates === 'whole')
    await transaction.query(
      `update people set birth_date = null where birth_date is not null
         and not exists (select 1 from staged_birthdates s where s.id = sourced_id)
         and not exists (select 1 from held where part = 'birthDates' and held.id = sourced_id)`,
    );
}
