import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the roster says gets its dates: rows as they were stated, apart from what holds today. What was told of each
 * subject is kept, so that what changes by date alone can be found as well; of a running district it is read from its log.
 */
const statements: readonly string[] = [
  `create table person_roles (
     row_id text primary key, person_sourced_id text not null, role text not null, building_sourced_id text, begins_on date, ends_on date)`,
  `create index person_roles_person on person_roles (person_sourced_id)`,
  `create table enrollments (
     row_id text primary key, group_sourced_id text not null, person_sourced_id text not null, role text not null, begins_on date, ends_on date)`,
  `create index enrollments_group on enrollments (group_sourced_id)`,
  `create index enrollments_person on enrollments (person_sourced_id)`,
  `create table guardian_links (
     student_sourced_id text not null, guardian_sourced_id text not null, place_on_student_row integer, on_guardian_row boolean not null,
     suffices boolean not null, in_contacts boolean not null, contact_place integer,
     primary key (student_sourced_id, guardian_sourced_id))`,
  `create index guardian_links_guardian on guardian_links (guardian_sourced_id)`,
  `create table published_facts (kind text not null, id uuid not null, data jsonb not null, primary key (kind, id))`,
  `create table roster_days (singleton boolean primary key default true check (singleton), day date not null)`,
  `create table roster_import_progress (import_id uuid primary key, step text not null, file text, done integer not null)`,
  `create table kept_imports (import_id uuid primary key, read jsonb not null)`,
  `create table kept_import_rows (import_id uuid not null, staged text not null, content jsonb not null)`,
  `create index kept_import_rows_import on kept_import_rows (import_id, staged)`,
  `alter table roster_imports add decided_by text`,
  `alter table restrictions add verified_by text, add stated text, add released_by text, add release_reference text`,

  `insert into person_roles (row_id, person_sourced_id, role, building_sourced_id)
   select distinct on (1) concat_ws(E'\\n', '=' || sourced_id, at->>'role', at->>'buildingSourcedId'), sourced_id, at->>'role', at->>'buildingSourcedId'
   from people cross join jsonb_array_elements(roles) as at where active order by 1`,
  `insert into enrollments (row_id, group_sourced_id, person_sourced_id, role)
   select concat_ws(E'\\n', '=' || group_sourced_id, person_sourced_id, role), group_sourced_id, person_sourced_id, role from group_members`,
  `insert into guardian_links (student_sourced_id, guardian_sourced_id, place_on_student_row, on_guardian_row, suffices, in_contacts)
   select student_sourced_id, guardian_sourced_id, place_on_student_row, on_guardian_row, false, false from guardianships`,
  `alter table guardianships add place integer`,
  `update guardianships set place = ordered.place from (
     select student_sourced_id as student, guardian_sourced_id as guardian, row_number() over (partition by student_sourced_id
       order by place_on_student_row nulls last, guardian_sourced_id collate "C") as place from guardianships) as ordered
   where student = student_sourced_id and guardian = guardian_sourced_id`,
  `alter table guardianships alter place set not null, drop place_on_student_row, drop on_guardian_row`,
  `insert into published_facts (kind, id, data)
   select split_part(subject, '/', 1), split_part(subject, '/', 2)::uuid,
     case when type = 'sightline.directory.supervisor-changed.v1' then data - 'previousSupervisorId' else data end
   from (
     select distinct on (subject) subject, type, data from events
     where split_part(subject, '/', 1) in ('building', 'person', 'group', 'guardianship', 'siblings', 'supervision', 'restriction')
       and type <> 'sightline.directory.group-members-changed.v1'
     order by subject, subject_version desc
   ) as latest
   where type not in ('sightline.directory.person-removed.v1', 'sightline.directory.group-removed.v1')
     and coalesce(data->>'guardianIds', '') <> '[]' and coalesce(data->>'siblingIds', '') <> '[]'
     and not (type = 'sightline.directory.supervisor-changed.v1' and data->>'supervisorId' is null)`,
  `insert into roster_days (day) select max(created_at)::date from roster_imports where status = 'completed' and not dry_run having max(created_at) is not null`,
];

const undone: readonly string[] = [
  `alter table guardianships drop place, add place_on_student_row integer, add on_guardian_row boolean not null default true`,
  `alter table restrictions drop verified_by, drop stated, drop released_by, drop release_reference`,
  `alter table roster_imports drop decided_by`,
  `drop table kept_import_rows`,
  `drop table kept_imports`,
  `drop table roster_import_progress`,
  `drop table roster_days`,
  `drop table published_facts`,
  `drop table guardian_links`,
  `drop table enrollments`,
  `drop table person_roles`,
];

export class DatedRoster1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undone) await runner.query(statement);
  }
}
