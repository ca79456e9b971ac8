import { guardianshipsPart, policyVersionsPart } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sealing: readonly string[] = [
  // One key an authorization and one for what no authorization covers, each wrapped by the master key. Without `wrapped` what it sealed is gone for good.
  `create table sealing_keys (
     key_id uuid primary key, scope text not null unique, authorization_id uuid, wrapped bytea, master_key_id text not null,
     created_at timestamptz(3) not null, destroyed_at timestamptz(3), check ((wrapped is null) = (destroyed_at is not null)))`,
  // Original bytes, once a key, by their own hash.
  `create table blobs (
     blob_id uuid primary key, key_id uuid not null references sealing_keys, sha256 bytea not null, size bigint not null,
     stored_as text not null, kept_at timestamptz(3) not null, destroyed_at timestamptz(3), unique (key_id, sha256))`,
];

const copies: readonly string[] = [
  `create table messages (
     message_id uuid primary key, key_id uuid not null references sealing_keys, identity bytea not null, authorization_id uuid,
     case_id uuid, staff_id uuid, policy_version text not null, medium text not null, direction text not null,
     sent_at timestamptz(3), received_at timestamptz(3) not null, thread_id uuid not null, external_hash bytea,
     conversation_hash bytea, content_hash bytea not null, content bytea, blob_id uuid not null references blobs,
     attachment_count integer not null, copy_gap_seconds integer, first_by text not null, import_id uuid,
     uncovered_because text, unread boolean not null, unverified boolean not null, disposed_at timestamptz(3),
     unique (key_id, identity), check ((content is null) = (disposed_at is not null)),
     check ((authorization_id is null) = (uncovered_because is not null)))`,
  'create index messages_authorization on messages (authorization_id, message_id desc)',
  'create index messages_staff on messages (staff_id, message_id desc)',
  'create index messages_thread on messages (thread_id)',
  'create index messages_external on messages (key_id, external_hash)',
  'create index messages_conversation on messages (key_id, conversation_hash, sent_at)',
  `create index messages_gaps on messages (authorization_id, copy_gap_seconds) where copy_gap_seconds is not null`,
  // A row a person that an address or number belongs to; one without a person when it belongs to nobody on the roster.
  `create table message_parties (
     message_id uuid not null references messages, ordinal integer not null, part text not null check (part in ('from', 'to')),
     kind text not null, fingerprint bytea, person_id uuid)`,
  'create unique index message_parties_key on message_parties (message_id, ordinal, person_id) nulls not distinct',
  'create index message_parties_person on message_parties (person_id, message_id) where person_id is not null',
  'create index message_parties_fingerprint on message_parties (fingerprint) where person_id is null',
  // Whom a message concerns: the students of its authorization who take part in it (C9).
  `create table message_students (
     message_id uuid not null references messages, student_id uuid not null, primary key (message_id, student_id))`,
  'create index message_students_student on message_students (student_id, message_id desc)',
  `create table attachments (
     attachment_id uuid primary key, message_id uuid not null references messages, ordinal integer not null, sealed_name bytea,
     media_type text not null, size bigint not null, inline boolean not null, blob_id uuid not null references blobs,
     unique (message_id, ordinal))`,
  // One row an arrival, also of what the archive had.
  `create table custody (
     custody_id uuid primary key, message_id uuid not null references messages, blob_id uuid not null references blobs,
     received_at timestamptz(3) not null, by text not null, import_id uuid, actor text not null, facts bytea)`,
  'create index custody_message on custody (message_id)',
  'create index custody_import on custody (import_id) where import_id is not null',
];

const authorizations: readonly string[] = [
  `create table covered_authorizations (
     authorization_id uuid primary key, request_id uuid not null, case_id uuid not null, staff_id uuid not null, kind text not null,
     group_id uuid, medium text not null, from_on date not null, until_on date not null, ended_at timestamptz(3),
     copies_required boolean not null, policy_version text not null)`,
  'create index covered_authorizations_staff on covered_authorizations (staff_id)',
  `create table covered_students (
     authorization_id uuid not null, student_id uuid not null, joined_at timestamptz(3) not null, left_at timestamptz(3),
     primary key (authorization_id, student_id))`,
  'create index covered_students_student on covered_students (student_id)',
  `create table copy_addresses (
     copy_address_id uuid primary key, authorization_id uuid not null, local_hash bytea not null unique,
     issued_at timestamptz(3) not null, replaced_at timestamptz(3))`,
  'create index copy_addresses_authorization on copy_addresses (authorization_id)',
  // Whose an address or number is, as keyed hashes; the addresses stay with the directory and the requests.
  `create table party_fingerprints (
     fingerprint bytea not null, person_id uuid not null, source uuid not null, primary key (fingerprint, person_id, source))`,
  'create index party_fingerprints_source on party_fingerprints (source)',
  // What has to be asked for (again): a person of the roster, or the channel of an authorization.
  `create table fingerprints_due (source uuid primary key, kind text not null check (kind in ('person', 'channel')))`,
];

/**
 * Messages, their originals and keys (C7, C9). The log of the requests is heard again from its beginning: more of it is
 * kept than before, and what was decided then is decided no second time.
 */
export class ArchiveMessages1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...sealing,
      ...copies,
      ...authorizations,
      ...guardianshipsPart.schema,
      ...policyVersionsPart.schema,
      `insert into fingerprints_due select person_id, 'person' from roster_people`,
      `update checkpoints set position = 0, message_offset = null where consumer = 'messaging-archive' and log = 'exception-request'`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...policyVersionsPart.schemaDown,
      ...guardianshipsPart.schemaDown,
      `drop table fingerprints_due, party_fingerprints, copy_addresses, covered_students, covered_authorizations, custody, attachments,
         message_students, message_parties, messages, blobs, sealing_keys`,
    ])
      await runner.query(statement);
  }
}
