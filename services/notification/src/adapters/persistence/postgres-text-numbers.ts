import { createHmac } from 'node:crypto';
import type { Queryable } from '@sightline/event-store';
import type { TextNumbers } from '../../application/ports.js';

/** Matches numbers by an HMAC under a key that the database does not hold (design §1). */
export class PostgresTextNumbers implements TextNumbers {
  constructor(
    private readonly database: Queryable,
    private readonly key: string,
  ) {}

  async remember(written: readonly { readonly personId: string; readonly number: string }[]): Promise<void> {
    if (written.length === 0) return;
    await this.database.query({
      name: 'text-numbers.remember',
      text: 'insert into text_numbers select * from unnest($1::bytea[], $2::uuid[]) on conflict do nothing',
      values: [written.map(({ number }) => this.fingerprint(number)), written.map(({ personId }) => personId)],
    });
  }

  async peopleAt(number: string): Promise<readonly string[]> {
    const { rows } = await this.database.query<{ personId: string }>({
      name: 'text-numbers.people-at',
      text: 'select person_id as "personId" from text_numbers where fingerprint = $1 order by person_id',
      values: [this.fingerprint(number)],
    });
    return rows.map(({ personId }) => personId);
  }

  private fingerprint(number: string): Buffer {
    return createHmac('sha256', this.key).update(`number ${number}`).digest();
  }
}
