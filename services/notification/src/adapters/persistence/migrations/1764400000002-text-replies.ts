import type { MigrationInterface, QueryRunner } from 'typeorm';

const up: readonly string[] = [
  // Their words are in `confidential`.
  `create table text_replies (
     reply_id uuid primary key,
     status text not null check (status in ('open', 'answered')),
     received_at timestamptz(3) not null,
     person_ids uuid[] not null,
     building_ids uuid[] not null,
     words_record_id uuid not null,
     answered_at timestamptz(3),
     answered_by uuid,
     note_record_id uuid
   )`,
  'create index text_replies_received on text_replies (received_at, reply_id)',
  'create index text_replies_buildings on text_replies using gin (building_ids)',
  `create index alerts_pending_set on alerts (set_id) where status = 'pending'`,
  // How many replies a number has sent in its last hour; a keyed fingerprint, never a number.
  `create table text_reply_hours (
     fingerprint bytea primary key,
     since timestamptz(3) not null,
     replies integer not null
   )`,
  'create index text_reply_hours_since on text_reply_hours (since)',
];

const down: readonly string[] = [
  'drop table text_reply_hours',
  'drop index alerts_pending_set',
  'drop table text_replies',
];

/** Replies to text messages that the office reads (C6). */
export class TextReplies1764400000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement);
  }
}
