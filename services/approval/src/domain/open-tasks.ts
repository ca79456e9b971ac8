import { allCanBeDecided, assign, type Assignment } from './distinct-deciders.js';
import type { SideCandidates } from './round.commands.js';

/** A task before it has an id: who may decide it. */
export interface PlannedTask {
  readonly side: SideCandidates['side'];
  readonly buildingId: string | null;
  readonly candidateIds: readonly string[];
}

const lawful = (ids: readonly string[], excluded: ReadonlySet<string>): string[] =>
  [...new Set(ids)].filter((id) => !excluded.has(id)).sort();

/**
 * Who gets which task (C3, C5). Parties decide nothing; every side has a task. Whoever holds several offices of a side
 * decides once for all of them: a building is passed over when whoever decides for another one is in its pool as well, or
 * when nobody lawful is left in it but in another building of the side.
 *
 * A task goes up where no choice of different people fills it from its own pool too; undefined when those above do not
 * suffice either. Each candidate listed can decide the task in at least one way in which different people decide all
 * tasks: whoever is needed elsewhere is not in the pool, so an approval can be reached. That alone does not keep it in
 * reach whatever the order of decisions: the decider also refuses an approval that would leave a later task with nobody
 * (`needed-elsewhere`).
 */
export function planTasks(
  sides: readonly SideCandidates[],
  excluded: ReadonlySet<string>,
  escalationIds: readonly string[],
): readonly PlannedTask[] | undefined {
  const tasks = oncePerHolder(
    sides.map(({ side, buildingId, candidateIds }) => ({
      side,
      buildingId,
      candidateIds: lawful(candidateIds, excluded),
    })),
  );
  const above = lawful(escalationIds, excluded);
  const pools: (readonly string[])[] = [];
  const assignment: Assignment = new Map();
  for (const [index, { candidateIds }] of tasks.entries()) {
    pools.push(candidateIds);
    if (assign(pools, index, assignment)) continue;
    pools[index] = above;
    if (!assign(pools, index, assignment)) return undefined;
  }
  return tasks.map((task, index) => ({
    ...task,
    candidateIds: pools[index]!.filter((id) => allCanBeDecided(pools.with(index, [id]))),
  }));
}

/** Leaves out each task that is decided anyway when another one of its side is. */
const oncePerHolder = (tasks: readonly PlannedTask[]): readonly PlannedTask[] => {
  const held = (side: PlannedTask['side']): boolean =>
    tasks.some((task) => task.side === side && task.candidateIds.length > 0);
  return tasks
    .filter(({ side, candidateIds }) => candidateIds.length > 0 || !held(side))
    .filter((task, index, kept) => !kept.some((other, place) => decidesFor(other, task, place < index)));
};

const decidesFor = (decided: PlannedTask, task: PlannedTask, isEarlier: boolean): boolean =>
  decided !== task &&
  decided.side === task.side &&
  decided.candidateIds.every((id) => task.candidateIds.includes(id)) &&
  (decided.candidateIds.length < task.candidateIds.length || isEarlier);
