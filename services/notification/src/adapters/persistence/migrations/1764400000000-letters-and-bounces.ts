import type { MigrationInterface, QueryRunner } from 'typeorm';

const up: readonly string[] = [
  `alter table deliveries drop constraint deliveries_channel_check,
     add constraint deliveries_channel_check check (channel in ('email', 'text-message', 'letter')),
     add column sent_as uuid`,
  'create index deliveries_sent_as on deliveries (sent_as) where sent_as is not null',
  // What no other channel reaches, and what is posted: a row a notice.
  `create table letter_batches (
     batch_id uuid primary key,
     building_id uuid,
     day date not null,
     created_at timestamptz(3) not null,
     printed_at timestamptz(3),
     posted_at timestamptz(3),
     posted_on date
   )`,
  // One batch a building and day takes letters in until it is printed.
  'create unique index letter_batches_open on letter_batches (building_id, day) nulls not distinct where printed_at is null',
  'create index letter_batches_building on letter_batches (building_id, batch_id)',
  `create table letters (
     notice_id uuid primary key,
     status text not null check (status in ('waiting', 'posted', 'cancelled', 'withheld')),
     wanted_at timestamptz(3) not null,
     batch_id uuid references letter_batches,
     printed_at timestamptz(3),
     handed_over boolean
   )`,
  `create index letters_unbatched on letters (wanted_at) where status = 'waiting' and batch_id is null`,
  'create index letters_batch on letters (batch_id)',
  // Families of authorizations in force whom nothing reached in the release before.
  `insert into letters (notice_id, status, wanted_at)
     select notice_id, 'waiting', failed_at from notices join authorizations using (authorization_id)
     where status = 'undeliverable' and failure <> 'not-entitled' and authorizations.ended_at is null`,
  // What mail servers sent back, until the conclusion is drawn.
  'create table mail_bounces (delivery_id uuid primary key, bounced_at timestamptz(3) not null)',
];

const down: readonly string[] = [
  'drop table mail_bounces',
  'drop table letters',
  'drop table letter_batches',
  'drop index deliveries_sent_as',
  `update deliveries set channel = 'email' where channel = 'letter'`,
  `alter table deliveries drop column sent_as, drop constraint deliveries_channel_check,
     add constraint deliveries_channel_check check (channel in ('email', 'text-message'))`,
];

/** Printed letters in batches of a building and day, and mail that comes back. */
export class LettersAndBounces1764400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement);
  }
}
