import { allCanBeDecided } from './distinct-deciders.js';
import type { Delegation, OpenedRound, RoundTask } from './round.js';

/** In whose place this person would decide the task: everybody up the chain of delegation by which it came to them. */
export const delegatedBy = (task: RoundTask, personId: string): readonly string[] => {
  const last = task.delegations.findLastIndex(({ toId }) => toId === personId);
  return task.delegations.slice(0, last + 1).map(({ fromId }) => fromId);
};

/** A chain of delegation as events tell it: who delegated, and its earliest last day. */
export const chainOf = (
  delegations: readonly Delegation[],
): { readonly delegatedByIds: readonly string[]; readonly until: string | null } => ({
  delegatedByIds: delegations.map(({ fromId }) => fromId),
  until: delegations.reduce<string | null>(
    (earliest, { until }) => (earliest === null || until < earliest ? until : earliest),
    null,
  ),
});

/** The natural persons who stand behind a decision: whoever took it, and whoever had delegated it to them. */
export const peopleBehind = (task: RoundTask): readonly string[] =>
  task.decision ? [task.decision.by, ...task.decision.delegatedByIds] : [];

/** The natural persons behind every decision of the round but this task's. */
export const peopleBehindOthers = (round: OpenedRound, taskId: string): ReadonlySet<string> =>
  new Set(round.tasks.filter((other) => other.taskId !== taskId).flatMap(peopleBehind));

/** Everybody who has delegated the task further and would stand behind its decision. */
const delegators = (task: RoundTask): readonly string[] => task.delegations.map(({ fromId }) => fromId);

/** Who could decide an open task, when these people stand behind other decisions: whoever holds it, or its pool. */
const poolOf = (round: OpenedRound, task: RoundTask, decided: ReadonlySet<string>): readonly string[] => {
  const delegatedElsewhere = new Set(
    round.tasks.filter((other) => other.taskId !== task.taskId && !other.decision).flatMap(delegators),
  );
  const able = task.assigneeId === null ? task.candidateIds : [task.assigneeId];
  return able.filter(
    (id) => !delegatedElsewhere.has(id) && ![id, ...delegatedBy(task, id)].some((person) => decided.has(person)),
  );
};

/**
 * Whether every open task can still be decided, each by another natural person than all other decisions (C3), without
 * anybody having to give back or take back a task first.
 */
export const staysDecidable = (round: OpenedRound): boolean => {
  const decided = new Set(round.tasks.flatMap(peopleBehind));
  const open = round.tasks.filter(({ decision }) => !decision);
  return allCanBeDecided(open.map((task) => poolOf(round, task, decided)));
};
