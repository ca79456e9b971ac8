import { consumerSchema, consumerSchemaDown, relaySchema, relaySchemaDown } from '@sightline/event-bus';
import { eventStoreSchema, eventStoreSchemaDown } from '@sightline/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The roster itself is primary data: names and addresses are in no event, so these tables are not rebuilt from the log. */
const rosterTables: readonly string[] = [
  `create table buildings (
     id uuid primary key, sourced_id text not null unique, name text not null, type text not null, parent_sourced_id text)`,
  `create table people (
     id uuid primary key, sourced_id text not null unique, active boolean not null,
     username text not null, given_name text not null, family_name text not null,
     preferred_given_name text, preferred_family_name text, email text, phone text, sms text, enabled boolean not null,
     language text, birth_date date, roles jsonb not null, technology jsonb not null,
     supervisor_sourced_id text, sibling_sourced_ids jsonb not null)`,
  `create table assigned_roles (person_id uuid primary key, roles jsonb not null)`,
  `create index people_roles on people using gin (roles jsonb_path_ops)`,
  `create index people_username on people (lower(username))`,
  `create index people_email on people (lower(email))`,
  `create table groups (
     id uuid primary key, sourced_id text not null unique, active boolean not null, title text not null, kind text not null,
     building_sourced_id text not null, ends_on date)`,
  `create table group_members (
     group_sourced_id text not null, person_sourced_id text not null, role text not null,
     primary key (group_sourced_id, person_sourced_id, role))`,
  `create index group_members_person on group_members (person_sourced_id)`,
  `create table guardianships (
     student_sourced_id text not null, guardian_sourced_id text not null, place_on_student_row integer, on_guardian_row boolean not null,
     primary key (student_sourced_id, guardian_sourced_id))`,
  `create index guardianships_guardian on guardianships (guardian_sourced_id)`,
  `create table restrictions (
     id uuid primary key, key text not null unique, student_sourced_id text not null, guardian_sourced_id text not null,
     kinds jsonb not null, starts_on date not null, ends_on date, reference text not null)`,
  `create table roster_imports (
     id uuid primary key, status text not null, submitted_by text not null, bundle_sha256 text not null,
     created_at timestamptz(3) not null, finished_at timestamptz(3), dry_run boolean not null, report jsonb)`,
  `create table district_form_names (id uuid primary key, name text not null)`,
  `create table district_form_states (
     id uuid primary key, kind text not null, building_ids jsonb not null, available boolean not null,
     created_at timestamptz(3) not null, available_since timestamptz(3) not null)`,
];

export class CreateDirectory1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...eventStoreSchema('directory'), ...consumerSchema, ...relaySchema, ...rosterTables])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'district_form_states',
      'district_form_names',
      'roster_imports',
      'restrictions',
      'guardianships',
      'group_members',
      'groups',
      'assigned_roles',
      'people',
      'buildings',
    ];
    for (const table of tables) await runner.query(`drop table ${table}`);
    for (const statement of [...relaySchemaDown, ...consumerSchemaDown, ...eventStoreSchemaDown])
      await runner.query(statement);
  }
}
