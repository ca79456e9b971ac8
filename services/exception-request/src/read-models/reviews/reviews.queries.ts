import type { Queryable } from '@sightline/event-store';
import type { ReviewRow } from './reviews.projection.js';

/** A review with what a guardian wrote, where one did. */
export interface ReviewWithWords extends ReviewRow {
  readonly reason_words: string | null;
}

/** The reviews of an authorization, the latest first. */
export async function reviewsOf(database: Queryable, authorizationId: string): Promise<ReviewWithWords[]> {
  const { rows } = await database.query<ReviewWithWords>({
    name: 'reviews.of',
    text: `select authorization_reviews.*, confidential.words->>'reason' as reason_words
           from authorization_reviews left join confidential on record_id = words_record_id
           where authorization_id = $1 order by review_id desc`,
    values: [authorizationId],
  });
  return rows;
}
