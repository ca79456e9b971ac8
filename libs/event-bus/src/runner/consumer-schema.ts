/** The tables of the consumer runner, in the consumer's own database. Run once, in a service's first migration. */
export const consumerSchema: readonly string[] = [
  `create table checkpoints (
     consumer text not null,
     log text not null,
     generation integer not null,
     partition integer not null,
     partitions integer not null check (partitions > 0),
     epoch integer not null,
     position bigint not null,
     message_offset text,
     closed boolean not null default false,
     primary key (consumer, log, generation, partition)
   )`,
  `create table parked_keys (
     consumer text not null,
     partition_key text not null,
     parked_at timestamptz(3) not null,
     primary key (consumer, partition_key)
   )`,
  `create table parked_events (
     id uuid primary key,
     ordinal bigint generated always as identity,
     consumer text not null,
     partition_key text not null,
     log text not null,
     position bigint not null,
     type text not null,
     event jsonb not null,
     reason text not null,
     attempts integer not null,
     parked_at timestamptz(3) not null,
     resumed_at timestamptz(3),
     unique (consumer, log, position)
   )`,
  `create index parked_events_waiting on parked_events (consumer, partition_key, ordinal) where resumed_at is null`,
];

export const consumerSchemaDown: readonly string[] = [
  'drop table parked_events',
  'drop table parked_keys',
  'drop table checkpoints',
];
