import { accept, refuse, unchanged } from '@sightline/decider';
import { clauseOf, findOpenTask, type RoundDecision } from './find-task.js';
import type { ActOnTask, CommentTask } from './round.commands.js';
import type { RoundFact, RoundState } from './round.js';
import { keepsApprovalInReach, whoMayDecide } from './who-may-decide.js';

export function claimTask({ taskId, by, alsoIds }: ActOnTask<'claim'>, state: RoundState): RoundDecision {
  const found = findOpenTask(taskId, state);
  if ('refusal' in found) return found.refusal;
  const { round, task } = found;
  if (task.assigneeId === by) return unchanged;
  const refusal = whoMayDecide(round, task, by, alsoIds);
  if (refusal) return refusal;
  const { roundId, requestId } = round;
  const claimed: RoundFact = {
    type: 'sightline.approval.task-claimed.v1',
    data: { roundId, requestId, taskId, assigneeId: by },
  };
  return keepsApprovalInReach(round, claimed) ?? accept(claimed);
}

export function returnTask(taskId: string, by: string, state: RoundState): RoundDecision {
  const found = findOpenTask(taskId, state);
  if ('refusal' in found) return found.refusal;
  const { round, task } = found;
  if (!task.candidateIds.includes(by))
    return refuse({
      refused: 'not-a-candidate',
      clause: clauseOf(round),
      detail: 'This task is not yours.',
      remedy: 'Those who may decide it find it among their tasks.',
    });
  if (task.assigneeId === null) return unchanged;
  if (task.assigneeId !== by || task.candidateIds.length === 1 || task.delegations.length > 0)
    return refuse({
      refused: 'not-claimed',
      detail: 'Only a task that you took from a pool can be returned to it.',
      remedy: task.delegations.length > 0 ? 'Give it back to whoever delegated it.' : 'Delegate it, or decide it.',
    });
  const { roundId, requestId } = round;
  return accept({
    type: 'sightline.approval.task-returned-to-pool.v1',
    data: { roundId, requestId, taskId, previousAssigneeId: by },
  });
}

/** Whoever may decide a task may say something about it before it is decided. */
export function commentTask(command: CommentTask, state: RoundState): RoundDecision {
  const { taskId, by, commentId, words, commentLength, policy } = command;
  const found = findOpenTask(taskId, state);
  if ('refusal' in found) return found.refusal;
  const { round, task } = found;
  if (!task.candidateIds.includes(by))
    return refuse({
      refused: 'not-a-candidate',
      clause: clauseOf(round),
      detail: 'This task is not yours.',
      remedy: 'Those who may decide it find it among their tasks.',
    });
  const most = policy.settings.textLengthMax.comment;
  if (commentLength > most)
    return refuse({
      refused: 'text-too-long',
      detail: `This text has ${commentLength} characters; at most ${most} are taken.`,
      remedy: 'Shorten it.',
      field: 'comment',
    });
  if (commentLength === 0)
    return refuse({
      refused: 'comment-missing',
      clause: clauseOf(round),
      detail: 'There is nothing to read in this comment.',
      remedy: 'Write a comment.',
      field: 'comment',
    });
  const { roundId, requestId } = round;
  return accept({
    type: 'sightline.approval.task-commented.v1',
    data: { roundId, requestId, taskId, commentId, by, words },
  });
}
