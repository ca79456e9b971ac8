import type { Queryable } from '@sightline/event-store';
import type { SignedHeads } from '../../application/ports.js';

export const postgresSignedHeads = (database: Queryable): SignedHeads => ({
  async lastSize() {
    const { rows } = await database.query<{ size: number | null }>({
      name: 'ledger.last-signed',
      text: 'select max(size)::float8 as size from tree_heads',
    });
    return rows[0]?.size ?? 0;
  },
  async keep(size, signedAt, note) {
    await database.query({
      name: 'ledger.keep-tree-head',
      // Two replicas that sign the same size sign the same text.
      text: 'insert into tree_heads (size, signed_at, note) values ($1, $2, $3) on conflict (size) do nothing',
      values: [size, signedAt, note],
    });
  },
});
