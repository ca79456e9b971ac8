import { groupsAfter, membersAfter } from './merge-groups.js';
import { guardianshipsAfter } from './merge-guardianships.js';
import { keptFor, overlaid } from './merge-maps.js';
import { rolesAfter } from './merge-roles.js';
import type { RosterRestriction, RosterState } from './roster.js';
import type { RosterSnapshot } from './roster-snapshot.js';

/**
 * What the roster is once the snapshot is taken. Pure; neither argument is changed. Relations, roles and memberships of
 * people who are gone go with them; a restriction is never lifted by absence (C9). What refers to nobody and nothing
 * known is left out, so that every reference in the result has its end there.
 * @param everKnown people who have an identity, those of earlier years included
 */
export const rosterAfter = (
  known: RosterState,
  snapshot: RosterSnapshot,
  everKnown: ReadonlyMap<string, unknown>,
): RosterState => {
  const { stated, coverage, removed, held } = snapshot;
  const buildings = overlaid(known.buildings, stated.buildings, 'named');
  const people = overlaid(known.people, stated.people, coverage.people, {
    removed: removed.people,
    held: held.people,
  });
  const groups = groupsAfter(known, snapshot, buildings);
  const roles = keptFor(rolesAfter(known, snapshot, buildings), people);
  const relation = <Value>(pick: (state: RosterState) => ReadonlyMap<string, Value>) =>
    keptFor(overlaid(pick(known), pick(stated), coverage.relations, { held: held.relations }), people);
  return {
    buildings,
    people,
    groups,
    roles,
    birthDates: keptFor(
      overlaid(known.birthDates, stated.birthDates, coverage.birthDates, { held: held.birthDates }),
      people,
    ),
    languages: relation((state) => state.languages),
    members: membersAfter(known, snapshot, people, groups),
    guardianships: guardianshipsAfter(known, snapshot, people, roles),
    siblings: inBothDirections(
      relation((state) => state.siblings),
      people,
    ),
    supervisors: new Map(
      [...relation((state) => state.supervisors)].filter(([, supervisor]) => people.has(supervisor)),
    ),
    technology: atBuildings(
      relation((state) => state.technology),
      buildings,
    ),
    restrictions: overlaid(known.restrictions, identified(stated.restrictions, people, everKnown), 'named'),
  };
};

/** A pair stands when either of the two rows says so. */
const inBothDirections = (
  siblings: ReadonlyMap<string, readonly string[]>,
  people: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, readonly string[]> => {
  const pairs = new Map<string, Set<string>>();
  const add = (person: string, other: string) => pairs.set(person, (pairs.get(person) ?? new Set()).add(other));
  for (const [person, others] of siblings)
    for (const other of others)
      if (people.has(person) && people.has(other)) {
        add(person, other);
        add(other, person);
      }
  return new Map([...pairs].map(([person, others]) => [person, [...others].sort()]));
};

const atBuildings = (
  technology: ReadonlyMap<string, readonly (string | null)[]>,
  buildings: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, readonly (string | null)[]> =>
  new Map(
    [...technology]
      .map(([person, places]) => [person, places.filter((place) => place === null || buildings.has(place))] as const)
      .filter(([, places]) => places.length > 0),
  );

const identified = (
  restrictions: ReadonlyMap<string, RosterRestriction>,
  people: ReadonlyMap<string, unknown>,
  everKnown: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, RosterRestriction> =>
  new Map(
    [...restrictions].filter(([, { studentSourcedId, guardianSourcedId }]) =>
      [studentSourcedId, guardianSourcedId].every((person) => people.has(person) || everKnown.has(person)),
    ),
  );
