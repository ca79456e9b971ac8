import { accept, refuse } from '@sightline/decider';
import { withoutDelegation } from './evolve-round.js';
import { clauseOf, findOpenTask, type RoundDecision, type RoundRefusal } from './find-task.js';
import { chainOf, peopleBehindOthers } from './four-eyes.js';
import type { DelegateTask } from './round.commands.js';
import type { Delegation, OpenedRound, RoundFact, RoundState, RoundTask } from './round.js';
import { keepsApprovalInReach, whoMayDecide } from './who-may-decide.js';

/** Who may stand in for somebody else: an employee who is no party, stands behind no other decision and is not in the chain yet (C3). */
const whoMayStandIn = (round: OpenedRound, task: RoundTask, command: DelegateTask): RoundRefusal | undefined => {
  const { by, toId, toIsStaff, partyIds, toAlsoIds = [] } = command;
  const records = [toId, ...toAlsoIds];
  const clause = clauseOf(round);
  const field = 'to';
  if (records.includes(by) || task.delegations.some(({ fromId }) => fromId === toId))
    return refuse({
      refused: 'delegation-loop',
      clause,
      detail: 'The task would come back to somebody who has delegated it.',
      remedy: 'Give it back instead.',
      field,
    });
  if (!toIsStaff)
    return refuse({
      refused: 'delegate-not-staff',
      clause,
      detail: 'Only an employee of the district can decide in your place.',
      remedy: 'Name a colleague.',
      field,
    });
  if (records.some((id) => id === round.requesterId || round.partyIds.includes(id) || partyIds.includes(id)))
    return refuse({
      refused: 'party-cannot-decide',
      clause,
      detail: 'Nobody decides about an own request or about own family.',
      remedy: 'Name a colleague who is no party.',
      field,
    });
  const behindOthers = peopleBehindOthers(round, task.taskId);
  if (records.some((id) => behindOthers.has(id)))
    return refuse({
      refused: 'four-eyes',
      clause,
      detail: 'This person has already decided about this; the other side takes a different person.',
      remedy: 'Name somebody else.',
      field,
    });
  return undefined;
};

export function delegateTask(command: DelegateTask, state: RoundState): RoundDecision {
  const { taskId, by, alsoIds, toId, until, today, commentLength, words, policy } = command;
  const found = findOpenTask(taskId, state);
  if ('refusal' in found) return found.refusal;
  const { round, task } = found;
  const refusal = whoMayDecide(round, task, by, alsoIds) ?? whoMayStandIn(round, task, command);
  if (refusal) return refusal;
  if (until < today)
    return refuse({
      refused: 'delegation-over',
      detail: 'This delegation would be over before it begins.',
      remedy: 'Name a last day that is today or later.',
      field: 'until',
    });
  const most = policy.settings.textLengthMax.comment;
  if ((commentLength ?? 0) > most)
    return refuse({
      refused: 'text-too-long',
      detail: `This text has ${commentLength} characters; at most ${most} are taken.`,
      remedy: 'Shorten it.',
      field: 'comment',
    });
  const { roundId, requestId } = round;
  const delegated: RoundFact = {
    type: 'sightline.approval.task-delegated.v1',
    data: {
      ...{ roundId, requestId, taskId, fromId: by, toId, until, words },
      candidateIds: [...new Set([...task.candidateIds, toId])],
      delegatedByIds: [...task.delegations.map(({ fromId }) => fromId), by],
    },
  };
  return keepsApprovalInReach(round, delegated) ?? accept(delegated);
}

/** Taken back by whoever delegated it, or given back by whoever has it. */
export function revokeDelegation(taskId: string, by: string, state: RoundState): RoundDecision {
  const found = findOpenTask(taskId, state);
  if ('refusal' in found) return found.refusal;
  const { round, task } = found;
  const link =
    task.delegations.find(({ fromId }) => fromId === by) ?? task.delegations.findLast(({ toId }) => toId === by);
  if (!link)
    return refuse({
      refused: 'not-delegated',
      clause: clauseOf(round),
      detail: 'You have neither delegated this task, nor was it delegated to you.',
      remedy: 'Whoever delegated it, or has it now, can end the delegation.',
    });
  return accept(wentBack(round, task, link, { reason: 'revoked', revokedBy: by }));
}

const wentBack = (
  { roundId, requestId }: OpenedRound,
  task: RoundTask,
  { fromId, toId }: Delegation,
  why: { readonly reason: 'revoked' | 'ended'; readonly revokedBy: string | null },
): RoundFact => {
  const { candidateIds, assigneeId, delegations } = withoutDelegation(task, fromId);
  return {
    type: 'sightline.approval.task-delegation-revoked.v1',
    data: {
      ...{ roundId, requestId, taskId: task.taskId, fromId, toId, ...why, candidateIds, assigneeId },
      ...chainOf(delegations),
    },
  };
};

/** Delegations whose last day is over: each open task goes back to the first of its chain whose time has run out. */
export function endDelegations(today: string, state: RoundState): RoundDecision {
  if (state.status !== 'open') return [];
  return state.tasks.flatMap((task): RoundFact[] => {
    const over = task.delegations.find(({ until }) => until < today);
    return task.decision || !over ? [] : [wentBack(state, task, over, { reason: 'ended', revokedBy: null })];
  });
}
