import type { RoleAtBuilding } from '@sightline/contracts';
import type { RosterPerson, RosterState } from './roster.js';
import type { RosterFact } from './roster-facts.js';
import { keysOfBoth, rosterFact } from './roster-facts.js';
import type { RosterIdentities } from './roster-identities.js';

/** A person's row as the directory keeps it: personal data, and the roles that the roster alone gives. */
export interface PersonRecord extends RosterPerson {
  readonly personId: string;
  readonly language?: string;
  readonly birthDate?: string;
  readonly rosterRoles: readonly RoleAtBuilding[];
  /** Buildings of the technology department's person; null stands for the whole district. */
  readonly technologyBuildingIds: readonly (string | null)[];
}

export interface PeopleChanges {
  readonly facts: readonly RosterFact[];
  /** To be appended after everything that takes a removed person out of relations and groups. */
  readonly removals: readonly RosterFact[];
  readonly records: readonly PersonRecord[];
}

/** @param assigned roles that an operator gave, by person uuid */
export const peopleChanges = (
  before: RosterState,
  after: RosterState,
  ids: RosterIdentities,
  assigned: ReadonlyMap<string, readonly RoleAtBuilding[]>,
): PeopleChanges => {
  const facts: RosterFact[] = [];
  const removals: RosterFact[] = [];
  const records: PersonRecord[] = [];
  for (const sourcedId of keysOfBoth(before.people, after.people)) {
    const personId = ids.people.get(sourcedId)!;
    if (!after.people.has(sourcedId)) {
      removals.push(rosterFact('person-removed', 'person', personId, personId, { personId, sourcedId }));
      continue;
    }
    const isNew = !before.people.has(sourcedId);
    if (!isNew && samePerson(sourcedId, before, after)) continue;
    const record = recordOf(sourcedId, personId, after, ids);
    records.push(record);
    const given = assigned.get(personId) ?? [];
    const roles = rolesOfPerson(record, given);
    if (isNew) {
      facts.push(rosterFact('person-registered', 'person', personId, personId, { personId, sourcedId, roles }));
    } else if (rolesText(roles) !== rolesText(rolesOfPerson(recordOf(sourcedId, personId, before, ids), given))) {
      facts.push(rosterFact('person-changed', 'person', personId, personId, { personId, sourcedId, roles }));
    }
  }
  return { facts, removals, records };
};

/** The roles of a person from the roster, the technology department's list and an operator, each once, in one order. */
export const rolesOfPerson = (
  record: Pick<PersonRecord, 'rosterRoles' | 'technologyBuildingIds'>,
  assigned: readonly RoleAtBuilding[],
): readonly RoleAtBuilding[] => {
  const technology = record.technologyBuildingIds.map((buildingId) => roleAt('technology', buildingId ?? undefined));
  return sortedRoles([...record.rosterRoles, ...technology, ...assigned]);
};

const recordOf = (sourcedId: string, personId: string, state: RosterState, ids: RosterIdentities): PersonRecord => {
  const language = state.languages.get(sourcedId);
  const birthDate = state.birthDates.get(sourcedId);
  return {
    ...state.people.get(sourcedId)!,
    personId,
    ...(language === undefined ? {} : { language }),
    ...(birthDate === undefined ? {} : { birthDate }),
    rosterRoles: sortedRoles(
      (state.roles.get(sourcedId) ?? []).map(({ role, buildingSourcedId }) =>
        roleAt(role, buildingSourcedId === undefined ? undefined : ids.buildings.get(buildingSourcedId)),
      ),
    ),
    technologyBuildingIds: (state.technology.get(sourcedId) ?? []).map((building) =>
      building === null ? null : (ids.buildings.get(building) ?? null),
    ),
  };
};

const samePerson = (sourcedId: string, before: RosterState, after: RosterState): boolean => {
  const left = before.people.get(sourcedId)!;
  const right = after.people.get(sourcedId)!;
  return (
    (left === right || personFields.every((field) => left[field] === right[field])) &&
    before.languages.get(sourcedId) === after.languages.get(sourcedId) &&
    before.birthDates.get(sourcedId) === after.birthDates.get(sourcedId) &&
    sameTexts(before.technology.get(sourcedId), after.technology.get(sourcedId), String) &&
    sameTexts(
      before.roles.get(sourcedId),
      after.roles.get(sourcedId),
      (at) => `${at.role} ${at.buildingSourcedId ?? ''}`,
    )
  );
};

const personFields: readonly (keyof RosterPerson)[] = [
  'username',
  'givenName',
  'familyName',
  'preferredGivenName',
  'preferredFamilyName',
  'email',
  'phone',
  'sms',
  'enabled',
];

const sameTexts = <Value>(
  left: readonly Value[] | undefined,
  right: readonly Value[] | undefined,
  text: (value: Value) => string,
): boolean => {
  if (left === right) return true;
  if ((left?.length ?? 0) !== (right?.length ?? 0)) return false;
  const joined = (values: readonly Value[] | undefined) => (values ?? []).map(text).sort().join('\n');
  return joined(left) === joined(right);
};

const roleAt = (role: RoleAtBuilding['role'], buildingId: string | undefined): RoleAtBuilding =>
  buildingId === undefined ? { role } : { role, buildingId };

const sortKey = (at: RoleAtBuilding) => `${at.role} ${at.buildingId ?? ''}`;

const sortedRoles = (roles: readonly RoleAtBuilding[]): readonly RoleAtBuilding[] => {
  if (roles.length < 2) return roles;
  return [...new Map(roles.map((role) => [sortKey(role), role])).entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, role]) => role);
};

const rolesText = (roles: readonly RoleAtBuilding[]) => roles.map(sortKey).join('\n');
