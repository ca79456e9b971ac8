import type {
  EventEnvelope,
  GuardiansChanged,
  PersonChanged,
  PersonRegistered,
  PersonRemoved,
  PersonsLinked,
  PersonsUnlinked,
  SiblingsChanged,
  SupervisorChanged,
} from '@sightline/contracts';
import type { Queryable, Transaction, UnitOfWork } from '@sightline/event-store';
import type { Reaction } from '@sightline/service-kit';
import type { ChangedPeople } from '../read-models/tasks/tasks.queries.js';
import { reassignRounds, type RoundsAtHand } from './reassign-rounds.js';

type RosterEvent = (
  | PersonRegistered
  | PersonChanged
  | PersonRemoved
  | PersonsLinked
  | PersonsUnlinked
  | GuardiansChanged
  | SiblingsChanged
  | SupervisorChanged
) &
  EventEnvelope;

export type FindTouchedRounds = (database: Queryable, changed: ChangedPeople) => Promise<readonly string[]>;

const changeIn = (event: RosterEvent): Partial<ChangedPeople> & { readonly leftIds?: readonly string[] } => {
  switch (event.type) {
    case 'sightline.directory.person-registered.v1':
    case 'sightline.directory.person-changed.v1': {
      const { personId, roles } = event.data;
      return {
        personIds: [personId],
        buildingIds: roles.flatMap(({ role, buildingId }) => (role === 'principal' && buildingId ? [buildingId] : [])),
        technologyCame: roles.some(({ role }) => role === 'technology'),
      };
    }
    case 'sightline.directory.person-removed.v1':
      return { personIds: [event.data.personId], leftIds: [event.data.personId] };
    case 'sightline.directory.guardians-changed.v1':
      return { personIds: event.data.guardianIds };
    case 'sightline.directory.siblings-changed.v1':
      return { personIds: [event.data.personId, ...event.data.siblingIds] };
    case 'sightline.directory.persons-linked.v1':
    case 'sightline.directory.persons-unlinked.v1': {
      const ids = [event.data.personId, event.data.linkedId];
      return { personIds: ids, staffIds: ids };
    }
    case 'sightline.directory.supervisor-changed.v1':
      return { staffIds: [event.data.staffId] };
  }
};

/** Open tasks follow the roster: whoever became a party, or left, loses them; whoever holds the office now has them (C3, C5). */
export class WhenRosterChanged implements Reaction {
  readonly types = new Set<string>([
    'sightline.directory.person-registered.v1',
    'sightline.directory.person-changed.v1',
    'sightline.directory.person-removed.v1',
    'sightline.directory.guardians-changed.v1',
    'sightline.directory.siblings-changed.v1',
    'sightline.directory.supervisor-changed.v1',
    'sightline.directory.persons-linked.v1',
    'sightline.directory.persons-unlinked.v1',
  ] satisfies RosterEvent['type'][]);

  constructor(
    private readonly findTouchedRounds: FindTouchedRounds,
    private readonly atHand: RoundsAtHand,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const changes = (events as unknown as readonly RosterEvent[]).map(changeIn);
    const all = (pick: (change: (typeof changes)[number]) => readonly string[] | undefined): string[] => [
      ...new Set(changes.flatMap((change) => pick(change) ?? [])),
    ];
    const roundIds = await this.findTouchedRounds(transaction, {
      personIds: all(({ personIds }) => personIds),
      buildingIds: all(({ buildingIds }) => buildingIds),
      technologyCame: changes.some(({ technologyCame }) => technologyCame),
      staffIds: all(({ staffIds }) => staffIds),
    });
    const commands = await reassignRounds(
      transaction,
      roundIds,
      { reason: 'roster-change', leftIds: all(({ leftIds }) => leftIds), causationId: events.at(-1)!.id },
      this.atHand,
    );
    return commands.map((command) => ({ commands: [command], answer: () => null }));
  }
}
