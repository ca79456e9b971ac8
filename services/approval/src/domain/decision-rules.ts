import { refuse, type Refusal } from '@sightline/decider';
import { findingNames } from '@sightline/policy';
import { allCanBeDecided } from './distinct-deciders.js';
import type { DecideTask, RoundRefusalCode } from './round.commands.js';
import type { OpenedRound, RoundTask } from './round.js';

type DecisionRefusal = Refusal<RoundRefusalCode> | undefined;

/** Who may decide this task at all (C3: two different people, never a party, never twice). */
export const whoMayDecide = (round: OpenedRound, task: RoundTask, by: string): DecisionRefusal => {
  if (by === round.requesterId)
    return refuse({
      refused: 'party-cannot-decide',
      clause: 'C3',
      detail: 'Nobody decides about an own request.',
      remedy: 'Another approver has to decide it.',
    });
  if (!task.candidateIds.includes(by))
    return refuse({ refused: 'not-a-candidate', clause: 'C3', detail: 'This task is not yours to decide.' });
  if (task.assigneeId !== null && task.assigneeId !== by)
    return refuse({
      refused: 'claimed-by-another',
      detail: 'Somebody else of the pool has taken this task.',
      remedy: 'Ask them to return it to its pool.',
    });
  if (round.tasks.some((other) => other.taskId !== task.taskId && other.decision?.by === by))
    return refuse({
      refused: 'four-eyes',
      clause: 'C3',
      detail: 'You have already decided about this request; the other side takes a different person.',
      remedy: 'Another member of the pool has to decide it.',
    });
  return undefined;
};

/**
 * Whether this person may approve this task: not when another open task could then be decided by nobody, since whoever
 * has decided decides no other (C3). So an approval stays in reach in whatever order people decide. A denial or a return
 * ends the round and is never held up.
 */
export const keepsApprovalInReach = (round: OpenedRound, task: RoundTask, by: string): DecisionRefusal => {
  const decided = new Set([by, ...round.tasks.flatMap(({ decision }) => decision?.by ?? [])]);
  const open = round.tasks.filter((other) => other.taskId !== task.taskId && !other.decision);
  return allCanBeDecided(open.map(({ candidateIds }) => candidateIds.filter((id) => !decided.has(id))))
    ? undefined
    : refuse({
        refused: 'needed-elsewhere',
        clause: 'C3',
        detail: 'Without you nobody would be left for another task of this request.',
        remedy: 'Decide that task, and let another member of this pool decide this one.',
      });
};

/** What a decision must say. */
export const whatMustBeSaid = (round: OpenedRound, decision: DecideTask): DecisionRefusal =>
  textsFit(decision) ?? commentIsGiven(decision) ?? findingsAreGiven(round, decision) ?? conditionFits(round, decision);

const textsFit = ({ commentLength, copyConditionLength, findings, policy }: DecideTask): DecisionRefusal => {
  const { comment, findingWords } = policy.settings.textLengthMax;
  const texts: readonly (readonly [string, number, number])[] = [
    ['comment', commentLength ?? 0, comment],
    ['copyCondition', copyConditionLength ?? 0, comment],
    ...findingNames.map((name) => [`findings.${name}.words`, findings?.wordsLength[name] ?? 0, findingWords] as const),
  ];
  const tooLong = texts.find(([, length, most]) => length > most);
  return (
    tooLong &&
    refuse({
      refused: 'text-too-long',
      detail: `This text has ${tooLong[1]} characters; at most ${tooLong[2]} are taken.`,
      remedy: 'Shorten it.',
      field: tooLong[0],
    })
  );
};

const commentIsGiven = ({ outcome, commentLength }: DecideTask): DecisionRefusal =>
  outcome !== 'approve' && (commentLength ?? 0) === 0
    ? refuse({
        refused: 'comment-missing',
        clause: 'C3',
        detail: outcome === 'deny' ? 'A denial says why.' : 'What is to be changed must be said.',
        field: 'comment',
      })
    : undefined;

const findingsAreGiven = (round: OpenedRound, { outcome, findings, policy }: DecideTask): DecisionRefusal => {
  const needed = policy.settings.kinds[round.kind].findings;
  if (needed.length === 0)
    return findings
      ? refuse({
          refused: 'findings-not-applicable',
          clause: 'C5',
          detail: 'The three findings belong to a personal telephone (C5) alone.',
          remedy: 'Leave findings out.',
          field: 'findings',
        })
      : undefined;
  if (!findings)
    return outcome === 'approve'
      ? refuse({
          refused: 'findings-missing',
          clause: 'C5',
          detail: 'An approval rests on three findings, each answered in words.',
          field: 'findings',
        })
      : undefined;
  const wordless = needed.find((name) => findings.wordsLength[name] === 0);
  if (wordless)
    return refuse({
      refused: 'finding-words-missing',
      clause: 'C5',
      detail: 'Each finding is answered in words.',
      field: `findings.${wordless}.words`,
    });
  const unmet = needed.find((name) => !findings.met[name]);
  return outcome === 'approve' && unmet
    ? refuse({
        refused: 'finding-not-met',
        clause: 'C5',
        detail: 'With one finding answered by no, an approval is impossible.',
        remedy: 'Deny it, or return it for changes.',
        field: `findings.${unmet}.met`,
      })
    : undefined;
};

const conditionFits = (round: OpenedRound, { outcome, copyConditionLength, policy }: DecideTask): DecisionRefusal => {
  if (copyConditionLength === null) return undefined;
  const field = 'copyCondition';
  if (policy.settings.kinds[round.kind].copies === 'always')
    return refuse({
      refused: 'copies-always-required',
      clause: 'C7',
      detail: 'With a personal telephone copies are always due; they are no condition.',
      remedy: 'Leave copyCondition out.',
      field,
    });
  if (outcome !== 'approve')
    return refuse({
      refused: 'condition-not-applicable',
      clause: 'C7',
      detail: 'Only an approval has conditions.',
      remedy: 'Leave copyCondition out.',
      field,
    });
  return copyConditionLength === 0
    ? refuse({
        refused: 'condition-missing',
        clause: 'C7',
        detail: 'Copies are due only where an approver writes that condition down.',
        remedy: 'Say it in words, or leave copyCondition out.',
        field,
      })
    : undefined;
};
