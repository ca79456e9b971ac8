import { oneRosterRoles } from '../../../domain/index.js';
import type { Taking } from './taking.js';
import { isThere, nobody } from './taking.js';

const meanings = JSON.stringify(
  [...oneRosterRoles].map(([word, { role, reach, outsideSchool }]) => ({
    word,
    role,
    reach,
    outside_role: outsideSchool?.role ?? role,
    outside_reach: outsideSchool?.reach ?? reach,
  })),
);

/** Who has which role where, from when until when: rows of roles.csv and userProfiles.csv, or the users of OneRoster 1.1. */
export async function takeRoles(taking: Taking): Promise<void> {
  const { transaction, read } = taking;
  await refuseRoles(taking);
  // A user of 1.1 has one role at one or more places; the row stands for all of them.
  await transaction.query(
    `insert into staged_roles (line, file, id, key, deleted, person, word, org)
     select line, 'users.csv', '', concat_ws(' ', 'users.csv', id, role, org), false, id, role, org
     from staged_users s cross join lateral unnest(case when cardinality(s.orgs) = 0 then array[''] else s.orgs end) as org
     where not deleted and role is not null`,
  );
  await transaction.query(
    `create temp table role_rows on commit drop as
     select distinct on (key) key as row_id, deleted, person, told.role,
       case when told.reach = 'building' and org <> '' then org end as building, begins, ends
     from staged_roles s left join buildings on buildings.sourced_id = s.org
     left join jsonb_to_recordset($1::jsonb) as meaning (word text, role text, reach text, outside_role text, outside_reach text) using (word)
     cross join lateral (select
       case when coalesce(buildings.type, 'school') = 'school' then meaning.role else outside_role end as role,
       case when coalesce(buildings.type, 'school') = 'school' then meaning.reach else outside_reach end as reach) as told
     order by key, line`,
    [meanings],
  );
  await transaction.query('create index on role_rows (row_id)');
  await transaction.query('analyze role_rows');
  await removeRoles(taking);
  await transaction.query(
    `insert into person_roles (row_id, person_sourced_id, role, building_sourced_id, begins_on, ends_on)
     select row_id, person, s.role, building, begins, ends from role_rows s left join person_roles known using (row_id)
     where not deleted and (known.row_id is null
       or (known.person_sourced_id, known.role, known.building_sourced_id, known.begins_on, known.ends_on)
         is distinct from (person, s.role, building, begins, ends))
     on conflict (row_id) do update set person_sourced_id = excluded.person_sourced_id, role = excluded.role,
       building_sourced_id = excluded.building_sourced_id, begins_on = excluded.begins_on, ends_on = excluded.ends_on`,
  );
  if (read.told.roles !== 'absent') await transaction.query('analyze person_roles');
}

async function refuseRoles({ problems, read }: Taking): Promise<void> {
  for (const name of ['roles.csv', 'userprofiles.csv']) {
    const file = read.fileNames[name]!;
    const where = `s.file = '${name}'`;
    await problems.refuseRepeated('roles', ['id'], {
      file,
      column: 'sourcedId',
      code: 'duplicate-id',
      where: `${where} and s.id <> ''`,
    });
    await problems.refuse({
      table: 'roles',
      where: `${where} and not s.deleted and not ${isThere('person')}`,
      file,
      column: 'userSourcedId',
      code: 'unknown-reference',
      message: nobody,
      holds: [['roles', 'person']],
    });
    await problems.refuse({
      table: 'roles',
      where: `${where} and not s.deleted and s.org <> '' and not exists (select 1 from buildings where sourced_id = s.org)`,
      file,
      column: 'orgSourcedId',
      code: 'unknown-reference',
      message: 'No row of orgs.csv has this sourcedId.',
      holds: [['roles', 'person']],
    });
    await problems.refuseRepeated('roles', ['person', 'word', 'org', 'begins', 'ends'], {
      file,
      column: 'userSourcedId',
      code: 'duplicate-row',
      where: `${where} and not s.deleted`,
    });
  }
}

async function removeRoles({ transaction, read }: Taking): Promise<void> {
  await transaction.query(
    `delete from person_roles using staged_users s where s.id = person_sourced_id and not s.deleted and s."restatesRoles"
       and not exists (select 1 from role_rows where role_rows.row_id = person_roles.row_id)
       and not exists (select 1 from held where part = 'roles' and held.id = person_sourced_id)`,
  );
  if (read.told.roles === 'whole')
    await transaction.query(
      `delete from person_roles where not exists (select 1 from role_rows where role_rows.row_id = person_roles.row_id)
         and not exists (select 1 from held where part = 'roles' and held.id = person_sourced_id)`,
    );
  await transaction.query(
    'delete from person_roles using role_rows s where s.deleted and s.row_id = person_roles.row_id',
  );
  // What was taken before its row had a name is replaced by the row that says the same, and ended by one that ends it.
  await transaction.query(
    `delete from person_roles known using role_rows s where known.row_id like '=%' and known.row_id <> s.row_id
       and known.person_sourced_id = s.person and known.role = s.role and known.building_sourced_id is not distinct from s.building`,
  );
  await transaction.query(
    `delete from person_roles known using role_rows s where s.deleted and s.row_id like '=%'
       and known.person_sourced_id = s.person and known.role = s.role and known.building_sourced_id is not distinct from s.building`,
  );
}
