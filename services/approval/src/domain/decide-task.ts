import type { DecisionOutcome, ReviewOutcome } from '@sightline/contracts';
import { unchanged } from '@sightline/decider';
import { copiesRequired } from '@sightline/policy';
import { evolveRound } from './evolve-round.js';
import { alreadyDecided, findTask, roundOver, unknownTask, type RoundDecision } from './find-task.js';
import { delegatedBy } from './four-eyes.js';
import type { DecideTask } from './round.commands.js';
import type { OpenedRound, RoundFact, RoundState, TaskDecision } from './round.js';
import { whatMustBeSaid } from './what-must-be-said.js';
import { keepsApprovalInReach, whoMayDecide } from './who-may-decide.js';

/** What a decision about a review is among the decisions about requests: it lets go on, or it ends. */
const asDecision: Readonly<Record<ReviewOutcome, DecisionOutcome>> = {
  keep: 'approve',
  'exclude-student': 'approve',
  end: 'deny',
};

interface Said {
  readonly outcome: DecisionOutcome;
  readonly review: ReviewOutcome | undefined;
}
const said = (outcome: DecideTask['outcome']): Said =>
  outcome in asDecision
    ? { outcome: asDecision[outcome as ReviewOutcome], review: outcome as ReviewOutcome }
    : { outcome: outcome as DecisionOutcome, review: undefined };

/** The same person, the same outcome, the same words: nothing new was decided. */
const repeats = (decision: TaskDecision, { by, outcome, words, sameWordsAs }: DecideTask): boolean => {
  const meant = said(outcome);
  const sameWords = decision.words ? decision.words.recordId === sameWordsAs : words === null;
  return decision.by === by && decision.outcome === meant.outcome && decision.review === meant.review && sameWords;
};

export function decideTask(command: DecideTask, state: RoundState): RoundDecision {
  const found = findTask(command.taskId, state);
  if (!found) return unknownTask();
  const { round, task } = found;
  if (task.decision) return repeats(task.decision, command) ? unchanged : alreadyDecided();
  if (round.status !== 'open') return roundOver();
  const refusal = whoMayDecide(round, task, command.by, command.alsoIds) ?? whatMustBeSaid(round, command);
  if (refusal) return refusal;

  const { roundId, requestId } = round;
  const { by: deciderId, findings, words, sharedWordsId } = command;
  const { outcome, review } = said(command.outcome);
  const delegatedByIds = delegatedBy(task, deciderId);
  const decided: RoundFact = {
    type: 'sightline.approval.task-decided.v1',
    data: {
      roundId,
      requestId,
      taskId: task.taskId,
      side: task.side,
      outcome,
      deciderId,
      findings: findings?.met ?? null,
      copyCondition: command.copyConditionLength !== null,
      words,
      ...(review === undefined ? {} : { review }),
      ...(delegatedByIds.length === 0 ? {} : { delegatedByIds }),
      ...(sharedWordsId === null ? {} : { sharedWordsId }),
    },
  };
  const end = endOfRound(round, evolveRound(state, decided), command);
  // What ends the round, or lets it end, is never held up: nobody else is needed after it.
  const unreachable = end.length === 0 ? keepsApprovalInReach(round, decided) : undefined;
  return unreachable ?? [decided, ...end];
}

function endOfRound(round: OpenedRound, after: RoundState, command: DecideTask): readonly RoundFact[] {
  const decisions = after.status === 'none' ? [] : after.tasks.flatMap(({ decision }) => decision ?? []);
  const complete = after.status !== 'none' && decisions.length === after.tasks.length;
  return round.about === 'review'
    ? endOfReview(round, command, decisions, complete)
    : endOfRequest(round, command, decisions, complete);
}

function endOfRequest(
  { roundId, requestId, submission, kind }: OpenedRound,
  { outcome, by: deciderId, policy }: DecideTask,
  decisions: readonly TaskDecision[],
  complete: boolean,
): readonly RoundFact[] {
  const data = { roundId, requestId, submission };
  if (outcome === 'deny') return [{ type: 'sightline.approval.round-denied.v1', data: { ...data, deciderId } }];
  if (outcome === 'return') return [{ type: 'sightline.approval.round-returned.v1', data: { ...data, deciderId } }];
  if (!complete) return [];
  const copyCondition = copiesRequired(
    kind,
    policy,
    decisions.some((decision) => decision.copyCondition),
  );
  const deciderIds = decisions.map(({ by }) => by);
  return [{ type: 'sightline.approval.round-approved.v1', data: { ...data, deciderIds, copyCondition } }];
}

/** One end, or one exclusion, settles a review at once; an authorization goes on only when every side says so. */
function endOfReview(
  { roundId, requestId, review }: OpenedRound,
  { outcome, words }: DecideTask,
  decisions: readonly TaskDecision[],
  complete: boolean,
): readonly RoundFact[] {
  if (!review || (outcome === 'keep' && !complete)) return [];
  const { reviewId, authorizationId } = review;
  const deciderIds = decisions.map(({ by }) => by);
  return [
    {
      type: 'sightline.approval.review-decided.v1',
      data: {
        ...{ roundId, reviewId, authorizationId, requestId, deciderIds, words },
        outcome: outcome as ReviewOutcome,
      },
    },
  ];
}
