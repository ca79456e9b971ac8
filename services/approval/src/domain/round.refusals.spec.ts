import { describe, expect, it } from '@jest/globals';
import type { ApprovalSide, RequestKind } from '@sightline/contracts';
import { decisionSpecification } from '@sightline/decider';
import { policyVersions } from '@sightline/policy';
import {
  roundDecider,
  roundRefusalCodes,
  type DecideTask,
  type RoundCommand,
  type RoundFact,
  type RoundRefusalCode,
} from './index.js';

const { given } = decisionSpecification(roundDecider);
const policy = policyVersions[0]!;
const { comment: commentMax, findingWords } = policy.settings.textLengthMax;

const task = (taskId: string, side: ApprovalSide, ...candidateIds: string[]) => ({
  ...{ taskId, side, candidateIds, buildingId: null, dueAt: '2026-09-19T12:00:00.000Z' },
  assigneeId: candidateIds.length === 1 ? candidateIds[0]! : null,
});
const opened = (kind: RequestKind, ...tasks: ReturnType<typeof task>[]): RoundFact => ({
  type: 'sightline.approval.round-opened.v1',
  data: { roundId: 'round', requestId: 'request', submission: 1, kind, requesterId: 'teacher', tasks },
});
const outsideChannel = opened(
  'outside-channel',
  task('t-principal', 'principal', 'ann', 'ben'),
  task('t-technology', 'technology', 'ben', 'cem'),
);
const personalPhone = opened('personal-phone', task('t-supervisor', 'supervisor', 'sue'));
const decided = (taskId: string, deciderId: string): RoundFact => ({
  type: 'sightline.approval.task-decided.v1',
  data: {
    ...{ roundId: 'round', requestId: 'request', taskId, deciderId, side: 'principal', outcome: 'approve' },
    ...{ findings: null, copyCondition: false, words: null },
  },
});
const claimed = (taskId: string, assigneeId: string): RoundFact => ({
  type: 'sightline.approval.task-claimed.v1',
  data: { roundId: 'round', requestId: 'request', taskId, assigneeId },
});
const closed: RoundFact = {
  type: 'sightline.approval.round-closed.v1',
  data: { roundId: 'round', requestId: 'request', submission: 1, reason: 'withdrawn' },
};

const decide = (taskId: string, by: string, more: Partial<DecideTask> = {}): DecideTask => ({
  ...{ type: 'decide', taskId, by, outcome: 'approve', findings: null, commentLength: null },
  ...{ copyConditionLength: null, words: null, policy },
  ...more,
});
const answered = (met: boolean, wordsLength = 10): DecideTask['findings'] => ({
  met: { necessaryOrBeneficial: true, districtFormUnavailable: met, relatedToActivity: true },
  wordsLength: { necessaryOrBeneficial: 10, districtFormUnavailable: wordsLength, relatedToActivity: 10 },
});
const claim = (taskId: string, by: string): RoundCommand => ({ type: 'claim', taskId, by });
const returnToPool = (taskId: string, by: string): RoundCommand => ({ type: 'return-to-pool', taskId, by });

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
    when('C3', [], {
      ...{ type: 'open', roundId: 'round', requestId: 'request', submission: 1, kind: 'outside-channel' },
      ...{ requesterId: 'teacher', partyIds: ['mother'], escalationIds: ['teacher'], dueAt: '' },
      sides: [{ side: 'principal', buildingId: 'b', candidateIds: ['mother', 'teacher'] }],
      nextTaskId: () => 't',
    }),
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
  'not-a-candidate': [
    when(
      'C3',
      [outsideChannel],
      decide('t-principal', 'cem'),
      claim('t-principal', 'cem'),
      returnToPool('t-principal', 'cem'),
    ),
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
  ],
  'four-eyes': [
    when(
      'C3',
      [outsideChannel, decided('t-principal', 'ben')],
      decide('t-technology', 'ben'),
      decide('t-technology', 'ben', { outcome: 'deny', commentLength: 5 }),
      claim('t-technology', 'ben'),
    ),
  ],
  'needed-elsewhere': [
    when(
      'C3',
      [opened('outside-channel', task('p', 'principal', 'ann', 'ben'), task('t', 'technology', 'ben'))],
      decide('p', 'ben'),
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
    ),
  ],
  'round-over': [
    when(
      'C3',
      [outsideChannel, closed],
      decide('t-principal', 'ann'),
      claim('t-principal', 'ann'),
      returnToPool('t-principal', 'ann'),
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
  ],
  'comment-missing': [
    when(
      'C3',
      [outsideChannel],
      decide('t-principal', 'ann', { outcome: 'deny' }),
      decide('t-principal', 'ann', { outcome: 'return', commentLength: 0 }),
    ),
    when('C3', [personalPhone], decide('t-supervisor', 'sue', { outcome: 'deny' })),
  ],
  'text-too-long': [
    when(
      undefined,
      [outsideChannel],
      decide('t-principal', 'ann', { commentLength: commentMax + 1 }),
      decide('t-principal', 'ann', { copyConditionLength: commentMax + 1 }),
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
    given(...history)
      .when(command)
      .thenRefused(code, clause);
  });

  it('no text that is as long as the policy allows', () => {
    const longest = { ...decide('t-principal', 'ann'), commentLength: commentMax, copyConditionLength: commentMax };
    expect(given(outsideChannel).when(longest).decision).toHaveLength(1);
    expect(
      given(personalPhone).when(decide('t-supervisor', 'sue', { findings: answered(true, findingWords) })).decision,
    ).toHaveLength(2);
  });
});
