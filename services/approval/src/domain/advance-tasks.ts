import { allCanBeDecided } from './distinct-deciders.js';
import { deadlinesOf, nextDeadline } from './deadlines.js';
import type { RoundDecision } from './find-task.js';
import { peopleBehind } from './four-eyes.js';
import { lawful } from './open-tasks.js';
import type { AdvanceTasks } from './round.commands.js';
import type { OpenedRound, RoundFact, RoundState, RoundTask } from './round.js';

/**
 * What silence brings about: reminders, and steps up to more people. It never decides anything. A reminder that comes
 * together with a later one, or with a step up, is not given any more; each step and each reminder comes once.
 */
export function advanceTasks(command: AdvanceTasks, state: RoundState): RoundDecision {
  if (state.status !== 'open') return [];
  return state.tasks.filter(({ decision }) => !decision).flatMap((task) => advance(command, state, task));
}

function advance(command: AdvanceTasks, round: OpenedRound, task: RoundTask): readonly RoundFact[] {
  const { now, policy } = command;
  const due = deadlinesOf(policy, task.dueAt).filter(({ at }) => at <= now);
  const steps = due.filter(({ kind, number }) => kind === 'step' && number > task.steps);
  const lastStep = deadlinesOf(policy, task.dueAt).find(({ kind, number }) => kind === 'step' && number === task.steps);
  const reminder = due.findLast(
    ({ kind, number, at }) => kind === 'reminder' && number > task.reminders && (!lastStep || at > lastStep.at),
  );
  const of = { roundId: round.roundId, requestId: round.requestId, taskId: task.taskId };
  const nextAt = nextDeadline(policy, task.dueAt, now);
  if (steps.length === 0) {
    if (!reminder) return [];
    const remindedIds = task.assigneeId === null ? task.candidateIds : [task.assigneeId];
    return [
      {
        type: 'sightline.approval.task-reminded.v1',
        data: { ...of, remindedIds, reminder: reminder.number, nextAt },
      },
    ];
  }
  return steps.map(({ number: step }) => ({
    type: 'sightline.approval.task-escalated.v1',
    data: { ...of, candidateIds: withPeopleAbove(command, round, task, step), step, nextAt },
  }));
}

/** Whoever had the task keeps it; the lawful people of each step so far join them, unless they are needed elsewhere. */
const withPeopleAbove = (
  { ladder, partyIds }: AdvanceTasks,
  round: OpenedRound,
  task: RoundTask,
  step: number,
): readonly string[] => {
  const excluded = new Set([
    ...[round.requesterId, ...round.partyIds, ...partyIds, ...task.candidateIds],
    ...round.tasks.flatMap(peopleBehind),
  ]);
  const others = round.tasks
    .filter((other) => other.taskId !== task.taskId && !other.decision)
    .map(({ candidateIds }) => candidateIds);
  const joining = lawful(ladder.slice(0, step).flat(), excluded);
  return [...task.candidateIds, ...joining.filter((id) => allCanBeDecided([[id], ...others]))];
};
