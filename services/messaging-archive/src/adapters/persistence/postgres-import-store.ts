import type { Queryable } from '@sightline/event-store';
import type {
  BegunImport,
  ImportChange,
  ImportKey,
  ImportRecord,
  ImportStatus,
  ImportStore,
} from '../../application/imports/import-store.js';

const columns = `import_id as "importId", staff_id as "staffId", authorization_id as "authorizationId", all_covered as "allCovered",
  status, format, size::float8 as size, created_at as "createdAt", ended_at as "endedAt", expires_at as "expiresAt",
  items_done as "itemsDone", items_all as "itemsAll", sealed_outline as "sealedOutline", sealed_selection as "sealedSelection",
  sealed_reckoning as "sealedReckoning", signature, failure`;

const columnOf: Readonly<Record<keyof ImportChange, string>> = {
  status: 'status',
  endedAt: 'ended_at',
  itemsDone: 'items_done',
  itemsAll: 'items_all',
  sealedOutline: 'sealed_outline',
  sealedSelection: 'sealed_selection',
  sealedReckoning: 'sealed_reckoning',
  signature: 'signature',
  failure: 'failure',
};

export class PostgresImportStore implements ImportStore {
  constructor(private readonly database: Queryable) {}

  async begin(record: ImportRecord, key: ImportKey | undefined): Promise<BegunImport> {
    const { rowCount } = await this.database.query({
      name: 'message-imports.begin',
      text: `insert into message_imports (import_id, staff_id, authorization_id, all_covered, status, format, size, created_at,
               expires_at, items_done, idempotency_scope, idempotency_key, body_hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12) on conflict do nothing`,
      values: [
        ...[record.importId, record.staffId, record.authorizationId, record.allCovered, record.status, record.format],
        ...[record.size, record.createdAt, record.expiresAt, key?.scope, key?.key, key?.bodyHash],
      ],
    });
    if (rowCount === 1) return { outcome: 'begun', importId: record.importId };
    const { rows } = await this.database.query<{ importId: string; bodyHash: string }>(
      `select import_id as "importId", body_hash as "bodyHash" from message_imports where idempotency_scope = $1 and idempotency_key = $2`,
      [key?.scope, key?.key],
    );
    const first = rows[0]!;
    return first.bodyHash === key?.bodyHash
      ? { outcome: 'repeated', importId: first.importId }
      : { outcome: 'key-reused' };
  }

  async find(importId: string): Promise<ImportRecord | undefined> {
    const { rows } = await this.database.query<ImportRecord>({
      name: 'message-imports.find',
      text: `select ${columns} from message_imports where import_id = $1`,
      values: [importId],
    });
    return rows[0];
  }

  async list(staffId: string, limit: number, before?: string): Promise<readonly ImportRecord[]> {
    const { rows } = await this.database.query<ImportRecord>({
      name: 'message-imports.list',
      text: `select ${columns} from message_imports where staff_id = $1 and ($3::uuid is null or import_id < $3)
             order by import_id desc limit $2`,
      values: [staffId, limit, before ?? null],
    });
    return rows;
  }

  async change(importId: string, from: ImportStatus, change: ImportChange): Promise<boolean> {
    const names = Object.keys(change) as (keyof ImportChange)[];
    const sets = names.map((name, index) => `${columnOf[name]} = $${index + 3}`);
    const { rowCount } = await this.database.query(
      `update message_imports set ${[...sets, 'claimed_until = null'].join(', ')} where import_id = $1 and status = $2`,
      [importId, from, ...names.map((name) => change[name] ?? null)],
    );
    return rowCount === 1;
  }

  async claim(importIds: readonly string[], now: Date, until: Date): Promise<ImportRecord | undefined> {
    const { rows } = await this.database.query<ImportRecord>({
      name: 'message-imports.claim',
      text: `update message_imports set claimed_until = $3 where import_id = (
               select import_id from message_imports
               where status in ('outlining', 'taking') and import_id = any($1) and (claimed_until is null or claimed_until < $2)
               order by import_id limit 1 for update skip locked)
             returning ${columns}`,
      values: [importIds, now, until],
    });
    return rows[0];
  }

  async progress(importId: string, itemsDone: number, claimedUntil: Date): Promise<void> {
    await this.database.query({
      name: 'message-imports.progress',
      text: 'update message_imports set items_done = $2, claimed_until = $3 where import_id = $1',
      values: [importId, itemsDone, claimedUntil],
    });
  }

  async release(importId: string): Promise<void> {
    await this.database.query('update message_imports set claimed_until = null where import_id = $1', [importId]);
  }

  async expire(now: Date): Promise<readonly string[]> {
    const { rows } = await this.database.query<{ importId: string }>({
      name: 'message-imports.expire',
      text: `update message_imports set status = 'expired', ended_at = $1, sealed_outline = null, sealed_selection = null
             where status = 'awaits-selection' and expires_at <= $1 returning import_id as "importId"`,
      values: [now],
    });
    return rows.map(({ importId }) => importId);
  }

  async countNew(importId: string): Promise<{ readonly newCount: number; readonly copiesMissing: number }> {
    const { rows } = await this.database.query<{ newCount: number; copiesMissing: number }>({
      name: 'message-imports.count-new',
      text: `select count(*)::integer as "newCount",
               (count(*) filter (where copies_required and messages.direction = 'outgoing' and messages.medium <> 'phone-call'))::integer as "copiesMissing"
             from messages left join covered_authorizations using (authorization_id) where import_id = $1`,
      values: [importId],
    });
    return rows[0]!;
  }
}
