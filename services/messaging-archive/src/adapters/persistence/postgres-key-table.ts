import type { Queryable } from '@sightline/event-store';
import type { KeyTable, WrappedKey } from '../../application/sealing/key-ring.js';

export class PostgresKeyTable implements KeyTable {
  constructor(private readonly database: Queryable) {}

  async byScope(scopes: readonly string[]): Promise<readonly WrappedKey[]> {
    const { rows } = await this.database.query<WrappedKey>({
      name: 'sealing-keys.by-scope',
      text: `select key_id as "keyId", scope, wrapped from sealing_keys where scope = any($1)`,
      values: [scopes],
    });
    return rows;
  }

  async byId(keyIds: readonly string[]): Promise<readonly WrappedKey[]> {
    const { rows } = await this.database.query<WrappedKey>({
      name: 'sealing-keys.by-id',
      text: `select key_id as "keyId", scope, wrapped from sealing_keys where key_id = any($1)`,
      values: [keyIds],
    });
    return rows;
  }

  async add(
    keys: readonly (WrappedKey & { readonly authorizationId: string | null })[],
    masterKeyId: string,
  ): Promise<void> {
    await this.database.query({
      name: 'sealing-keys.add',
      text: `insert into sealing_keys (key_id, scope, authorization_id, wrapped, master_key_id, created_at)
             select key_id, scope, authorization_id, wrapped, $5, now()
             from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bytea[]) as made (key_id, scope, authorization_id, wrapped)
             on conflict (scope) do nothing`,
      values: [
        keys.map(({ keyId }) => keyId),
        keys.map(({ scope }) => scope),
        keys.map(({ authorizationId }) => authorizationId),
        keys.map(({ wrapped }) => wrapped),
        masterKeyId,
      ],
    });
  }
}
