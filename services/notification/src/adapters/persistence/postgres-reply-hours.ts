import type { Queryable } from '@sightline/event-store';
import { createHmac } from 'node:crypto';
import type { ReplyHours } from '../../application/ports.js';

const hourMs = 3_600_000;

/** Counts by a keyed fingerprint of the number; a count whose hour is over is removed with the next one (design §1). */
export class PostgresReplyHours implements ReplyHours {
  constructor(
    private readonly database: Queryable,
    private readonly key: string,
  ) {}

  async count(number: string, now: Date): Promise<number> {
    const { rows } = await this.database.query<{ replies: number }>({
      name: 'text-reply-hours.count',
      text: `with over as (
               delete from text_reply_hours where fingerprint in (
                 select fingerprint from text_reply_hours where since <= $3 and fingerprint <> $1
                 limit 100 for update skip locked
               )
             )
             insert into text_reply_hours as counted (fingerprint, since, replies) values ($1, $2, 1)
             on conflict (fingerprint) do update set
               since = case when counted.since <= $3 then excluded.since else counted.since end,
               replies = case when counted.since <= $3 then 1 else counted.replies + 1 end
             returning replies`,
      values: [
        createHmac('sha256', this.key).update(`reply ${number}`).digest(),
        now,
        new Date(now.getTime() - hourMs),
      ],
    });
    return rows[0]!.replies;
  }
}
