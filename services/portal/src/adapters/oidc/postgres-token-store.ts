import type { Queryable } from '@sightline/event-store';
import { createHash } from 'node:crypto';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

const longestSeconds = 24 * 60 * 60;
const expiredRemovedMax = 200;

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Where the built-in provider keeps sessions, grants, interactions, codes and refresh tokens so that any replica goes on with
 * what another began, and a restart signs nobody out. What opens something is kept as a hash: a copy of the table is no key.
 * Each record is gone when it expires.
 */
export const postgresTokenStore =
  (database: Queryable): AdapterFactory =>
  (kind): Adapter => {
    const restored = (id: string, payload: AdapterPayload | undefined): AdapterPayload | undefined =>
      payload && { ...payload, jti: id };
    return {
      async upsert(id, { jti: _, ...payload }, expiresInSeconds) {
        await database.query(
          `with expired as (
             delete from provider_records where (kind, id) in (
               select kind, id from provider_records where expires_at <= now() limit ${expiredRemovedMax} for update skip locked))
           insert into provider_records (kind, id, uid, grant_id, payload, expires_at)
           values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
           on conflict (kind, id) do update
             set uid = excluded.uid, grant_id = excluded.grant_id, payload = excluded.payload, expires_at = excluded.expires_at`,
          [
            kind,
            hashOf(id),
            payload.uid === undefined ? null : hashOf(payload.uid),
            payload.grantId === undefined ? null : hashOf(payload.grantId),
            // Found by its uid too; whoever knows its id still needs the cookie's signature.
            kind === 'Session' ? { ...payload, kept: id } : payload,
            expiresInSeconds ?? longestSeconds,
          ],
        );
      },
      async find(id) {
        const { rows } = await database.query<{ payload: AdapterPayload }>(
          'select payload from provider_records where kind = $1 and id = $2 and expires_at > now()',
          [kind, hashOf(id)],
        );
        return restored(id, rows[0]?.payload);
      },
      async findByUid(uid) {
        const { rows } = await database.query<{ payload: AdapterPayload & { kept: string } }>(
          'select payload from provider_records where kind = $1 and uid = $2 and expires_at > now()',
          [kind, hashOf(uid)],
        );
        return rows[0] && restored(rows[0].payload.kept, rows[0].payload);
      },
      findByUserCode: async () => undefined,
      async consume(id) {
        await database.query(
          `update provider_records set payload = payload || jsonb_build_object('consumed', extract(epoch from now())::bigint)
           where kind = $1 and id = $2`,
          [kind, hashOf(id)],
        );
      },
      async destroy(id) {
        await database.query('delete from provider_records where kind = $1 and id = $2', [kind, hashOf(id)]);
      },
      async revokeByGrantId(grantId) {
        await database.query('delete from provider_records where kind = $1 and grant_id = $2', [kind, hashOf(grantId)]);
      },
    };
  };
