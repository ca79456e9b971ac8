import type { ConfidentialRecord } from './confidential-record.js';
import type { StagedEvent } from './unit-of-work.js';
import type { Transaction } from './transaction.js';

/** Keeps the written words that the events commit to, beside the log. */
export async function keepWords(transaction: Transaction, words: readonly ConfidentialRecord[]): Promise<void> {
  if (words.length === 0) return;
  await transaction.query({
    name: 'event-store.keep-words',
    text: `insert into confidential (record_id, subject, key, words)
           select record_id, subject, decode(key, 'hex'), words
           from jsonb_to_recordset($1::jsonb) as record (record_id uuid, subject text, key text, words jsonb)`,
    values: [
      JSON.stringify(
        words.map(({ recordId, subject, key, words: kept }) => ({
          record_id: recordId,
          subject,
          key: key.toString('hex'),
          words: kept,
        })),
      ),
    ],
  });
}

/**
 * The last statement of the transaction: it locks `log_head`, so that positions are handed out in commit order and
 * without gaps, and inserts all events behind it. Nothing may follow but the commit.
 */
export async function appendStaged(transaction: Transaction, staged: readonly StagedEvent[]): Promise<void> {
  if (staged.length === 0) return;

  const versions = new Map<string, number>();
  for (const event of staged) versions.set(event.subject, event.subjectversion);
  await transaction.query({
    name: 'event-store.append',
    text: `with head as (
             update log_head set position = position + $1 returning position - $1 as base, epoch
           ), advanced as (
             insert into streams (subject, version) select * from unnest($2::text[], $3::integer[])
             on conflict (subject) do update set version = excluded.version
           )
           insert into events (position, epoch, id, subject, subject_version, type, time, correlation_id, causation_id,
                               actor, policy_version, partition_key, traceparent, data)
           select head.base + event.ordinal, head.epoch, event.id, event.subject, event.subjectversion, event.type, event.time,
                  event.correlationid, event.causationid, event.actor, event.policyversion, event.partitionkey,
                  event.traceparent, event.data
           from head, jsonb_to_recordset($4::jsonb) as event (ordinal integer, id uuid, subject text, subjectversion integer,
                type text, time timestamptz, correlationid uuid, causationid text, actor text, policyversion text,
                partitionkey text, traceparent text, data jsonb)`,
    values: [
      staged.length,
      [...versions.keys()],
      [...versions.values()],
      JSON.stringify(staged.map((event, index) => ({ ordinal: index + 1, ...event }))),
    ],
  });
}
