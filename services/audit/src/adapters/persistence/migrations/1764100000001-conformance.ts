import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was found in the ledger's cases: computed, and computed again whenever a case goes on. */
const conformance: readonly string[] = [
  'create table conformance_progress (singleton boolean primary key default true check (singleton), sequence bigint not null)',
  'insert into conformance_progress (sequence) values (0)',
  'create table conformance_next_looks (case_id uuid primary key, due timestamptz(3) not null)',
  'create index conformance_next_looks_due on conformance_next_looks (due)',
  `create table conformance_counts (
     case_id uuid not null, name text not null, clause text not null, met integer not null, late integer not null,
     missing integer not null, waived integer not null, open integer not null, breaches integer not null,
     primary key (case_id, name, clause))`,
  `create index conformance_counts_red on conformance_counts (case_id) where late + missing + breaches > 0`,
  // Times rise with the ledger, so a few of its blocks hold any period.
  'create index ledger_time on ledger using brin (time)',
];

export class Conformance1764100000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of conformance) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'drop index ledger_time',
      'drop table conformance_counts',
      'drop table conformance_next_looks',
      'drop table conformance_progress',
    ])
      await runner.query(statement);
  }
}
