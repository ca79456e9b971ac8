import { restrictionsPart } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const looks: readonly string[] = [
  // Kept as long as the record; which messages, in a table of its own, so that a message's looks are found by it (C9).
  `create table disclosures (
     disclosure_id uuid primary key, viewer_id uuid not null, basis text not null, act text not null, clause text not null,
     at timestamptz(3) not null)`,
  `create table disclosed_messages (
     message_id uuid not null, disclosure_id uuid not null references disclosures, primary key (message_id, disclosure_id))`,
  // A safety hold: no trace of these for families until that moment (C9).
  `create table held_messages (
     message_id uuid not null, hold_id uuid not null, until timestamptz(3) not null, primary key (message_id, hold_id))`,
];

const search: readonly string[] = [
  // Keyed hashes of stemmed words; what they stand for nobody can tell without the key of the authorization (design §8).
  `create table search_terms (message_id uuid primary key, key_id uuid not null, terms bigint[] not null)`,
  'create index search_terms_terms on search_terms using gin (terms)',
  'create index search_terms_key on search_terms (key_id)',
  'create table search_due (message_id uuid primary key)',
];

const recordsRequests: readonly string[] = [
  `create table records_requests (
     records_request_id uuid primary key, origin text not null, clause text not null, asked_by_id uuid not null, staff_id uuid not null,
     supervisor_id uuid, student_ids uuid[] not null, from_on date not null, until_on date not null, status text not null,
     due_on date not null, escalates_on date not null, overdue boolean not null, escalated boolean not null, breadth_days integer not null,
     earlier_requests integer not null, opened_at timestamptz(3) not null, attested_at timestamptz(3), late boolean, withheld integer,
     in_archive integer, reason_record_id uuid, statement_record_id uuid, import_ids uuid[] not null, message_ids uuid[] not null,
     policy_version text not null)`,
  'create index records_requests_asked_by on records_requests (asked_by_id, records_request_id desc)',
  'create index records_requests_staff on records_requests (staff_id, records_request_id desc)',
  `create index records_requests_due on records_requests (due_on) where status = 'open'`,
];

/**
 * Of the directory's log, how far the release before had come: those of its events have moved grants and are not to move
 * them again. `waiting` are positions that were parked, and so had no effect. The rest of what waited is heard again in order.
 */
const heardAgain: readonly string[] = [
  `create table heard_before (
     log text not null, generation integer not null, partition integer not null, partitions integer not null, position bigint not null,
     waiting bigint[] not null, primary key (log, generation, partition))`,
  `insert into heard_before select log, generation, partition, partitions, position,
     array(select parked.position from parked_events as parked
           where parked.consumer = checkpoints.consumer and parked.log = checkpoints.log and parked.resumed_at is null)
   from checkpoints where consumer = 'messaging-archive' and log = 'directory' and position > 0`,
  `delete from parked_events where consumer = 'messaging-archive' and resumed_at is null`,
  `delete from parked_keys where consumer = 'messaging-archive'`,
  `update checkpoints set position = 0, message_offset = null where consumer = 'messaging-archive'`,
];

/**
 * Who saw what, what can be searched, and what was asked for (C8, C9). The logs that it follows are heard again from their
 * beginning: guardianships, restrictions and versions of the policy were not kept before, and a restriction that nobody
 * repeats must be known all the same.
 */
export class WhoSeesMessages1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...looks,
      ...search,
      ...recordsRequests,
      ...restrictionsPart.schema,
      'create index roster_restrictions_guardian on roster_restrictions (guardian_id)',
      ...heardAgain,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...restrictionsPart.schemaDown,
      'drop table heard_before',
      'drop table records_requests, search_due, search_terms, held_messages, disclosed_messages, disclosures',
    ])
      await runner.query(statement);
  }
}
