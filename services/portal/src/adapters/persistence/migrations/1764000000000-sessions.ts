import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions can be lost without harm: whoever loses one signs in again. */
export class CreateSessions1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table sessions (
         id bytea primary key check (length(id) = 32), tokens bytea not null, last_used_at timestamptz(3) not null,
         ends_at timestamptz(3) not null, renewing_until timestamptz(3))`,
    );
    await runner.query('create index sessions_end on sessions (ends_at)');
    await runner.query('create index sessions_use on sessions (last_used_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sessions');
  }
}
