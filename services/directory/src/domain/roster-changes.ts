import type { RoleAtBuilding } from '@sightline/contracts';
import type { RosterState } from './roster.js';
import type { RosterFact } from './roster-facts.js';
import type { PlaceRecord } from './roster-group-changes.js';
import { buildingChanges, groupChanges, memberChanges } from './roster-group-changes.js';
import type { RosterIdentities } from './roster-identities.js';
import { identitiesFor } from './roster-identities.js';
import { rosterAfter } from './roster-merge.js';
import type { PersonRecord } from './roster-people-changes.js';
import { peopleChanges } from './roster-people-changes.js';
import type { GuardianshipRecord, RestrictionRecord } from './roster-relation-changes.js';
import { relationChanges } from './roster-relation-changes.js';
import type { RosterSnapshot } from './roster-snapshot.js';

export interface KnownRoster {
  readonly state: RosterState;
  readonly ids: RosterIdentities;
}

export interface ChangeOptions {
  /** Gives each newcomer a uuid. */
  readonly nextId: () => string;
  /** Roles that an operator gave, by person uuid; they outlive every import. */
  readonly assignedRoles?: ReadonlyMap<string, readonly RoleAtBuilding[]>;
  /** Share of the known students, from 0 to 1, that an import may remove without a person's confirmation; 0.2 when left out. */
  readonly studentRemovalShareMax?: number;
  /** A person has confirmed this import. */
  readonly confirmed?: boolean;
}

/** Rows to write beside the facts: words and addresses, which no event carries. */
export interface RosterRecords {
  /** Whole rows of people who are new or differ. */
  readonly people: readonly PersonRecord[];
  readonly places: readonly PlaceRecord[];
  readonly guardianships: readonly GuardianshipRecord[];
  readonly restrictions: readonly RestrictionRecord[];
}

export interface RosterChanges {
  readonly outcome: 'changes';
  /** In an order in which each fact only speaks of what earlier ones registered and later ones remove. */
  readonly facts: readonly RosterFact[];
  readonly records: RosterRecords;
  /** The roster once the facts are appended; `known` of the next import. */
  readonly after: KnownRoster;
}

/** Nothing is changed until a person says that so many students really left, or really are students no longer. */
export interface AwaitsConfirmation {
  readonly outcome: 'awaits-confirmation';
  readonly studentsKnown: number;
  readonly studentsToRemove: number;
}

/**
 * What an import changes. Pure and deterministic: the order of rows in the bundle does not matter, and the same bundle
 * a second time gives no facts and no records. Linear in the size of the two rosters (apart from sorting keys).
 */
export const changesBetween = (
  known: KnownRoster,
  incoming: RosterSnapshot,
  options: ChangeOptions,
): RosterChanges | AwaitsConfirmation => {
  const after = rosterAfter(known.state, incoming, known.ids.people);
  const leaving = studentsLeaving(known.state, after);
  const shareMax = options.studentRemovalShareMax ?? 0.2;
  if (!options.confirmed && leaving.studentsToRemove > leaving.studentsKnown * shareMax)
    return { outcome: 'awaits-confirmation', ...leaving };

  const ids = identitiesFor(after, known.ids, options.nextId).all;
  const buildings = buildingChanges(known.state, after, ids);
  const people = peopleChanges(known.state, after, ids, options.assignedRoles ?? new Map());
  const groups = groupChanges(known.state, after, ids);
  const relations = relationChanges(known.state, after, ids);
  return {
    outcome: 'changes',
    facts: [
      ...buildings.facts,
      ...people.facts,
      ...groups.facts,
      ...relations.facts,
      ...memberChanges(known.state, after, ids),
      ...groups.removals,
      ...people.removals,
    ],
    records: {
      people: people.records,
      places: [...buildings.places, ...groups.places],
      guardianships: relations.guardianships,
      restrictions: relations.restrictions,
    },
    after: { state: after, ids },
  };
};

const studentsLeaving = (before: RosterState, after: RosterState) => {
  let studentsKnown = 0;
  let studentsToRemove = 0;
  const isStudent = (state: RosterState, person: string): boolean =>
    state.roles.get(person)?.some((at) => at.role === 'student') ?? false;
  for (const person of before.people.keys()) {
    if (!isStudent(before, person)) continue;
    studentsKnown += 1;
    if (!isStudent(after, person)) studentsToRemove += 1;
  }
  return { studentsKnown, studentsToRemove };
};
