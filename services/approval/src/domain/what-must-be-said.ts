import { decisionOutcomes } from '@sightline/contracts';
import { refuse } from '@sightline/decider';
import { findingNames } from '@sightline/policy';
import type { RoundRefusal } from './find-task.js';
import type { DecideTask } from './round.commands.js';
import type { OpenedRound } from './round.js';

type DecisionRefusal = RoundRefusal | undefined;

/** What a decision must say. */
export const whatMustBeSaid = (round: OpenedRound, decision: DecideTask): DecisionRefusal =>
  textsFit(decision) ??
  outcomeFits(round, decision) ??
  commentIsGiven(decision) ??
  findingsAreGiven(round, decision) ??
  conditionFits(round, decision);

const aboutRequests: readonly DecideTask['outcome'][] = decisionOutcomes;

const outcomeFits = ({ about, review }: OpenedRound, { outcome }: DecideTask): DecisionRefusal => {
  const fits =
    about === 'request'
      ? aboutRequests.includes(outcome)
      : !aboutRequests.includes(outcome) && (outcome !== 'exclude-student' || !!review?.objection);
  return fits
    ? undefined
    : refuse({
        refused: 'outcome-not-applicable',
        clause: about === 'request' ? 'C3' : 'C6',
        detail:
          about === 'request' ? 'This task is about a request.' : 'This task is about an authorization that runs.',
        remedy:
          about === 'request'
            ? 'Say approve, deny or return.'
            : `Say keep or end${review?.objection ? ', or exclude-student' : ''}.`,
        field: 'outcome',
      });
};

/** An approval speaks for itself, and so does the exclusion that a guardian asked for; everything else says why. */
const needsNoComment: readonly DecideTask['outcome'][] = ['approve', 'exclude-student'];
const whyCommented: Readonly<Partial<Record<DecideTask['outcome'], string>>> = {
  deny: 'A denial says why.',
  return: 'What is to be changed must be said.',
  keep: 'Whoever lets it go on answers in words why.',
  end: 'An end says why.',
};

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
  !needsNoComment.includes(outcome) && (commentLength ?? 0) === 0
    ? refuse({
        refused: 'comment-missing',
        clause: 'C3',
        detail: whyCommented[outcome] ?? 'Say why.',
        remedy: 'Write a comment.',
        field: 'comment',
      })
    : undefined;

const findingsAreGiven = (round: OpenedRound, { outcome, findings, policy }: DecideTask): DecisionRefusal => {
  const needed = round.about === 'review' ? [] : policy.settings.kinds[round.kind].findings;
  if (needed.length === 0)
    return findings
      ? refuse({
          refused: 'findings-not-applicable',
          clause: 'C5',
          detail: 'This approval rests on no findings (C5).',
          remedy: 'Leave findings out.',
          field: 'findings',
        })
      : undefined;
  if (!findings)
    return outcome === 'approve'
      ? refuse({
          refused: 'findings-missing',
          clause: 'C5',
          detail: `An approval rests on findings (${needed.length}), each answered in words.`,
          remedy: 'Answer each of them with yes or no and in words.',
          field: 'findings',
        })
      : undefined;
  const wordless = needed.find((name) => findings.wordsLength[name] === 0);
  if (wordless)
    return refuse({
      refused: 'finding-words-missing',
      clause: 'C5',
      detail: 'Each finding is answered in words.',
      remedy: 'Say in words why it is so, or is not.',
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
  if (round.about === 'request' && policy.settings.kinds[round.kind].copies === 'always')
    return refuse({
      refused: 'copies-always-required',
      clause: 'C7',
      detail: 'Copies are always due here; they are no condition.',
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
