import { OwnerUnavailable } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { Session, SessionStore } from '../../application/ports.js';
import { sessionIdleMinutesMax } from '../../domain/session.js';
import { sealTokens, sessionIdOf, unsealTokens } from './sealed-tokens.js';

const overRemovedMax = 500;
const renewalSecondsMax = 10;

/** Sessions in the portal's own database: any replica finds them, and signing out holds for all at once. @throws OwnerUnavailable */
export const postgresSessions = (database: Queryable): SessionStore => {
  const query = async <Row extends object>(text: string, values: unknown[]): Promise<readonly Row[]> => {
    try {
      return (await database.query<Row>(text, values)).rows;
    } catch (error) {
      throw new OwnerUnavailable('portal', { cause: error });
    }
  };
  return {
    async open(secret, { tokens, lastUsedAt, endsAt }) {
      await query(
        `with over as (
           delete from sessions where id in (
             select id from sessions where ends_at <= $3 or last_used_at <= $3 - make_interval(mins => $5)
             limit ${overRemovedMax} for update skip locked))
         insert into sessions (id, tokens, last_used_at, ends_at) values ($1, $2, $3, $4)`,
        [sessionIdOf(secret), sealTokens(secret, tokens), lastUsedAt, endsAt, sessionIdleMinutesMax],
      );
    },
    async find(secret): Promise<Session | undefined> {
      const [row] = await query<{ tokens: Buffer; last_used_at: Date; ends_at: Date }>(
        'select tokens, last_used_at, ends_at from sessions where id = $1',
        [sessionIdOf(secret)],
      );
      return row && { tokens: unsealTokens(secret, row.tokens), lastUsedAt: row.last_used_at, endsAt: row.ends_at };
    },
    async noteUse(secret, now) {
      await query('update sessions set last_used_at = greatest(last_used_at, $2) where id = $1', [
        sessionIdOf(secret),
        now,
      ]);
    },
    async claimRenewal(secret, now) {
      const claimed = await query(
        `update sessions set renewing_until = $2::timestamptz + make_interval(secs => ${renewalSecondsMax})
         where id = $1 and (renewing_until is null or renewing_until <= $2) returning id`,
        [sessionIdOf(secret), now],
      );
      return claimed.length > 0;
    },
    async replaceTokens(secret, tokens) {
      await query('update sessions set tokens = $2, renewing_until = null where id = $1', [
        sessionIdOf(secret),
        sealTokens(secret, tokens),
      ]);
    },
    async close(secret) {
      await query('delete from sessions where id = $1', [sessionIdOf(secret)]);
    },
  };
};
