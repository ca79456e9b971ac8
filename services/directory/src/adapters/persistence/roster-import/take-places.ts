import { carryActivities } from './carry-activities.js';
import type { Taking } from './taking.js';

/** Buildings of every kind; none is ever removed. */
export async function takeBuildings({ transaction, problems, read }: Taking): Promise<void> {
  const file = read.fileNames['orgs.csv']!;
  await problems.refuseRepeated('orgs', ['id'], { file, column: 'sourcedId', code: 'duplicate-id' });
  await transaction.query(
    `insert into buildings (id, sourced_id, name, type, parent_sourced_id)
     select coalesce(known.id, uuidv7()), s.id, s.name, s.type, s.parent from staged_orgs s
     left join buildings known on known.sourced_id = s.id
     where not s.deleted and (known.id is null
       or (known.name, known.type, known.parent_sourced_id) is distinct from (s.name, s.type, s.parent))
     on conflict (sourced_id) do update set name = excluded.name, type = excluded.type, parent_sourced_id = excluded.parent_sourced_id`,
  );
  await problems.remark(
    file,
    `select line, 'parentSourcedId' as "column", 'unknown-reference' as code, 'note' as severity,
       'No row of orgs.csv has this sourcedId; the building stands alone.' as message
     from staged_orgs s where not deleted and parent is not null
       and not exists (select 1 from buildings where sourced_id = s.parent)`,
  );
}

/** Classes and activities, each at a building that there is; its last day is that of the latest of its terms. */
export async function takeGroups(taking: Taking): Promise<void> {
  const { transaction, problems, read } = taking;
  const file = read.fileNames['classes.csv']!;
  await problems.refuseRepeated('terms', ['id'], {
    file: read.fileNames['academicsessions.csv']!,
    column: 'sourcedId',
    code: 'duplicate-id',
  });
  await problems.refuseRepeated('classes', ['id'], { file, column: 'sourcedId', code: 'duplicate-id' });
  await problems.refuse({
    table: 'classes',
    where: 'not s.deleted and not exists (select 1 from buildings where sourced_id = s.school)',
    file,
    column: 'schoolSourcedId',
    code: 'unknown-reference',
    message: 'No row of orgs.csv has this sourcedId.',
    holds: [['groups', 'id']],
  });
  await transaction.query(
    `create temp table class_ends on commit drop as
     select s.id, max(terms.ends) as ends, cardinality(s.terms) as named, count(terms.id) as found
     from staged_classes s left join lateral unnest(s.terms) as term on true
     left join staged_terms terms on terms.id = term and not terms.deleted
     where not s.deleted group by s.id, s.terms`,
  );
  await problems.remark(
    file,
    `select line, 'termSourcedIds' as "column", 'term-unknown' as code, 'note' as severity,
       'None of its terms is in academicSessions.csv; a new class has no last day, a known one keeps it.' as message
     from staged_classes s join class_ends using (id) where named > 0 and found = 0`,
  );
  await transaction.query(
    `insert into groups (id, sourced_id, active, title, kind, building_sourced_id, ends_on)
     select coalesce(known.id, uuidv7()), s.id, true, s.title, s.kind, s.school, told.ends_on
     from staged_classes s join class_ends using (id) left join groups known on known.sourced_id = s.id
     cross join lateral (select coalesce(class_ends.ends, case when found < named then known.ends_on end) as ends_on) as told
     where not s.deleted and (known.id is null
       or (known.active, known.title, known.kind, known.building_sourced_id, known.ends_on)
         is distinct from (true, s.title, s.kind, s.school, told.ends_on))
     on conflict (sourced_id) do update set active = true, title = excluded.title, kind = excluded.kind,
       building_sourced_id = excluded.building_sourced_id, ends_on = excluded.ends_on`,
  );
  await carryActivities(taking);
  await transaction.query(
    `update groups set active = false where active and (
       exists (select 1 from staged_classes s where s.id = sourced_id and s.deleted)
       or ($1 and not exists (select 1 from staged_classes s where s.id = sourced_id)
         and not exists (select 1 from held where part = 'groups' and held.id = sourced_id)))`,
    [read.told.groups === 'whole'],
  );
  await transaction.query(
    `delete from enrollments using groups where groups.sourced_id = group_sourced_id and not groups.active`,
  );
}
