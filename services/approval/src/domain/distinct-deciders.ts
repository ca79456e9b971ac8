/** For each task, the people who may decide it. */
type Pools = readonly (readonly string[])[];
/** Which pool a person stands for: nobody for two, no pool with two. */
export type Assignment = Map<string, number>;

/**
 * Finds somebody for one more pool; those who stand for other pools step aside where they can. False, and nothing
 * changed, when nobody can be found: then no other choice of people fills all of these pools either.
 */
export function assign(pools: Pools, pool: number, assignment: Assignment, asked = new Set<string>()): boolean {
  for (const id of pools[pool]!) {
    if (asked.has(id)) continue;
    asked.add(id);
    const standsFor = assignment.get(id);
    if (standsFor === undefined || assign(pools, standsFor, assignment, asked)) {
      assignment.set(id, pool);
      return true;
    }
  }
  return false;
}

/** Whether all pools can be filled at once by different people. */
export const allCanBeDecided = (pools: Pools): boolean => {
  const assignment: Assignment = new Map();
  return pools.every((_, pool) => assign(pools, pool, assignment));
};
