import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements: readonly string[] = [
  `create table message_disputes (
     message_id uuid primary key, staff_id uuid not null, disputed_at timestamptz(3) not null, words_record_id uuid not null)`,
  `create table message_contests (
     contest_id uuid primary key, message_id uuid not null, contested_by_id uuid not null, contested_at timestamptz(3) not null,
     words_record_id uuid not null, outcome text, decided_at timestamptz(3), answer_record_id uuid)`,
  'create index message_contests_message on message_contests (message_id)',
  `create table attachment_reviews (
     attachment_id uuid primary key, message_id uuid not null, outcome text not null, reviewed_at timestamptz(3) not null)`,
  'create index attachment_reviews_message on attachment_reviews (message_id)',
  'create index held_messages_hold on held_messages (hold_id)',
];

/** What people say about messages: disputed, contested, attachments reviewed (C9). */
export class SaidAboutMessages1764500100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index held_messages_hold');
    await runner.query('drop table attachment_reviews, message_contests, message_disputes');
  }
}
