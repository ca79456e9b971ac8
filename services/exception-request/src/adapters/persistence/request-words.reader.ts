import type { RequestWords, RequestWordsReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { KeptWords, WrittenRequests } from '../../application/ports.js';
import type { WrittenRequest } from '../../read-models/requests/requests.queries.js';

/** The owner of the requests' words answering from its own table. Disposed words and drafts are left out. */
export class DatabaseRequestWordsReader implements RequestWordsReader, WrittenRequests {
  constructor(private readonly database: Queryable) {}

  async requestWords(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestWords>> {
    if (requestIds.length === 0) return new Map();
    const { rows } = await this.database.query<{ request_id: string; words: WrittenRequest }>({
      name: 'request-words.by-request',
      text: `select request_id, words from requests join confidential on record_id = words_record_id
             where request_id = any($1) and kind is not null and words is not null`,
      values: [requestIds],
    });
    return new Map(rows.map(({ request_id, words }) => [request_id, { requestId: request_id, ...words }]));
  }

  async lastWords(requestId: string): Promise<KeptWords | undefined> {
    const { rows } = await this.database.query<{ recordId: string; words: WrittenRequest }>({
      name: 'request-words.last',
      text: `select record_id as "recordId", words from requests join confidential on record_id = words_record_id
             where request_id = $1 and kind is not null and words is not null`,
      values: [requestId],
    });
    return rows[0];
  }
}
