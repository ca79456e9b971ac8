import type { PersonsLinked, PersonsUnlinked } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { lastOfEach, type RelationPart } from '../relation-part.js';

type LinkEvent = PersonsLinked | PersonsUnlinked;

/** Which records of the roster are one natural person (C3, C4): each linked record with the one under which the person is known. */
export const linkedPersonsPart: RelationPart = {
  name: 'linked-persons',
  types: new Set<LinkEvent['type']>([
    'sightline.directory.persons-linked.v1',
    'sightline.directory.persons-unlinked.v1',
  ]),
  schema: [
    `create table roster_linked_persons (linked_id uuid primary key, person_id uuid not null)`,
    `create index roster_linked_persons_person on roster_linked_persons (person_id)`,
  ],
  schemaDown: ['drop table roster_linked_persons'],
  async apply(transaction, events) {
    const last = lastOfEach(events as readonly LinkEvent[], ({ data }) => data.linkedId);
    const linked = last.filter(({ type }) => type === 'sightline.directory.persons-linked.v1');
    await transaction.query({
      name: 'roster-linked-persons.remove',
      text: 'delete from roster_linked_persons where linked_id = any($1)',
      values: [last.map(({ data }) => data.linkedId)],
    });
    if (linked.length > 0)
      await transaction.query({
        name: 'roster-linked-persons.write',
        text: 'insert into roster_linked_persons select * from unnest($1::uuid[], $2::uuid[])',
        values: [linked.map(({ data }) => data.linkedId), linked.map(({ data }) => data.personId)],
      });
  },
};

/** SQL: the array of all records of the person whose record `id` is, itself among them; `id` is a column or parameter of type uuid. */
export const recordsOfPerson = (id: string): string => `array(
  select ${id} union select linked.linked_id from roster_linked_persons as linked
    where linked.person_id = coalesce((select own.person_id from roster_linked_persons as own where own.linked_id = ${id}), ${id})
  union select kept.person_id from roster_linked_persons as kept where kept.linked_id = ${id})`;

/** A natural person: the record under which the person is known, and every record. */
export interface OnePerson {
  readonly personId: string;
  /** At least one; the known record first. */
  readonly recordIds: readonly [string, ...string[]];
}

/** Who these records are; each id has an answer, itself when it is linked to no other. */
export async function personsOf(database: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, OnePerson>> {
  const { rows } = await database.query<{ linkedId: string; personId: string }>({
    name: 'roster-linked-persons.of',
    text: `select linked_id as "linkedId", person_id as "personId" from roster_linked_persons
           where person_id = any($1) or linked_id = any($1)
             or person_id in (select person_id from roster_linked_persons where linked_id = any($1))
           order by linked_id`,
    values: [ids],
  });
  const keptOf = new Map(rows.map(({ linkedId, personId }) => [linkedId, personId]));
  return new Map(
    ids.map((id) => {
      const personId = keptOf.get(id) ?? id;
      const others = rows.flatMap((row) => (row.personId === personId ? [row.linkedId] : []));
      return [id, { personId, recordIds: [personId, ...others] }];
    }),
  );
}
