import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Relations that wait for somebody outside IT (C7, C9), and relations that a person entered by hand. Every relation that
 * is known already stays as it is: a table of relations in force is the list of those that need nobody.
 */
const statements: readonly string[] = [
  `create table supervisions (staff_id uuid primary key, supervisor_id uuid not null)`,
  `insert into supervisions (staff_id, supervisor_id)
   select p.id, s.id from people p join people s on s.sourced_id = p.supervisor_sourced_id and s.active where p.active`,
  `create table authorization_people (
     authorization_id uuid not null, person_id uuid not null, part text not null, primary key (authorization_id, person_id, part))`,
  `create index authorization_people_person on authorization_people (person_id)`,
  `create table held_relations (
     relation text not null, subject_id uuid not null, gainer_id uuid not null, proposal_id uuid not null unique,
     primary key (relation, subject_id, gainer_id))`,
  `create table relation_proposals (
     proposal_id uuid primary key, relation text not null, subject_id uuid not null, gainer_id uuid not null,
     previous_supervisor_id uuid, sender_ids jsonb not null, status text not null, proposed_by text not null,
     proposed_at timestamptz(3) not null, settled_by uuid, settled_at timestamptz(3), words_id uuid)`,
  `create index relation_proposals_status on relation_proposals (status, proposal_id)`,
  `create table hand_relations (
     id uuid primary key, type text not null, person_sourced_id text not null, related_sourced_id text, language text,
     place integer, entered_by text not null, entered_at timestamptz(3) not null, ended_by text, ended_at timestamptz(3))`,
  `create unique index hand_relations_standing on hand_relations (type, person_sourced_id, (case when type = 'contact' then related_sourced_id else '' end))
   where ended_at is null`,
  `alter table restrictions add recorded_by text, add recorded_at timestamptz(3), add released_on timestamptz(3)`,
];

const undone: readonly string[] = [
  `alter table restrictions drop recorded_by, drop recorded_at, drop released_on`,
  `drop table hand_relations`,
  `drop table relation_proposals`,
  `drop table held_relations`,
  `drop table authorization_people`,
  `drop table supervisions`,
];

export class ConfirmRelations1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undone) await runner.query(statement);
  }
}
