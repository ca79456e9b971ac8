import type { Queryable, Transaction, UnitOfWork, UnitResult } from '@sightline/event-store';
import { childrenOf } from '@sightline/relations';
import type { TakenCopy } from '../../application/archive-intake.js';
import type { BlobRow, CaptureTables, KeptCopies, KnownMessage } from '../../application/capture/capture-tables.js';
import { conversationGapMs, type CoveringAuthorization, type ThreadedBefore } from '../../domain/index.js';

const hex = (bytes: Buffer | null): string | null => (bytes === null ? null : `\\x${bytes.toString('hex')}`);

/** Rows as `jsonb_populate_recordset` reads them: bytes in hex, moments in RFC 3339. */
const records = (rows: readonly object[]): string =>
  JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]: [string, unknown]) => [
          name.replace(/[A-Z0-9]+/g, (letter) => (/\d/.test(letter) ? letter : `_${letter.toLowerCase()}`)),
          Buffer.isBuffer(value) ? hex(value) : value,
        ]),
      ),
    ),
  );

const insert = async (transaction: Transaction, table: string, rows: readonly object[], rest = ''): Promise<void> => {
  if (rows.length === 0) return;
  await transaction.query({
    name: `capture.keep-${table}`,
    text: `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb) ${rest}`,
    values: [records(rows)],
  });
};

export class PostgresCaptureTables implements CaptureTables {
  constructor(private readonly database: Queryable) {}

  async personsOf(fingerprints: readonly Buffer[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (fingerprints.length === 0) return new Map();
    const { rows } = await this.database.query<{ fingerprint: string; persons: string[] }>({
      name: 'capture.persons-of',
      text: `select encode(fingerprint, 'hex') as fingerprint, array_agg(distinct person_id) as persons
             from party_fingerprints where fingerprint = any($1) group by 1`,
      values: [fingerprints],
    });
    return new Map(rows.map(({ fingerprint, persons }) => [fingerprint, persons]));
  }

  async childrenOf(guardianIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const children = new Map<string, string[]>();
    if (guardianIds.length === 0) return children;
    for (const { guardianId, studentId } of await childrenOf(this.database, guardianIds))
      children.set(guardianId, [...(children.get(guardianId) ?? []), studentId]);
    return children;
  }

  async authorizations(
    authorizationIds: readonly string[],
    staffIds: readonly string[],
  ): Promise<readonly CoveringAuthorization[]> {
    if (authorizationIds.length + staffIds.length === 0) return [];
    const { rows } = await this.database.query<CoveringAuthorization>({
      name: 'capture.authorizations',
      text: `select authorization_id as "authorizationId", case_id as "caseId", staff_id as "staffId", medium,
               from_on as "fromOn", until_on as "untilOn", ended_at as "endedAt", copies_required as "copiesRequired",
               policy_version as "policyVersion",
               array(select student_id from covered_students as student
                     where student.authorization_id = covered.authorization_id order by student_id) as "studentIds"
             from covered_authorizations as covered where authorization_id = any($1) or staff_id = any($2)
             order by authorization_id`,
      values: [authorizationIds, staffIds],
    });
    return rows;
  }

  async threadsBefore(
    transaction: Transaction,
    external: readonly { readonly keyId: string; readonly hash: Buffer }[],
    conversations: readonly { readonly keyId: string; readonly hash: Buffer; readonly at: Date }[],
  ): Promise<readonly ThreadedBefore[]> {
    const { rows } = await transaction.query<ThreadedBefore>({
      name: 'capture.threads-before',
      text: `with found as (
               select message_id from messages
                 join unnest($1::uuid[], $2::bytea[]) as answered (key_id, hash)
                 on messages.key_id = answered.key_id and messages.external_hash = answered.hash
               union
               select near.message_id from unnest($3::uuid[], $4::bytea[], $5::timestamptz[]) as turn (key_id, hash, at),
                 lateral (select message_id from messages
                          where key_id = turn.key_id and conversation_hash = turn.hash
                            and sent_at between turn.at - $6::interval and turn.at + $6::interval
                          order by sent_at limit 1) as near
             )
             select key_id as "keyId", thread_id as "threadId", sent_at as at, encode(external_hash, 'hex') as external,
                    encode(conversation_hash, 'hex') as conversation
             from messages join found using (message_id)`,
      values: [
        external.map(({ keyId }) => keyId),
        external.map(({ hash }) => hash),
        conversations.map(({ keyId }) => keyId),
        conversations.map(({ hash }) => hash),
        conversations.map(({ at }) => at),
        `${conversationGapMs} milliseconds`,
      ],
    });
    return rows;
  }

  async keepBlobs(transaction: Transaction, blobs: readonly BlobRow[]): Promise<readonly string[]> {
    if (blobs.length === 0) return [];
    const { rows } = await transaction.query<{ key: string; blobId: string }>({
      name: 'capture.keep-blobs',
      text: `with given as (
               select distinct on (key_id, sha256) * from jsonb_populate_recordset(null::blobs, $1::jsonb) order by key_id, sha256
             ), added as (
               insert into blobs select blob_id, key_id, sha256, size, stored_as, now(), null from given
               on conflict (key_id, sha256) do update set destroyed_at = null, stored_as = excluded.stored_as
               returning blob_id, key_id, sha256
             )
             select key_id || '/' || encode(sha256, 'hex') as key, blob_id as "blobId" from added`,
      values: [records(blobs)],
    });
    const ids = new Map(rows.map(({ key, blobId }) => [key, blobId]));
    return blobs.map(({ keyId, sha256 }) => ids.get(`${keyId}/${sha256.toString('hex')}`)!);
  }

  async known(
    transaction: Transaction,
    messages: readonly { readonly keyId: string; readonly identity: Buffer }[],
  ): Promise<ReadonlyMap<string, KnownMessage>> {
    // The same message in two batches at once: the second waits here until the first has committed.
    await transaction.query({
      name: 'capture.lock-identities',
      text: `select pg_advisory_xact_lock(key) from (
               select distinct hashtextextended(encode(identity, 'hex'), 0) as key from unnest($1::bytea[]) as identity order by key) as held`,
      values: [messages.map(({ identity }) => identity)],
    });
    const { rows } = await transaction.query<KnownMessage & { key: string }>({
      name: 'capture.known',
      text: `select messages.key_id || '/' || encode(messages.identity, 'hex') as key, message_id as "messageId",
               authorization_id as "authorizationId", copy_gap_seconds as "copyGapSeconds",
               array(select student_id from message_students as student where student.message_id = messages.message_id) as "studentIds"
             from messages join unnest($1::uuid[], $2::bytea[]) as given (key_id, identity)
               on messages.key_id = given.key_id and messages.identity = given.identity`,
      values: [messages.map(({ keyId }) => keyId), messages.map(({ identity }) => identity)],
    });
    return new Map(rows.map(({ key, ...message }) => [key, message]));
  }

  async keep(transaction: Transaction, kept: KeptCopies): Promise<void> {
    await insert(transaction, 'messages', kept.messages);
    await insert(transaction, 'message_parties', kept.parties, 'on conflict do nothing');
    await insert(transaction, 'message_students', kept.students, 'on conflict do nothing');
    await insert(transaction, 'attachments', kept.attachments);
    await insert(transaction, 'custody', kept.custody);
  }

  async keptAnswer(
    transaction: Transaction,
    { scope, key, bodyHash }: NonNullable<UnitOfWork['idempotency']>,
  ): Promise<UnitResult<TakenCopy> | undefined> {
    const { rows } = await transaction.query<{ bodyHash: string; answer: TakenCopy }>({
      name: 'capture.kept-answer',
      text: 'select body_hash as "bodyHash", answer from idempotency_keys where scope = $1 and key = $2',
      values: [scope, key],
    });
    const [kept] = rows;
    if (!kept) return undefined;
    return kept.bodyHash === bodyHash ? { outcome: 'repeated', answer: kept.answer } : { outcome: 'key-reused' };
  }
}
