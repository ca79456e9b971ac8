import { inTransaction } from '@sightline/event-store';
import type pg from 'pg';
import type {
  AskedFingerprints,
  FingerprintSource,
  FingerprintTable,
} from '../../application/fingerprints/settle-fingerprints.js';

export class PostgresFingerprints implements FingerprintTable {
  constructor(private readonly pool: pg.Pool) {}

  async settle(limit: number, ask: (due: readonly FingerprintSource[]) => Promise<AskedFingerprints>): Promise<number> {
    const { rows: some } = await this.pool.query({
      name: 'fingerprints.any-due',
      text: 'select 1 from fingerprints_due limit 1',
    });
    if (some.length === 0) return 0;
    return inTransaction(this.pool, async (transaction) => {
      const { rows: due } = await transaction.query<FingerprintSource>({
        name: 'fingerprints.due',
        text: `with due as (
                 delete from fingerprints_due where source in (select source from fingerprints_due order by source limit $1 for update)
                 returning source, kind
               )
               select due.source, due.kind, request_id as "requestId", staff_id as "staffId"
               from due left join covered_authorizations on due.kind = 'channel' and authorization_id = due.source`,
        values: [limit],
      });
      if (due.length === 0) return 0;
      const { known, fingerprints } = await ask(due);
      await transaction.query({
        name: 'fingerprints.forget',
        text: 'delete from party_fingerprints where source = any($1)',
        values: [known],
      });
      await transaction.query({
        name: 'fingerprints.keep',
        text: `insert into party_fingerprints (source, person_id, fingerprint)
               select * from unnest($1::uuid[], $2::uuid[], $3::bytea[]) on conflict do nothing`,
        values: [
          fingerprints.map(({ source }) => source),
          fingerprints.map(({ personId }) => personId),
          fingerprints.map(({ fingerprint }) => fingerprint),
        ],
      });
      return due.length;
    });
  }
}
