import type { MessagesArchived } from '@sightline/contracts';
import type { Projection } from '@sightline/event-store';

/** Messages whose words are not in the index yet; with the intake, so that none is forgotten. */
export const searchDueProjection: Projection = {
  name: 'search_due',
  types: new Set<string>(['sightline.messaging-archive.messages-archived.v1' satisfies MessagesArchived['type']]),
  async apply(transaction, staged) {
    const events = staged as unknown as readonly MessagesArchived[];
    await transaction.query({
      name: 'search-due.write',
      text: 'insert into search_due select distinct unnest($1::uuid[]) on conflict do nothing',
      values: [events.flatMap(({ data }) => data.messages.map(({ messageId }) => messageId))],
    });
  },
};
