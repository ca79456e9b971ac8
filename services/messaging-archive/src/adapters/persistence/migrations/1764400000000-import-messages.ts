import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Imports of messages (C7, C8): how far each has come, and what its owner has to choose from, sealed and for a short time.
 * Of what is not chosen nothing is kept but its number.
 */
export class ImportMessages1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table message_imports (
         import_id uuid primary key, staff_id uuid not null, authorization_id uuid, all_covered boolean not null, status text not null,
         format text, size bigint not null, created_at timestamptz(3) not null, ended_at timestamptz(3), expires_at timestamptz(3) not null,
         items_done integer not null, items_all integer, sealed_outline bytea, sealed_selection bytea, sealed_reckoning bytea,
         signature text, failure jsonb, claimed_until timestamptz(3), idempotency_scope text, idempotency_key text, body_hash text,
         check (status in ('outlining', 'awaits-selection', 'taking', 'completed', 'failed', 'expired')))`,
    );
    await runner.query('create index message_imports_staff on message_imports (staff_id, import_id desc)');
    await runner.query(
      `create index message_imports_open on message_imports (import_id) where status in ('outlining', 'awaits-selection', 'taking')`,
    );
    await runner.query(
      'create unique index message_imports_key on message_imports (idempotency_scope, idempotency_key) where idempotency_key is not null',
    );
    await runner.query('create index messages_import on messages (import_id) where import_id is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index messages_import');
    await runner.query('drop table message_imports');
  }
}
