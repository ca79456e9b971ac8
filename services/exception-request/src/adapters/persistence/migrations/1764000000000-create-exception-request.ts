import { consumerSchema, consumerSchemaDown, relaySchema, relaySchemaDown } from '@sightline/event-bus';
import { eventStoreSchema, eventStoreSchemaDown } from '@sightline/event-store';
import { relationsSchema, relationsSchemaDown } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { relationParts } from '../relation-parts.js';

const readModels: readonly string[] = [
  `create table requests (
     request_id uuid primary key, case_id uuid not null, status text not null, submission integer not null,
     kind text, purpose text, requester_id uuid not null, student_ids uuid[] not null, own_family jsonb not null,
     group_id uuid, medium text, starts_on date, ends_on date, register_state jsonb, words_record_id uuid,
     round_id uuid, authorization_id uuid, policy_version text not null, created_at timestamptz(3) not null, updated_at timestamptz(3) not null)`,
  `create index requests_requester on requests (requester_id, request_id)`,
  `create table request_parties (request_id uuid not null, person_id uuid not null, relation text not null,
     primary key (request_id, person_id, relation))`,
  `create index request_parties_person on request_parties (person_id)`,
  `create table authorizations (
     authorization_id uuid primary key, request_id uuid not null, case_id uuid not null, status text not null, kind text not null,
     staff_id uuid not null, student_ids uuid[] not null, group_id uuid, medium text not null, starts_on date not null, ends_on date not null,
     copies_required boolean not null, policy_version text not null, activated_at timestamptz(3) not null, ended_at timestamptz(3), end_kind text)`,
  `create index authorizations_staff on authorizations (staff_id)`,
  `create index authorizations_group on authorizations (group_id) where status = 'active'`,
  `create index authorizations_students on authorizations using gin (student_ids)`,
];

export class CreateExceptionRequest1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      ...eventStoreSchema('exception-request'),
      ...consumerSchema,
      ...relaySchema,
      ...relationsSchema(relationParts),
      ...readModels,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['authorizations', 'request_parties', 'requests']) await runner.query(`drop table ${table}`);
    for (const statement of [
      ...relationsSchemaDown(relationParts),
      ...relaySchemaDown,
      ...consumerSchemaDown,
      ...eventStoreSchemaDown,
    ])
      await runner.query(statement);
  }
}
