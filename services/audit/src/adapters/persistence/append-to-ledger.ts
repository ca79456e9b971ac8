import type { EventEnvelope } from '@sightline/contracts';
import { together, type Transaction } from '@sightline/event-store';
import { canonicalJson, causesFirst } from '../../domain/index.js';
import { leafHash } from '../../application/tree-hash.js';
import { fillTiles } from './tree-tiles.js';

/**
 * Takes every event of every service into the ledger in the order of arrival, numbered without gaps. An event that is
 * there already is not taken twice; another event at the same place of the same log violates `ledger_log_position_key`.
 * The tree over the ledger grows in the same transaction (RFC 9162).
 */
export const ledgerProjection = {
  types: 'every' as const,
  async apply(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    const leaves = causesFirst(events).map((event) => {
      const text = canonicalJson(event);
      return { event, text, hash: leafHash(text) };
    });
    // A statement of its own: the next one sees whatever the ledger's last writer committed before it let go.
    const locked = transaction.query({ name: 'ledger.lock-head', text: 'select 1 from ledger_head for update' });
    // Unnamed, so that it is planned anew each time: a plan kept from a small ledger reads all of a large one.
    const taken = transaction.query<{ after: number; count: number }>({
      text: `with arrived as (
               select arrived.*, row_number() over (order by ordinal) as place
               from unnest($1::text[], $2::integer[], $3::bigint[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::bytea[], $10::jsonb[])
                 with ordinality as arrived (log, epoch, position, event_id, case_id, type, subject, time, leaf_hash, event, ordinal)
               where not exists (select 1 from ledger where ledger.log = arrived.log and ledger.position = arrived.position
                                   and ledger.leaf_hash = arrived.leaf_hash)
             ), taken as (
               insert into ledger (sequence, log, epoch, position, event_id, case_id, type, subject, time, leaf_hash, event)
               select ledger_head.sequence + place, log, epoch, position, event_id, case_id, type, subject, time, leaf_hash, event
               from ledger_head, arrived returning 1
             )
             update ledger_head set sequence = sequence + (select count(*) from taken)
             returning sequence::float8 as after, (select count(*) from taken)::integer as count`,
      values: [
        leaves.map(({ event }) => event.log),
        leaves.map(({ event }) => event.epoch),
        leaves.map(({ event }) => event.position),
        leaves.map(({ event }) => event.id),
        leaves.map(({ event }) => event.correlationid),
        leaves.map(({ event }) => event.type),
        leaves.map(({ event }) => event.subject),
        leaves.map(({ event }) => event.time),
        leaves.map(({ hash }) => hash),
        leaves.map(({ text }) => text),
      ],
    });
    const [, { rows }] = await together(locked, taken);
    const { after, count } = rows[0]!;
    await fillTiles(transaction, after - count, after);
  },
};
