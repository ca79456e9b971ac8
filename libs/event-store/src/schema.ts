/**
 * The tables that make a database a log: its head, its streams, its events, the confidential words beside them, and
 * the answers kept for Idempotency-Key (design §3, §6). Run once, in a service's first migration.
 */
export const eventStoreSchema = (log: string): readonly string[] => [
  `create table log_head (
     singleton boolean primary key default true check (singleton),
     log text not null,
     epoch integer not null check (epoch > 0),
     position bigint not null check (position >= 0)
   )`,
  `insert into log_head (log, epoch, position) values ('${log.replaceAll("'", "''")}', 1, 0)`,
  `create table streams (
     subject text primary key,
     version integer not null check (version >= 0)
   )`,
  `create table events (
     position bigint primary key,
     epoch integer not null,
     id uuid not null,
     subject text not null,
     subject_version integer not null check (subject_version > 0),
     type text not null,
     time timestamptz(3) not null,
     correlation_id uuid not null,
     causation_id text not null,
     actor text not null,
     policy_version text not null,
     partition_key text not null,
     traceparent text,
     data jsonb not null,
     unique (subject, subject_version)
   )`,
  `create table confidential (
     record_id uuid primary key,
     subject text not null,
     key bytea,
     words jsonb,
     disposed_at timestamptz(3),
     check ((key is null) = (disposed_at is not null) and (words is null) = (disposed_at is not null))
   )`,
  `create index confidential_subject on confidential (subject)`,
  `create table idempotency_keys (
     scope text not null,
     key text not null,
     body_hash text not null,
     answer jsonb,
     created_at timestamptz(3) not null,
     primary key (scope, key)
   )`,
  `create index idempotency_keys_created_at on idempotency_keys (created_at)`,
];

export const eventStoreSchemaDown: readonly string[] = [
  'drop table idempotency_keys',
  'drop table confidential',
  'drop table events',
  'drop table streams',
  'drop table log_head',
];
