import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the built-in provider keeps for a while: interactions, codes, refresh tokens. Can be lost: people sign in again. */
export class CreateProviderRecords1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table provider_records (
         kind text not null, id bytea not null check (length(id) = 32), uid bytea, grant_id bytea, payload jsonb not null,
         expires_at timestamptz(3) not null, primary key (kind, id))`,
    );
    await runner.query('create index provider_records_uid on provider_records (kind, uid) where uid is not null');
    await runner.query(
      'create index provider_records_grant on provider_records (kind, grant_id) where grant_id is not null',
    );
    await runner.query('create index provider_records_end on provider_records (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table provider_records');
  }
}
