import type { SideCandidates } from './round.commands.js';

/** A task before it has an id: who may decide it. */
export interface PlannedTask {
  readonly side: SideCandidates['side'];
  readonly buildingId: string | null;
  readonly candidateIds: readonly string[];
}

const without = (ids: readonly string[], excluded: ReadonlySet<string>): string[] =>
  ids.filter((id) => !excluded.has(id));
const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((id) => right.includes(id));

/**
 * Who gets which task (C3). Parties decide nothing. One person who holds several offices of a side gets one task. Whoever
 * is the only one for a task is kept free for it, so that different people are left for the others. Where nobody lawful is
 * left, the task goes up; undefined when there is nobody above either.
 */
export function planTasks(
  sides: readonly SideCandidates[],
  excluded: ReadonlySet<string>,
  escalationIds: readonly string[],
): readonly PlannedTask[] | undefined {
  const lawful = sides.map(({ side, buildingId, candidateIds }) => ({
    side,
    buildingId,
    candidateIds: without([...new Set(candidateIds)].sort(), excluded),
  }));
  const merged: PlannedTask[] = [];
  for (const task of lawful) {
    if (
      task.candidateIds.length === 0 &&
      lawful.some((other) => other.side === task.side && other.candidateIds.length > 0)
    )
      continue;
    if (!merged.some((other) => other.side === task.side && sameSet(other.candidateIds, task.candidateIds)))
      merged.push(task);
  }

  const planned: PlannedTask[] = [];
  const kept = new Map<string, PlannedTask['side']>();
  const fewestFirst = [...merged].sort((left, right) => left.candidateIds.length - right.candidateIds.length);
  for (const task of fewestFirst) {
    const heldBySameSide = task.candidateIds.every((id) => kept.get(id) === task.side);
    if (task.candidateIds.length > 0 && heldBySameSide) continue;
    const free = without(task.candidateIds, new Set(kept.keys()));
    const candidateIds =
      free.length > 0 ? free : without([...new Set(escalationIds)].sort(), new Set([...excluded, ...kept.keys()]));
    if (candidateIds.length === 0) return undefined;
    if (candidateIds.length === 1) kept.set(candidateIds[0]!, task.side);
    planned.push({ ...task, candidateIds });
  }
  const order = (task: PlannedTask): number =>
    merged.findIndex(({ side, buildingId }) => side === task.side && buildingId === task.buildingId);
  return planned.sort((left, right) => order(left) - order(right));
}
