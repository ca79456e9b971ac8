import { inTransaction } from '@sightline/event-store';
import type pg from 'pg';
import type { IndexedMessage, SearchIndex } from '../../application/looks/index-messages.worker.js';

interface Due {
  readonly messageId: string;
  readonly keyId: string;
}

/** The sealed index in `search_terms`; a statement each to take, to write and to cross off, whatever the number. */
export class PostgresSearchIndex implements SearchIndex {
  constructor(private readonly pool: pg.Pool) {}

  fill(limit: number, index: (due: readonly Due[]) => Promise<readonly IndexedMessage[]>): Promise<number> {
    return inTransaction(this.pool, async (transaction) => {
      const { rows: due } = await transaction.query<Due>({
        name: 'search-index.due',
        text: `select message_id as "messageId", key_id as "keyId" from search_due join messages using (message_id)
               order by message_id limit $1 for update of search_due skip locked`,
        values: [limit],
      });
      if (due.length === 0) return 0;
      const indexed = await index(due);
      await transaction.query({
        name: 'search-index.write',
        text: `insert into search_terms (message_id, key_id, terms)
               select message_id, key_id, terms::bigint[] from unnest($1::uuid[], $2::uuid[], $3::text[]) as made (message_id, key_id, terms)
               on conflict (message_id) do update set terms = excluded.terms`,
        values: [
          indexed.map(({ messageId }) => messageId),
          indexed.map(({ keyId }) => keyId),
          indexed.map(({ terms }) => `{${terms.join(',')}}`),
        ],
      });
      await transaction.query({
        name: 'search-index.done',
        text: 'delete from search_due where message_id = any($1)',
        values: [due.map(({ messageId }) => messageId)],
      });
      return due.length;
    });
  }
}
