import { allCanBeDecided, assign, type Assignment } from './distinct-deciders.js';
import type { SideCandidates, StandingApproval } from './round.commands.js';

/** A task before it has an id: who may decide it. */
export interface PlannedTask {
  readonly side: SideCandidates['side'];
  readonly buildingId: string | null;
  readonly candidateIds: readonly string[];
}

/** Those who are not excluded, each once, in one order. */
export const lawful = (ids: readonly string[], excluded: ReadonlySet<string>): string[] =>
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

/**
 * The same with approvals of the submission before that still stand: each decides the task of its side and building, as
 * long as its decider is still lawful there and others are left for the rest. Somebody always decides anew: where all
 * would stand, none does.
 */
export function planWithStanding(
  sides: readonly SideCandidates[],
  excluded: ReadonlySet<string>,
  escalationIds: readonly string[],
  standing: readonly StandingApproval[],
): readonly (PlannedTask & { readonly carried: StandingApproval | undefined })[] | undefined {
  const carriedBy = ({ side, buildingId, candidateIds }: SideCandidates): StandingApproval | undefined =>
    standing.find(
      (each) =>
        each.side === side &&
        each.buildingId === buildingId &&
        candidateIds.includes(each.deciderId) &&
        !excluded.has(each.deciderId),
    );
  const held = sides.map((each) => {
    const carried = carriedBy(each);
    return carried ? { ...each, candidateIds: [carried.deciderId] } : each;
  });
  const planned = planTasks(held, excluded, escalationIds)?.map((task) => ({
    ...task,
    carried: task.candidateIds.length === 1 ? carriedBy(task) : undefined,
  }));
  if (planned?.some(({ carried }) => !carried)) return planned;
  return planTasks(sides, excluded, escalationIds)?.map((task) => ({ ...task, carried: undefined }));
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
