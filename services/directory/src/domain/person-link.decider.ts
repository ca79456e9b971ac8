import type { FactOf, PersonsLinked, PersonsUnlinked, RosterRole } from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider } from '@sightline/decider';

export type PersonLinkFact = FactOf<PersonsLinked | PersonsUnlinked>;

/** Of one record: the one under which its person is known, while it is linked. */
export type PersonLink = Pick<PersonsLinked['data'], 'personId' | 'basis'> | null;

interface ByWhom {
  /** Every record of whoever does it, the one that is signed in first. */
  readonly byIds: readonly [string, ...string[]];
  readonly roles: readonly { readonly role: RosterRole; readonly buildingId: string | null }[];
  /** Where the two records, or their children, work or go to school. */
  readonly buildingIds: readonly string[];
}

export type PersonLinkCommand = ByWhom & { readonly linkedId: string } & (
    | {
        readonly type: 'link';
        readonly personId: string;
        /** Both have other records already: whose person it is would be unclear when one is ended. */
        readonly bothHaveOthers: boolean;
      }
    | { readonly type: 'end' }
  );

export type PersonLinkRefusal =
  | 'same-record'
  | 'not-linked'
  | 'linked-to-another'
  | 'both-linked'
  | 'technology-department'
  | 'not-in-charge'
  | 'own-record';

const no = (refused: PersonLinkRefusal, detail: string, remedy: string) =>
  refuse({ refused, clause: 'C3', detail, remedy });

/** Linked records share rights (C9) and count as one in four eyes (C3): the same people say so as of a new relation. */
const whoMay = ({ byIds, roles, buildingIds }: ByWhom, recordIds: readonly string[]) => {
  if (roles.some(({ role }) => role === 'technology' || role === 'operator'))
    return no(
      'technology-department',
      'Whoever looks after the roster does not say who is the same person.',
      'Ask the principal of the building or an administrator of the district.',
    );
  const inCharge = roles.some(
    ({ role, buildingId }) =>
      (role === 'administrator' && buildingId === null) ||
      (role === 'principal' && buildingId !== null && buildingIds.includes(buildingId)),
  );
  if (!inCharge)
    return no(
      'not-in-charge',
      'The principal of the building or an administrator of the district says who is the same person.',
      'Ask one of them.',
    );
  return byIds.some((id) => recordIds.includes(id))
    ? no('own-record', 'Nobody links or parts records of one’s own.', 'Ask another principal or an administrator.')
    : undefined;
};

const link = (command: Extract<PersonLinkCommand, { type: 'link' }>, state: PersonLink) => {
  const { personId, linkedId, byIds } = command;
  if (personId === linkedId)
    return no('same-record', 'This is one record of the roster.', 'Name two records of the same person.');
  const refusal = whoMay(command, [personId, linkedId]);
  if (refusal) return refusal;
  if (state?.personId === personId) return unchanged;
  if (state) return no('linked-to-another', 'This record is linked to another one.', 'End that link first.');
  if (command.bothHaveOthers)
    return no('both-linked', 'Both are linked to further records.', 'End the links of one of them first.');
  return accept<PersonLinkFact>({
    type: 'sightline.directory.persons-linked.v1',
    data: { personId, linkedId, by: byIds[0], basis: 'confirmed-match' },
  });
};

const end = (command: PersonLinkCommand, state: PersonLink) => {
  const { linkedId, byIds } = command;
  if (!state) return no('not-linked', 'This record is linked to no other.', 'Look at the links again.');
  const refusal = whoMay(command, [state.personId, linkedId]);
  if (refusal) return refusal;
  return accept<PersonLinkFact>({
    type: 'sightline.directory.persons-unlinked.v1',
    data: { personId: state.personId, linkedId, by: byIds[0], basis: state.basis },
  });
};

/** Whether a record of the roster is another record’s natural person (C3, C4); a record is linked to one other at most. */
export const personLinkDecider: Decider<PersonLink, PersonLinkCommand, PersonLinkFact, PersonLinkRefusal> = {
  initialState: null,
  evolve: (_, { type, data: { personId, basis } }) =>
    type === 'sightline.directory.persons-linked.v1' ? { personId, basis } : null,
  decide: (command, state) => (command.type === 'link' ? link(command, state) : end(command, state)),
};
