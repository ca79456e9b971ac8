import { consumerSchema, consumerSchemaDown, relaySchema, relaySchemaDown } from '@sightline/event-bus';
import { eventStoreSchema, eventStoreSchemaDown } from '@sightline/event-store';
import { relationsSchema, relationsSchemaDown } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { firstRelationParts } from '../relation-parts.js';

const readModels: readonly string[] = [
  `create table tasks (
     task_id uuid primary key, round_id uuid not null, request_id uuid not null, case_id uuid not null, submission integer not null,
     kind text not null, requester_id uuid not null, side text not null, assignee_id uuid, candidate_ids uuid[] not null, building_id uuid,
     status text not null, outcome text, decided_by uuid, policy_version text not null,
     due_at timestamptz(3) not null, created_at timestamptz(3) not null, decided_at timestamptz(3))`,
  `create index tasks_round on tasks (round_id)`,
  `create index tasks_request on tasks (request_id)`,
  `create index tasks_candidates on tasks using gin (candidate_ids)`,
];

export class CreateApproval1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      ...eventStoreSchema('approval'),
      ...consumerSchema,
      ...relaySchema,
      ...relationsSchema(firstRelationParts),
      ...readModels,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tasks');
    for (const statement of [
      ...relationsSchemaDown(firstRelationParts),
      ...relaySchemaDown,
      ...consumerSchemaDown,
      ...eventStoreSchemaDown,
    ])
      await runner.query(statement);
  }
}
