import { accept, refuse, unchanged } from '@sightline/decider';
import { clauseOf, type RoundDecision } from './find-task.js';
import { planWithStanding } from './open-tasks.js';
import type { OpenRound } from './round.commands.js';
import type { RoundState } from './round.js';

/** Opens the tasks of a submission or of a review, for different people who are no party to it (C3, C5). */
export function openRound(command: OpenRound, state: RoundState): RoundDecision {
  if (state.status !== 'none') return unchanged;
  const { roundId, requestId, submission, kind, requesterId, review, asked, changed, dueAt, nextAt } = command;
  const excluded = new Set([requesterId, ...command.partyIds]);
  const considered = new Set([...command.sides.flatMap(({ candidateIds }) => candidateIds), ...command.escalationIds]);
  const partyIds = [...new Set(command.partyIds)].filter((id) => considered.has(id));
  const planned = planWithStanding(command.sides, excluded, command.escalationIds, command.standing);
  if (!planned)
    return refuse({
      refused: 'nobody-lawful',
      clause: clauseOf(command),
      detail: 'Nobody on the roster may lawfully decide this request.',
      remedy:
        'Put a principal, somebody of the technology department or a district administrator on the roster, then resume.',
    });
  const opened = planned.map(({ side, buildingId, candidateIds, carried }) => ({
    carried,
    task: {
      taskId: command.nextTaskId(),
      side,
      assigneeId: candidateIds.length === 1 ? candidateIds[0]! : null,
      candidateIds,
      buildingId,
      dueAt,
      nextAt: carried ? null : nextAt,
    },
  }));
  const carried = opened.flatMap(({ task: { taskId, side }, carried: standing }) =>
    standing ? [{ taskId, side, deciderId: standing.deciderId, copyCondition: standing.copyCondition }] : [],
  );
  return accept({
    type: 'sightline.approval.round-opened.v1',
    data: {
      ...{ roundId, requestId, submission, kind, requesterId, asked },
      tasks: opened.map(({ task }) => task),
      ...(review && {
        about: 'review',
        reviewId: review.reviewId,
        authorizationId: review.authorizationId,
        review: { reason: review.reason, clause: review.clause, objection: review.objection },
      }),
      ...(carried.length > 0 && { carried }),
      ...(changed && { changed }),
      ...(partyIds.length > 0 && { partyIds }),
    },
  });
}
