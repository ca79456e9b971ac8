import type { PersonLinkBasis, PersonsLinked, PersonsUnlinked } from '@sightline/contracts';
import { rowProjection, type Projection, type Transaction } from '@sightline/event-store';
import { linkedPersonsPart } from '@sightline/relations';

export interface PersonLinkRow {
  linked_id: string;
  person_id: string;
  basis: PersonLinkBasis;
  status: 'linked' | 'ended';
  linked_by: string | null;
  linked_at: string;
  ended_by: string | null;
  ended_at: string | null;
}

type Timed<Event> = Event & { readonly time: string };

/** The latest link of each record that ever had one. */
export const personLinksProjection = rowProjection<PersonLinkRow, Timed<PersonsLinked> | Timed<PersonsUnlinked>>({
  table: 'person_links',
  key: 'linked_id',
  types: ['sightline.directory.persons-linked.v1', 'sightline.directory.persons-unlinked.v1'],
  keysOf: ({ data }) => [data.linkedId],
  evolve: (row, { type, data, time }) => {
    if (type === 'sightline.directory.persons-linked.v1')
      return {
        ...{ linked_id: data.linkedId, person_id: data.personId, basis: data.basis, status: 'linked' },
        ...{ linked_by: data.by, linked_at: time, ended_by: null, ended_at: null },
      };
    return row ? { ...row, status: 'ended', ended_by: data.by, ended_at: time } : null;
  },
});

/** The same table that the other services keep, of the service's own log. */
export const ownLinkedPersons: Projection = {
  name: linkedPersonsPart.name,
  types: linkedPersonsPart.types,
  apply: (transaction: Transaction, events) => linkedPersonsPart.apply(transaction, events as never),
};
