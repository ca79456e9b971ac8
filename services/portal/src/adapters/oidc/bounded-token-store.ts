import { LRUCache } from 'lru-cache';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

const entriesMax = 5_000;
const longestMs = 24 * 60 * 60_000;

/**
 * Where the built-in provider keeps sessions, grants, interactions and codes when no database is at hand: in memory, each kind bounded to 5,000 entries
 * (the least recently used one leaves first), each entry gone when it expires. **Lost at a restart**: people then sign in
 * again. Access tokens are not in here: they are JWTs that stand for themselves and stay good until they expire.
 */
export const boundedTokenStore = (): AdapterFactory => (): Adapter => {
  const entries = new LRUCache<string, AdapterPayload>({ max: entriesMax, ttl: longestMs });
  const idByUid = new LRUCache<string, string>({ max: entriesMax, ttl: longestMs });

  return {
    async upsert(id, payload, expiresInSeconds) {
      const ttl = expiresInSeconds === undefined ? longestMs : Math.max(1, expiresInSeconds * 1000);
      entries.set(id, payload, { ttl });
      if (payload.uid !== undefined) idByUid.set(payload.uid, id, { ttl });
    },
    find: async (id) => entries.get(id),
    async findByUid(uid) {
      const id = idByUid.get(uid);
      return id === undefined ? undefined : entries.get(id);
    },
    findByUserCode: async () => undefined,
    async consume(id) {
      const payload = entries.get(id);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      entries.delete(id);
    },
    async revokeByGrantId(grantId) {
      for (const [id, payload] of entries.entries()) if (payload.grantId === grantId) entries.delete(id);
    },
  };
};
