import { policyVersionsPart, relationsSchema, relationsSchemaDown } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const up: readonly string[] = [
  ...relationsSchema([policyVersionsPart]),
  `create table contact_preferences (
     person_id uuid primary key,
     channels text[] not null,
     alerts text not null check (alerts in ('each', 'daily')),
     language text,
     quiet_from text,
     quiet_until text,
     text_messages_stopped boolean not null,
     changed_at timestamptz(3) not null
   )`,
  // Whose turn it is, what did not reach, and since when a carrier has had it.
  `alter table deliveries add column channel text not null default 'email' check (channel in ('email', 'text-message')),
     add column failed_channels text[] not null default '{}',
     add column carrier_id text`,
  // Every address of the reader that was tried, a keyed fingerprint each.
  'alter table awaited_addresses drop column tried, add column tried bytea[]',
  'drop index deliveries_due',
  'create index deliveries_due on deliveries (channel, next_attempt_at, delivery_id) where outcome is null',
  'create index deliveries_carrier_id on deliveries (carrier_id) where carrier_id is not null',
  // Whose number it was, for STOP and START; a keyed fingerprint, never the number.
  `create table text_numbers (fingerprint bytea not null, person_id uuid not null, primary key (fingerprint, person_id))`,
  // What carriers said, until the delivery that it is about is settled: a report may come before our own record.
  `create table carrier_reports (
     carrier_id text primary key,
     outcome text not null check (outcome in ('delivered', 'failed')),
     reported_at timestamptz(3) not null
   )`,
];

const down: readonly string[] = [
  'drop table carrier_reports',
  'drop table text_numbers',
  'alter table awaited_addresses drop column tried, add column tried bytea',
  'drop index deliveries_carrier_id',
  'drop index deliveries_due',
  'alter table deliveries drop column carrier_id, drop column failed_channels, drop column channel',
  'create index deliveries_due on deliveries (next_attempt_at, delivery_id) where outcome is null',
  'drop table contact_preferences',
  ...relationsSchemaDown([policyVersionsPart]),
];

/** How people want to be written to, and the channel whose turn it is for each delivery. */
export class ContactChannels1764200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement);
  }
}
