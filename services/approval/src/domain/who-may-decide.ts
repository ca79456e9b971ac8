import { refuse } from '@sightline/decider';
import { evolveRound } from './evolve-round.js';
import { clauseOf, type RoundRefusal } from './find-task.js';
import { delegatedBy, peopleBehindOthers, staysDecidable } from './four-eyes.js';
import type { OpenedRound, RoundFact, RoundState, RoundTask } from './round.js';

/** Who may decide this task at all (C3: different natural persons, never a party, never twice). */
export const whoMayDecide = (
  round: OpenedRound,
  task: RoundTask,
  by: string,
  alsoIds: readonly string[] = [],
): RoundRefusal | undefined => {
  const records = [by, ...alsoIds];
  const clause = clauseOf(round);
  if (records.some((id) => id === round.requesterId || round.partyIds.includes(id)))
    return refuse({
      refused: 'party-cannot-decide',
      clause,
      detail: records.includes(round.requesterId)
        ? 'Nobody decides about an own request.'
        : 'Nobody decides about own family.',
      remedy: 'Another approver has to decide it.',
    });
  if (!task.candidateIds.includes(by))
    return refuse({
      refused: 'not-a-candidate',
      clause,
      detail: 'This task is not yours to decide.',
      remedy: 'Those who may decide it find it among their tasks.',
    });
  if (task.assigneeId !== null && task.assigneeId !== by)
    return refuse({
      refused: 'claimed-by-another',
      detail: 'Somebody else has this task now.',
      remedy: task.delegations.some(({ fromId }) => fromId === by)
        ? 'Take it back from your delegate first.'
        : 'Ask them to return it to its pool.',
    });
  const behindOthers = peopleBehindOthers(round, task.taskId);
  if ([...records, ...delegatedBy(task, by)].some((person) => behindOthers.has(person)))
    return refuse({
      refused: 'four-eyes',
      clause,
      detail: records.some((id) => behindOthers.has(id))
        ? 'You have already decided about this; the other side takes a different person.'
        : 'Whoever delegated this task to you has already decided about this; the other side takes a different person.',
      remedy: 'Another member of the pool has to decide it.',
    });
  return undefined;
};

/**
 * Refuses what would leave another task of the round with nobody, since whoever stands behind one decision stands behind
 * no other (C3). So an approval stays in reach in whatever order people act.
 */
export const keepsApprovalInReach = (round: OpenedRound, fact: RoundFact): RoundRefusal | undefined => {
  if (!staysDecidable(round)) return undefined;
  const after: RoundState = evolveRound({ ...round, status: 'open' }, fact);
  return after.status === 'none' || staysDecidable(after)
    ? undefined
    : refuse({
        refused: 'needed-elsewhere',
        clause: clauseOf(round),
        detail: 'Nobody would be left for another task of this request.',
        remedy: 'Decide or give back that task first, and let another person do this.',
      });
};
