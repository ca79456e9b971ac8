import type { SiblingsChanged } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { lastOfEach, type RelationPart } from '../relation-part.js';

/** Who is whose sibling (C4). */
export const siblingsPart: RelationPart = {
  name: 'siblings',
  types: new Set<SiblingsChanged['type']>(['sightline.directory.siblings-changed.v1']),
  schema: [
    `create table roster_siblings (person_id uuid not null, sibling_id uuid not null, primary key (person_id, sibling_id))`,
    `create index roster_siblings_sibling on roster_siblings (sibling_id)`,
  ],
  schemaDown: ['drop table roster_siblings'],
  async apply(transaction, events) {
    const people = lastOfEach(events as readonly SiblingsChanged[], ({ data }) => data.personId);
    await transaction.query({
      name: 'roster-siblings.remove',
      text: 'delete from roster_siblings where person_id = any($1)',
      values: [people.map(({ data }) => data.personId)],
    });
    const pairs = people.flatMap(({ data }) => data.siblingIds.map((siblingId) => [data.personId, siblingId] as const));
    await transaction.query({
      name: 'roster-siblings.write',
      text: 'insert into roster_siblings select * from unnest($1::uuid[], $2::uuid[]) on conflict do nothing',
      values: [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])],
    });
  },
};

/** A person's siblings, whichever of the two the roster names first. */
export async function siblingsOf(database: Queryable, personId: string): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>({
    name: 'roster-siblings.of',
    text: `select sibling_id as id from roster_siblings where person_id = $1
           union select person_id from roster_siblings where sibling_id = $1`,
    values: [personId],
  });
  return rows.map(({ id }) => id);
}
