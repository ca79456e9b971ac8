import { consumerSchema, consumerSchemaDown } from '@sightline/event-bus';
import { peoplePart, relationsSchema, relationsSchemaDown } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger is primary data: rows come, and never change or go (design §7). */
const ledger: readonly string[] = [
  `create table ledger_head (singleton boolean primary key default true check (singleton), sequence bigint not null)`,
  `insert into ledger_head (sequence) values (0)`,
  `create table ledger (
     sequence bigint primary key, log text not null, epoch integer not null, position bigint not null, event_id uuid not null,
     case_id uuid not null, type text not null, subject text not null, time timestamptz(3) not null,
     leaf_hash bytea not null check (length(leaf_hash) = 32), event jsonb not null, unique (log, position))`,
  `create index ledger_case on ledger (case_id, sequence)`,
  `create index ledger_subject on ledger (subject, sequence)`,
  `create index ledger_type on ledger (type, sequence)`,
  `create function refuse_ledger_change() returns trigger language plpgsql as $$
     begin raise exception 'the ledger is append-only: % is refused', tg_op using errcode = 'restrict_violation'; end $$`,
  `create trigger ledger_append_only before update or delete on ledger for each row execute function refuse_ledger_change()`,
  `create trigger ledger_no_truncate before truncate on ledger for each statement execute function refuse_ledger_change()`,
  `revoke update, delete, truncate on ledger from current_user`,
];

export class CreateLedger1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...consumerSchema, ...relationsSchema([peoplePart]), ...ledger])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of ['drop table ledger', 'drop function refuse_ledger_change', 'drop table ledger_head'])
      await runner.query(statement);
    for (const statement of [...relationsSchemaDown([peoplePart]), ...consumerSchemaDown])
      await runner.query(statement);
  }
}
