import type { Queryable } from '@sightline/event-store';
import type { StoredService } from '../service-databases.js';

/** Of every service: the log, what the bus keeps about it, and the migrations. None of it is a projection. */
const ofTheMachinery = new Set([
  'checkpoints',
  'confidential',
  'events',
  'idempotency_keys',
  'log_head',
  'migrations',
  'parked_events',
  'parked_keys',
  'relay_partitions',
  'relay_state',
  'streams',
]);

/** What a service keeps that is in no log: a table named here is primary data, every other one must rebuild. */
const primaryData: Readonly<Record<StoredService, ReadonlySet<string>>> = {
  directory: new Set([
    'buildings',
    'district_form_names',
    'enrollments',
    'group_members',
    'groups',
    'guardian_links',
    'guardianships',
    'hand_relations',
    'held_relations',
    'kept_import_rows',
    'kept_imports',
    'people',
    'person_roles',
    // What imports have told last, written by them: the next import is compared with it.
    'published_facts',
    'restrictions',
    'roster_days',
    'roster_import_progress',
    'roster_imports',
    'supervisions',
  ]),
  'exception-request': new Set(),
  // Up to which day the tasks follow the absences: what the clock has done, not what was decided.
  approval: new Set(['settled_days']),
  // Attempts, leases, times of the next attempt, what was looked at today, which number was written to, how often one answers and what a carrier said
  // happen outside of the log.
  notification: new Set([
    'deliveries',
    'daily_looks',
    'letters',
    'letter_batches',
    'mail_bounces',
    'bounce_keys',
    'text_numbers',
    'carrier_reports',
    'text_reply_hours',
  ]),
  // What came from outside, its keys, and what the owners of addresses were asked: no log holds it.
  'messaging-archive': new Set([
    'attachments',
    'blobs',
    'custody',
    'fingerprints_due',
    // What a release before had heard: of this database alone.
    'heard_before',
    'message_imports',
    'message_parties',
    'message_students',
    'messages',
    'party_fingerprints',
    'sealing_keys',
    // Filled from sealed content by a worker, in its own time.
    'search_due',
    'search_terms',
  ]),
  // Tiles are of the ledger; a tree head is a signature given at some moment.
  audit: new Set(['ledger', 'ledger_head', 'tree_heads', 'tree_tiles']),
  portal: new Set(['provider_records', 'sessions', 'webhook_deliveries', 'webhook_endpoints']),
};

/** When a worker looks next, and what it found last, in tables whose rows follow from the log. */
const ofTheWorkers: Readonly<Record<string, readonly string[]>> = {
  // Made from the id under a key of the database.
  copy_addresses: ['local_hash'],
  awaited_addresses: ['next_look_at', 'tried', 'salt'],
};

/** Columns that no log gives back. */
export const uncomparedColumns = (table: string): readonly string[] => ofTheWorkers[table] ?? [];

/** The tables of a service's database that its logs must be able to give back. */
export async function projectedTables(database: Queryable, service: StoredService): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map(({ name }) => name).filter((name) => !ofTheMachinery.has(name) && !primaryData[service].has(name));
}
