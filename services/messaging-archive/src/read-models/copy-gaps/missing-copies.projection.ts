import type { CopiesMissing } from '@sightline/contracts';
import type { Projection } from '@sightline/event-store';

/** Which messages show that a copy did not come (C7). */
export const missingCopiesProjection: Projection = {
  name: 'missing-copies',
  types: new Set<string>(['sightline.messaging-archive.copies-missing.v1' satisfies CopiesMissing['type']]),
  async apply(transaction, staged) {
    const shown = (staged as unknown as readonly CopiesMissing[]).flatMap(({ data }) =>
      data.messageIds.map((messageId) => [data.authorizationId, messageId, data.found] as const),
    );
    await transaction.query({
      name: 'missing-copies.write',
      text: 'insert into missing_copies select * from unnest($1::uuid[], $2::uuid[], $3::text[]) on conflict do nothing',
      values: [
        shown.map(([authorizationId]) => authorizationId),
        shown.map(([, messageId]) => messageId),
        shown.map(([, , found]) => found),
      ],
    });
  },
};
