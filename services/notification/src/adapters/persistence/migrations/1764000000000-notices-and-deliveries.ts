import { consumerSchema, consumerSchemaDown, relaySchema, relaySchemaDown } from '@sightline/event-bus';
import { eventStoreSchema, eventStoreSchemaDown } from '@sightline/event-store';
import { relationsSchema, relationsSchemaDown } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { relationParts } from '../relation-parts.js';

const ownTables: readonly string[] = [
  `create table notices (
     notice_id uuid primary key,
     authorization_id uuid not null,
     case_id uuid not null,
     opened_by uuid not null,
     guardian_id uuid not null,
     student_ids uuid[] not null,
     occasion text not null,
     status text not null check (status in ('pending', 'delivered', 'undeliverable')),
     channel text,
     failure text,
     created_at timestamptz(3) not null,
     delivered_at timestamptz(3),
     failed_at timestamptz(3)
   )`,
  'create index notices_authorization on notices (authorization_id, notice_id)',
  'create index notices_guardian on notices (guardian_id, notice_id)',
  `create table coverage_gaps (
     gap_id text primary key,
     authorization_id uuid not null,
     occasion text not null,
     student_id uuid not null,
     guardian_id uuid,
     reason text not null,
     named_at timestamptz(3) not null
   )`,
  'create index coverage_gaps_authorization on coverage_gaps (authorization_id)',
  `create table alerts (
     alert_id uuid primary key,
     request_id uuid not null,
     round_id uuid not null,
     task_id uuid not null,
     person_id uuid not null,
     created_at timestamptz(3) not null
   )`,
  `create table deliveries (
     delivery_id uuid primary key,
     kind text not null check (kind in ('notice', 'alert')),
     attempts integer not null default 0,
     next_attempt_at timestamptz(3) not null,
     lease_id uuid,
     leased_until timestamptz(3),
     outcome text check (outcome in ('delivered', 'undeliverable', 'cancelled')),
     settled_at timestamptz(3)
   )`,
  'create index deliveries_due on deliveries (next_attempt_at, delivery_id) where outcome is null',
  `create table authorizations (
     authorization_id uuid primary key,
     request_id uuid not null,
     case_id uuid not null,
     policy_version text not null,
     kind text not null,
     staff_id uuid not null,
     group_id uuid,
     medium text not null,
     starts_on date not null,
     ends_on date not null,
     activated_at timestamptz(3) not null,
     ended_on date,
     ended_at timestamptz(3)
   )`,
  'create index authorizations_request on authorizations (request_id)',
  `create table authorization_students (
     authorization_id uuid not null,
     student_id uuid not null,
     occasion text not null check (occasion in ('approval', 'late-joiner')),
     closed_at timestamptz(3),
     primary key (authorization_id, student_id)
   )`,
  'create index authorization_students_student on authorization_students (student_id)',
  `create table approval_tasks (
     task_id uuid primary key,
     round_id uuid not null,
     request_id uuid not null,
     kind text not null,
     side text not null,
     due_at timestamptz(3) not null,
     decider_id uuid,
     settled boolean not null default false
   )`,
  'create index approval_tasks_round on approval_tasks (round_id)',
  'create index approval_tasks_request on approval_tasks (request_id)',
];
const ownTablesDown: readonly string[] = [
  'approval_tasks',
  'authorization_students',
  'authorizations',
  'deliveries',
  'alerts',
  'coverage_gaps',
  'notices',
].map((table) => `drop table ${table}`);

/** The log, the consumer, the roster's relations, what the other logs say, the notices and the work of sending them. */
export class NoticesAndDeliveries1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [
      ...eventStoreSchema('notification'),
      ...consumerSchema,
      ...relaySchema,
      ...relationsSchema(relationParts),
      ...ownTables,
    ])
      await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [
      ...ownTablesDown,
      ...relationsSchemaDown(relationParts),
      ...relaySchemaDown,
      ...consumerSchemaDown,
      ...eventStoreSchemaDown,
    ])
      await queryRunner.query(statement);
  }
}
