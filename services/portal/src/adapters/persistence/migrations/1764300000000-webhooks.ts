import { consumerSchema, consumerSchemaDown, relaySchema, relaySchemaDown } from '@sightline/event-bus';
import { eventStoreSchema, eventStoreSchemaDown } from '@sightline/event-store';
import { policyVersionsPart, relationsSchema, relationsSchemaDown } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables: readonly string[] = [
  `create table webhooks (
     webhook_id uuid primary key,
     status text not null check (status in ('active', 'disabled', 'ended')),
     event_types text[] not null,
     words_id uuid not null,
     secret_id uuid not null,
     previous_secret_id uuid,
     previous_ends_at timestamptz(3),
     disable_reason text,
     registered_at timestamptz(3) not null,
     ended_at timestamptz(3)
   )`,
  `create index webhooks_active on webhooks (webhook_id) where status = 'active'`,
  // What is sent, and what became of it: primary data, outside of the log like every delivery.
  `create table webhook_deliveries (
     delivery_id uuid primary key,
     webhook_id uuid not null,
     event_id uuid not null,
     event_type text not null,
     payload text not null,
     status text not null check (status in ('waiting', 'delivered', 'failed', 'cancelled')),
     created_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     attempts integer not null default 0,
     next_attempt_at timestamptz(3) not null,
     lease_id uuid,
     leased_until timestamptz(3),
     last_attempt_at timestamptz(3),
     last_outcome text,
     response_status integer,
     unique (webhook_id, event_id)
   )`,
  `create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_attempt_at, delivery_id) where status = 'waiting'`,
  `create index webhook_deliveries_listed on webhook_deliveries (webhook_id, delivery_id)`,
  `create index webhook_deliveries_settled on webhook_deliveries (created_at) where status <> 'waiting'`,
  // How each address answers.
  `create table webhook_endpoints (
     webhook_id uuid primary key,
     failures integer not null,
     failing_since timestamptz(3),
     rest_until timestamptz(3),
     delivered_at timestamptz(3)
   )`,
];

/** From now on the portal has a log and follows others: webhooks, and what is delivered to them. */
export class Webhooks1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      ...eventStoreSchema('portal'),
      ...consumerSchema,
      ...relaySchema,
      ...relationsSchema([policyVersionsPart]),
      ...tables,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['webhook_endpoints', 'webhook_deliveries', 'webhooks'])
      await runner.query(`drop table ${table}`);
    for (const statement of [
      ...relationsSchemaDown([policyVersionsPart]),
      ...relaySchemaDown,
      ...consumerSchemaDown,
      ...eventStoreSchemaDown,
    ])
      await runner.query(statement);
  }
}
