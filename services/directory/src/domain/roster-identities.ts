import type { RosterState } from './roster.js';

/** Uuids by `sourcedId` (restrictions: by `restrictionKey`), those of removed people and groups included: who returns is the same. */
export interface RosterIdentities {
  readonly buildings: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly restrictions: ReadonlyMap<string, string>;
}

export const noIdentities: RosterIdentities = {
  buildings: new Map(),
  people: new Map(),
  groups: new Map(),
  restrictions: new Map(),
};

/** The known identities and a new id for each newcomer, given out in the order of the keys. */
export const identitiesFor = (
  state: RosterState,
  known: RosterIdentities,
  nextId: () => string,
): { readonly all: RosterIdentities; readonly added: RosterIdentities } => {
  const given = (keys: Iterable<string>, before: ReadonlyMap<string, string>) => {
    const added = new Map<string, string>();
    for (const key of [...keys].filter((candidate) => !before.has(candidate)).sort()) added.set(key, nextId());
    return { added, all: added.size === 0 ? before : new Map([...before, ...added]) };
  };
  const buildings = given(state.buildings.keys(), known.buildings);
  const people = given(state.people.keys(), known.people);
  const groups = given(state.groups.keys(), known.groups);
  const restrictions = given(state.restrictions.keys(), known.restrictions);
  return {
    all: { buildings: buildings.all, people: people.all, groups: groups.all, restrictions: restrictions.all },
    added: { buildings: buildings.added, people: people.added, groups: groups.added, restrictions: restrictions.added },
  };
};
