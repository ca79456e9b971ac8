import { unchanged } from '@sightline/decider';
import { allCanBeDecided, assign, type Assignment } from './distinct-deciders.js';
import { stillSound } from './evolve-round.js';
import type { RoundDecision } from './find-task.js';
import { chainOf, peopleBehind } from './four-eyes.js';
import { lawful } from './open-tasks.js';
import type { ReassignTasks } from './round.commands.js';
import type { OpenedRound, RoundFact, RoundState, RoundTask } from './round.js';

/** An open task and who may decide it by their office, with those to whom it has gone up by now. */
interface Held {
  readonly task: RoundTask;
  readonly pool: readonly string[];
  readonly wentUp: boolean;
}

/**
 * Who may decide each open task, now that the roster or an absence has changed: whoever has become a party, has left or
 * is away loses it, whoever came gains it. Where nobody lawful is left it goes up; where nobody is above either, it is
 * left open for the next change of the roster or the next step up. What is decided stands.
 */
export function reassignTasks(command: ReassignTasks, state: RoundState): RoundDecision {
  if (state.status !== 'open') return unchanged;
  const { roundId, requestId } = state;
  return heldNow(command, state).flatMap(({ task, pool, wentUp }): RoundFact[] => {
    const behind = new Set(state.tasks.flatMap(peopleBehind));
    const candidateIds = [...pool, ...delegatesThatStay(task, pool, command, state)];
    const before = task.candidateIds.filter((id) => !behind.has(id));
    const assigneeId = assigneeAmong(task, candidateIds);
    if (sameSet(before, candidateIds) && assigneeId === task.assigneeId) return [];
    const reason = wentUp ? 'no-lawful-decider' : command.reason;
    const { taskId } = task;
    return [
      {
        type: 'sightline.approval.task-reassigned.v1',
        data: {
          ...{ roundId, requestId, taskId, candidateIds, assigneeId, reason },
          ...chainOf(stillSound(task.delegations, candidateIds)),
        },
      },
    ];
  });
}

const excludedFrom = (command: ReassignTasks, round: OpenedRound): ReadonlySet<string> =>
  new Set([
    ...[round.requesterId, ...round.partyIds, ...command.partyIds, ...command.unavailableIds],
    ...round.tasks.flatMap(peopleBehind),
  ]);

function heldNow(command: ReassignTasks, round: OpenedRound): readonly Held[] {
  const excluded = excludedFrom(command, round);
  const above = lawful(command.escalationIds, excluded);
  const tasks = round.tasks.filter(({ decision }) => !decision);
  const pools: (readonly string[])[] = [];
  const wentUp: boolean[] = [];
  const assignment: Assignment = new Map();
  for (const [index, task] of tasks.entries()) {
    const office = command.sides.filter(({ side, buildingId }) => side === task.side && buildingId === task.buildingId);
    const own = [...office.flatMap(({ candidateIds }) => candidateIds), ...command.ladder.slice(0, task.steps).flat()];
    pools.push(lawful(own, excluded));
    wentUp.push(!assign(pools, index, assignment));
    if (!wentUp[index]) continue;
    pools[index] = lawful([...own, ...above], excluded);
    assign(pools, index, assignment);
  }
  const decidable = allCanBeDecided(pools);
  return tasks.map((task, index) => ({
    task,
    wentUp: wentUp[index]!,
    pool: decidable ? pools[index]!.filter((id) => allCanBeDecided(pools.with(index, [id]))) : pools[index]!,
  }));
}

/** A chain of delegation stays as far as everybody in it may still act. */
const delegatesThatStay = (
  task: RoundTask,
  pool: readonly string[],
  command: ReassignTasks,
  round: OpenedRound,
): readonly string[] => {
  const excluded = excludedFrom(command, round);
  const able = new Set(pool);
  for (const { fromId, toId } of task.delegations) {
    if (!able.has(fromId) || excluded.has(toId)) break;
    able.add(toId);
  }
  return [...able].filter((id) => !pool.includes(id));
};

/** Whoever has the task keeps it as long as they may decide it; one who had it as the only one shares it with newcomers. */
const assigneeAmong = (task: RoundTask, candidateIds: readonly string[]): string | null => {
  if (candidateIds.length === 1) return candidateIds[0]!;
  const taken = task.candidateIds.length > 1 ? task.assigneeId : null;
  return taken !== null && candidateIds.includes(taken) ? taken : null;
};

const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((id) => right.includes(id));
