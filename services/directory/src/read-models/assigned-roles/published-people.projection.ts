import type { PersonChanged } from '@sightline/contracts';
import type { Projection } from '@sightline/event-store';

/** What was told of a person stays known when it is an operator who changes it: the next import tells only what differs. */
export const publishedPeopleProjection: Projection = {
  name: 'published_facts',
  types: new Set<PersonChanged['type']>(['sightline.directory.person-changed.v1']),
  async apply(transaction, events) {
    const latest = new Map(events.map(({ subject, data }) => [subject, data]));
    await transaction.query({
      name: 'projection.published-people',
      text: `insert into published_facts (kind, id, data)
             select 'person', (data->>'personId')::uuid, data from jsonb_array_elements($1::jsonb) as data order by 2
             on conflict (kind, id) do update set data = excluded.data`,
      values: [JSON.stringify([...latest.values()])],
    });
  },
};
