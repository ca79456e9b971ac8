import { refuse, type Refusal } from '@sightline/decider';
import { findingNames } from '@sightline/policy';
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

const conditionFits = (round: OpenedRound, { outcome, copyConditionLength, policy }: DecideTask): DecisionRefusal =>
  copyConditionLength !== null && (policy.settings.kinds[round.kind].copies === 'always' || outcome !== 'approve')
    ? refuse({
        refused: 'copies-always-required',
        clause: 'C7',
        detail: 'Copies can be made a condition of an approval under C3; under C5 they are always due.',
        remedy: 'Leave copyCondition out.',
        field: 'copyCondition',
      })
    : undefined;
