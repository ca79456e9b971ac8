import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import {
  roundDecider,
  roundRefusalCodes,
  type DecideTask,
  type RoundCommand,
  type RoundFact,
  type RoundRefusalCode,
} from './index.js';
import {
  claim,
  claimed,
  comment,
  decide,
  decided as decidedBy,
  delegate,
  delegated,
  open,
  opened,
  openedWith,
  policy,
  returnToPool,
  reviewed,
  revoke,
  task,
} from './sample-round.suite.js';

const { given } = decisionSpecification(roundDecider);
const { comment: commentMax, findingWords } = policy.settings.textLengthMax;
const decided = (taskId: string, deciderId: string): RoundFact => decidedBy(taskId, 'principal', deciderId);

const outsideChannel = opened(
  'outside-channel',
  task('t-principal', 'principal', 'ann', 'ben'),
  task('t-technology', 'technology', 'ben', 'cem'),
);
const personalPhone = opened('personal-phone', task('t-supervisor', 'supervisor', 'sue'));
const closed: RoundFact = {
  type: 'sightline.approval.round-closed.v1',
  data: { roundId: 'round', requestId: 'request', submission: 1, reason: 'withdrawn' },
};

const answered = (met: boolean, wordsLength = 10): DecideTask['findings'] => ({
  met: { necessaryOrBeneficial: true, districtFormUnavailable: met, relatedToActivity: true },
  wordsLength: { necessaryOrBeneficial: 10, districtFormUnavailable: wordsLength, relatedToActivity: 10 },
});
interface Case {
  readonly history: readonly RoundFact[];
  readonly clause: string | undefined;
  readonly commands: readonly RoundCommand[];
}
const when = (
  clause: string | undefined,
  history: readonly RoundFact[],
  ...commands: readonly RoundCommand[]
): Case => ({ history, clause, commands });

/** Every refusal there is; a code without a case does not compile. */
const cases: Readonly<Record<RoundRefusalCode, readonly Case[]>> = {
  'nobody-lawful': [
    when('C3', [], open('outside-channel', [['principal', 'mother', 'teacher']], { escalationIds: ['teacher'] })),
    when('C5', [], open('personal-phone', [['supervisor']], { escalationIds: ['mother'] })),
  ],
  'unknown-task': [
    when(undefined, [], decide('t-principal', 'ann'), claim('t-principal', 'ann'), returnToPool('t-principal', 'ann')),
    when(
      undefined,
      [outsideChannel],
      decide('t-other', 'ann'),
      claim('t-other', 'ann'),
      returnToPool('t-other', 'ann'),
    ),
  ],
  'stale-version': [
    when(
      undefined,
      [outsideChannel, claimed('t-technology', 'cem'), claimed('t-principal', 'ann')],
      decide('t-principal', 'ann', { expected: [1, 2] }),
      delegate('t-principal', 'ann', 'dee', { expected: [4] }),
      { type: 'return-to-pool', taskId: 't-principal', by: 'ann', expected: [] },
    ),
  ],
  'not-a-candidate': [
    when(
      'C3',
      [outsideChannel],
      decide('t-principal', 'cem'),
      claim('t-principal', 'cem'),
      returnToPool('t-principal', 'cem'),
      delegate('t-principal', 'cem', 'dee'),
      comment('t-principal', 'cem'),
    ),
    when('C5', [personalPhone], decide('t-supervisor', 'ann')),
  ],
  'party-cannot-decide': [
    when('C3', [outsideChannel], decide('t-principal', 'teacher'), claim('t-principal', 'teacher')),
    // Even if an office of the requester had found its way onto the list.
    when(
      'C3',
      [opened('outside-channel', task('t-principal', 'principal', 'teacher', 'ann'))],
      decide('t-principal', 'teacher'),
      claim('t-principal', 'teacher'),
    ),
    when(
      'C3',
      [openedWith({ partyIds: ['ann'] }, task('t-principal', 'principal', 'ann', 'ben'))],
      decide('t-principal', 'ann'),
      delegate('t-principal', 'ben', 'ann'),
    ),
    when('C3', [outsideChannel], delegate('t-principal', 'ann', 'teacher'), delegate('t-principal', 'ann', 'mother')),
  ],
  'four-eyes': [
    when(
      'C3',
      [outsideChannel, decided('t-principal', 'ben')],
      decide('t-technology', 'ben'),
      decide('t-technology', 'ben', { outcome: 'deny', commentLength: 5 }),
      claim('t-technology', 'ben'),
      delegate('t-technology', 'ben', 'dee'),
      delegate('t-technology', 'cem', 'ben'),
    ),
    // Whoever delegated a task that is decided stands behind that decision.
    when(
      'C3',
      [
        outsideChannel,
        delegated('t-principal', 'dee', ['ann', 'ben', 'dee'], 'ben'),
        decidedBy('t-principal', 'principal', 'dee', 'approve', { delegatedByIds: ['ben'] }),
      ],
      decide('t-technology', 'ben'),
      delegate('t-technology', 'cem', 'ben'),
      delegate('t-technology', 'cem', 'dee'),
    ),
    // And nobody decides in the place of somebody who has decided.
    when(
      'C3',
      [outsideChannel, delegated('t-technology', 'dee', ['ben', 'cem', 'dee'], 'ben'), decided('t-principal', 'ben')],
      decide('t-technology', 'dee'),
    ),
  ],
  'needed-elsewhere': [
    when(
      'C3',
      [opened('outside-channel', task('p', 'principal', 'ann', 'ben'), task('t', 'technology', 'ben'))],
      decide('p', 'ben'),
      claim('p', 'ben'),
      delegate('p', 'ann', 'ben'),
    ),
    when(
      'C3',
      [
        opened('outside-channel', task('p', 'principal', 'ann'), task('t', 'technology', 'ann', 'cem')),
        delegated('p', 'ben', ['ann', 'ben'], 'ann'),
      ],
      decide('t', 'ann'),
    ),
    when(
      'C3',
      [
        opened(
          'outside-channel',
          task('p1', 'principal', 'ann', 'ben'),
          task('p2', 'principal', 'ben', 'cem'),
          task('t', 'technology', 'ann', 'cem'),
        ),
        decided('p1', 'ann'),
      ],
      decide('p2', 'cem'),
    ),
  ],
  'already-decided': [
    when(
      'C3',
      [outsideChannel, decided('t-principal', 'ann')],
      decide('t-principal', 'ben'),
      decide('t-principal', 'ann', { outcome: 'deny', commentLength: 5 }),
      claim('t-principal', 'ben'),
      returnToPool('t-principal', 'ann'),
      delegate('t-principal', 'ann', 'dee'),
      revoke('t-principal', 'ann'),
      comment('t-principal', 'ann'),
    ),
    // The same person and outcome, but other words: not a repetition.
    when(
      'C3',
      [
        outsideChannel,
        decidedBy('t-principal', 'principal', 'ann', 'approve', { words: { recordId: 'first', commitment: 'c0ffee' } }),
      ],
      decide('t-principal', 'ann'),
      decide('t-principal', 'ann', { words: { recordId: 'second', commitment: 'c0ffee' } }),
      decide('t-principal', 'ann', { words: { recordId: 'second', commitment: 'bad' }, sameWordsAs: 'third' }),
    ),
  ],
  'round-over': [
    when(
      'C3',
      [outsideChannel, closed],
      decide('t-principal', 'ann'),
      claim('t-principal', 'ann'),
      returnToPool('t-principal', 'ann'),
      delegate('t-principal', 'ann', 'dee'),
      revoke('t-principal', 'ann'),
      comment('t-principal', 'ann'),
    ),
  ],
  'claimed-by-another': [
    when(
      undefined,
      [outsideChannel, claimed('t-principal', 'ann')],
      decide('t-principal', 'ben'),
      claim('t-principal', 'ben'),
    ),
  ],
  'not-claimed': [
    when(undefined, [outsideChannel, claimed('t-principal', 'ann')], returnToPool('t-principal', 'ben')),
    when(undefined, [personalPhone], returnToPool('t-supervisor', 'sue')),
    when(
      undefined,
      [personalPhone, delegated('t-supervisor', 'dee', ['sue', 'dee'], 'sue')],
      returnToPool('t-supervisor', 'dee'),
    ),
  ],
  'not-delegated': [
    when('C3', [outsideChannel], revoke('t-principal', 'ann')),
    when('C5', [personalPhone, delegated('t-supervisor', 'dee', ['sue', 'dee'], 'sue')], revoke('t-supervisor', 'ann')),
  ],
  'delegate-not-staff': [when('C3', [outsideChannel], delegate('t-principal', 'ann', 'aunt', { toIsStaff: false }))],
  'delegation-loop': [
    when('C3', [outsideChannel], delegate('t-principal', 'ann', 'ann')),
    when(
      'C5',
      [personalPhone, delegated('t-supervisor', 'dee', ['sue', 'dee'], 'sue')],
      delegate('t-supervisor', 'dee', 'sue'),
    ),
  ],
  'delegation-over': [
    when(undefined, [outsideChannel], delegate('t-principal', 'ann', 'dee', { until: '2026-09-13' })),
  ],
  'outcome-not-applicable': [
    when('C3', [outsideChannel], decide('t-principal', 'ann', { outcome: 'keep', commentLength: 5 })),
    when(
      'C6',
      [reviewed(task('t', 'principal', 'ann'))],
      decide('t', 'ann'),
      decide('t', 'ann', { outcome: 'return', commentLength: 5 }),
    ),
    when(
      'C6',
      [openedWith({ about: 'review' }, task('t', 'principal', 'ann'))],
      decide('t', 'ann', { outcome: 'exclude-student' }),
    ),
  ],
  'comment-missing': [
    when(
      'C3',
      [outsideChannel],
      decide('t-principal', 'ann', { outcome: 'deny' }),
      decide('t-principal', 'ann', { outcome: 'return', commentLength: 0 }),
    ),
    when('C3', [personalPhone], decide('t-supervisor', 'sue', { outcome: 'deny' })),
    when(
      'C3',
      [reviewed(task('t', 'principal', 'ann'))],
      decide('t', 'ann', { outcome: 'keep' }),
      decide('t', 'ann', { outcome: 'end', commentLength: 0 }),
      comment('t', 'ann', 0),
    ),
  ],
  'text-too-long': [
    when(
      undefined,
      [outsideChannel],
      decide('t-principal', 'ann', { commentLength: commentMax + 1 }),
      decide('t-principal', 'ann', { copyConditionLength: commentMax + 1 }),
      delegate('t-principal', 'ann', 'dee', { commentLength: commentMax + 1 }),
      comment('t-principal', 'ann', commentMax + 1),
    ),
    when(undefined, [personalPhone], decide('t-supervisor', 'sue', { findings: answered(true, findingWords + 1) })),
  ],
  'findings-missing': [when('C5', [personalPhone], decide('t-supervisor', 'sue'))],
  'finding-words-missing': [
    when(
      'C5',
      [personalPhone],
      decide('t-supervisor', 'sue', { findings: answered(true, 0) }),
      decide('t-supervisor', 'sue', { findings: answered(false, 0), outcome: 'deny', commentLength: 5 }),
    ),
  ],
  'finding-not-met': [when('C5', [personalPhone], decide('t-supervisor', 'sue', { findings: answered(false) }))],
  'findings-not-applicable': [when('C5', [outsideChannel], decide('t-principal', 'ann', { findings: answered(true) }))],
  'copies-always-required': [
    when('C7', [personalPhone], decide('t-supervisor', 'sue', { findings: answered(true), copyConditionLength: 5 })),
  ],
  'condition-not-applicable': [
    when(
      'C7',
      [outsideChannel],
      decide('t-principal', 'ann', { outcome: 'deny', commentLength: 5, copyConditionLength: 5 }),
    ),
  ],
  'condition-missing': [when('C7', [outsideChannel], decide('t-principal', 'ann', { copyConditionLength: 0 }))],
};

describe('a round refuses', () => {
  it('nothing without a case here', () => {
    expect(Object.keys(cases)).toEqual([...roundRefusalCodes]);
  });

  it.each(
    roundRefusalCodes.flatMap((code) =>
      cases[code].flatMap(({ history, clause, commands }) =>
        commands.map((command) => ({ code, history, clause, command, what: command.type })),
      ),
    ),
  )('$code on $what', ({ code, history, clause, command }) => {
    const then = given(...history).when(command);
    then.thenRefused(code, clause);
    expect(then.decision).toMatchObject({ remedy: expect.stringMatching(/\.$/) });
  });

  it('no text that is as long as the policy allows', () => {
    const longest = { ...decide('t-principal', 'ann'), commentLength: commentMax, copyConditionLength: commentMax };
    expect(given(outsideChannel).when(longest).decision).toHaveLength(1);
    expect(
      given(personalPhone).when(decide('t-supervisor', 'sue', { findings: answered(true, findingWords) })).decision,
    ).toHaveLength(2);
  });
});
