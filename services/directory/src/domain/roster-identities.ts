import type { RosterState } from './roster.js';

/**
 * Uuids by `sourcedId` (restrictions: by `restrictionKey`). Those of removed people and groups stay in it: who comes
 * back is the same person.
 */
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
export const identitiesFor = (state: RosterState, known: RosterIdentities, nextId: () => string): RosterIdentities => {
  const completed = (keys: Iterable<string>, before: ReadonlyMap<string, string>) => {
    const newcomers = [...keys].filter((key) => !before.has(key)).sort();
    if (newcomers.length === 0) return before;
    const all = new Map(before);
    for (const key of newcomers) all.set(key, nextId());
    return all;
  };
  return {
    buildings: completed(state.buildings.keys(), known.buildings),
    people: completed(state.people.keys(), known.people),
    groups: completed(state.groups.keys(), known.groups),
    restrictions: completed(state.restrictions.keys(), known.restrictions),
  };
};
