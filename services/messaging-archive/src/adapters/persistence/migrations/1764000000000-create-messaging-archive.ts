import { consumerSchema, consumerSchemaDown, relaySchema, relaySchemaDown } from '@sightline/event-bus';
import { eventStoreSchema, eventStoreSchemaDown } from '@sightline/event-store';
import { relationsSchema, relationsSchemaDown } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { relationParts } from '../relation-parts.js';

const readModels: readonly string[] = [
  `create table copy_duties (authorization_id uuid primary key, request_id uuid not null, case_id uuid not null, staff_id uuid not null,
     policy_version text not null, ended boolean not null)`,
  `create index copy_duties_staff on copy_duties (staff_id)`,
  `create table access_grants (
     grant_id uuid primary key, authorization_id uuid not null, request_id uuid not null, case_id uuid not null, staff_id uuid not null,
     supervisor_id uuid not null, status text not null, granted_at timestamptz(3) not null, ended_at timestamptz(3), ended_because text)`,
  `create index access_grants_supervisor on access_grants (supervisor_id)`,
  `create index access_grants_staff on access_grants (staff_id)`,
  `create index access_grants_request on access_grants (request_id)`,
];

export class CreateMessagingArchive1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      ...eventStoreSchema('messaging-archive'),
      ...consumerSchema,
      ...relaySchema,
      ...relationsSchema(relationParts),
      ...readModels,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['access_grants', 'copy_duties']) await runner.query(`drop table ${table}`);
    for (const statement of [
      ...relationsSchemaDown(relationParts),
      ...relaySchemaDown,
      ...consumerSchemaDown,
      ...eventStoreSchemaDown,
    ])
      await runner.query(statement);
  }
}
