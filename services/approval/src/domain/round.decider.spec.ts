import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { roundDecider, type RoundFact } from './index.js';
import {
  claim,
  claimed,
  close,
  decide,
  decided,
  deny,
  ids,
  open,
  opened,
  openedAs,
  returnToPool,
  task,
} from './sample-round.suite.js';

const { given } = decisionSpecification(roundDecider);

const ended = (outcome: 'denied' | 'returned', deciderId: string): RoundFact => ({
  type: `sightline.approval.round-${outcome}.v1`,
  data: { ...ids, submission: 2, deciderId },
});
const approved = (copyCondition: boolean, ...deciderIds: string[]): RoundFact => ({
  type: 'sightline.approval.round-approved.v1',
  data: { ...ids, submission: 2, deciderIds, copyCondition },
});
const closed: RoundFact = {
  type: 'sightline.approval.round-closed.v1',
  data: { ...ids, submission: 2, reason: 'withdrawn' },
};
const inPool = (taskId: string, previousAssigneeId: string): RoundFact => ({
  type: 'sightline.approval.task-returned-to-pool.v1',
  data: { ...ids, taskId, previousAssigneeId },
});

const outsideChannel = opened('outside-channel', task('p', 'principal', 'ann'), task('t', 'technology', 'ben', 'cem'));
const personalPhone = opened('personal-phone', task('s', 'supervisor', 'sue'));
const met = { necessaryOrBeneficial: true, districtFormUnavailable: true, relatedToActivity: true };
const wordsLength = { necessaryOrBeneficial: 9, districtFormUnavailable: 9, relatedToActivity: 9 };
const words = { recordId: 'record', commitment: 'c0ffee' };

const overRounds: readonly (readonly [string, ...RoundFact[]])[] = [
  [
    'approved',
    outsideChannel,
    decided('p', 'principal', 'ann'),
    decided('t', 'technology', 'ben'),
    approved(false, 'ann', 'ben'),
  ],
  ['denied', outsideChannel, decided('p', 'principal', 'ann', 'deny'), ended('denied', 'ann')],
  ['returned', outsideChannel, decided('p', 'principal', 'ann', 'return'), ended('returned', 'ann')],
  ['closed', outsideChannel, closed],
];

describe('opening a round', () => {
  it('gives each side its task: to the person, or to the pool', () => {
    given()
      .when(
        open('outside-channel', [
          ['principal', 'ann', 'teacher'],
          ['technology', 'cem', 'ben', 'mother'],
        ]),
      )
      .then(
        openedAs(
          { partyIds: ['mother'] },
          task('task-1', 'principal', 'ann'),
          task('task-2', 'technology', 'ben', 'cem'),
        ),
      );
  });

  it('sends the task up when the supervisor is a party', () => {
    given()
      .when(open('personal-phone', [['supervisor', 'mother']]))
      .then(openedAs({ kind: 'personal-phone', partyIds: ['mother'] }, task('task-1', 'supervisor', 'director')));
  });

  it('happens once', () => {
    given(outsideChannel)
      .when(
        open('outside-channel', [
          ['principal', 'dan'],
          ['technology', 'cem'],
        ]),
      )
      .thenNothing();
  });
});

describe('deciding under C3', () => {
  it('waits for the other side after one approval', () => {
    given(outsideChannel)
      .when(decide('p', 'ann'))
      .then(decided('p', 'principal', 'ann'));
  });

  it('approves with the last side, whoever came first', () => {
    given(outsideChannel, decided('p', 'principal', 'ann'))
      .when(decide('t', 'cem'))
      .then(decided('t', 'technology', 'cem'), approved(false, 'ann', 'cem'));
    given(outsideChannel, decided('t', 'technology', 'cem'))
      .when(decide('p', 'ann'))
      .then(decided('p', 'principal', 'ann'), approved(false, 'ann', 'cem'));
  });

  it('makes copies due when one approver wrote that condition (C7)', () => {
    given(outsideChannel, decided('p', 'principal', 'ann', 'approve', { copyCondition: true, words }))
      .when(decide('t', 'ben'))
      .then(decided('t', 'technology', 'ben'), approved(true, 'ann', 'ben'));
    given(outsideChannel)
      .when(decide('p', 'ann', { copyConditionLength: 8, words }))
      .then(decided('p', 'principal', 'ann', 'approve', { copyCondition: true, words }));
  });

  it('is over with one denial or one return', () => {
    given(outsideChannel, decided('t', 'technology', 'ben'))
      .when(deny('p', 'ann'))
      .then(decided('p', 'principal', 'ann', 'deny'), ended('denied', 'ann'));
    given(outsideChannel)
      .when(decide('t', 'cem', { outcome: 'return', commentLength: 3 }))
      .then(decided('t', 'technology', 'cem', 'return'), ended('returned', 'cem'));
  });

  it('never holds up a denial for the sake of an approval', () => {
    given(opened('outside-channel', task('p', 'principal', 'ann', 'ben'), task('t', 'technology', 'ben')))
      .when(deny('p', 'ben'))
      .then(decided('p', 'principal', 'ben', 'deny'), ended('denied', 'ben'));
  });

  it('takes a decision that is sent again as the same one', () => {
    given(outsideChannel, decided('p', 'principal', 'ann'))
      .when(decide('p', 'ann'))
      .thenNothing();
    given(...(overRounds[1]!.slice(1) as RoundFact[]))
      .when(deny('p', 'ann'))
      .thenNothing();
  });
});

describe('deciding under C5', () => {
  it('approves on three findings, each met and in words; copies are always due (C7)', () => {
    given(personalPhone)
      .when(decide('s', 'sue', { findings: { met, wordsLength }, words }))
      .then(decided('s', 'supervisor', 'sue', 'approve', { findings: met, words }), approved(true, 'sue'));
  });

  it('denies with or without findings', () => {
    const unmet = { ...met, relatedToActivity: false };
    given(personalPhone)
      .when({ ...deny('s', 'sue'), findings: { met: unmet, wordsLength } })
      .then(decided('s', 'supervisor', 'sue', 'deny', { findings: unmet }), ended('denied', 'sue'));
    given(personalPhone)
      .when(deny('s', 'sue'))
      .then(decided('s', 'supervisor', 'sue', 'deny'), ended('denied', 'sue'));
  });
});

describe('pools', () => {
  it('are left and entered again', () => {
    given(outsideChannel).when(claim('t', 'ben')).then(claimed('t', 'ben'));
    given(outsideChannel, claimed('t', 'ben')).when(claim('t', 'ben')).thenNothing();
    given(outsideChannel, claimed('t', 'ben')).when(returnToPool('t', 'ben')).then(inPool('t', 'ben'));
    given(outsideChannel).when(returnToPool('t', 'ben')).thenNothing();
    given(outsideChannel, claimed('t', 'ben'), inPool('t', 'ben')).when(claim('t', 'cem')).then(claimed('t', 'cem'));
    given(outsideChannel).when(claim('p', 'ann')).thenNothing();
  });
});

describe('closing a round', () => {
  it('ends an open one without a decision', () => {
    given(outsideChannel, decided('p', 'principal', 'ann'))
      .when(close)
      .then(closed);
  });
  it('has nothing to do where no round is', () => {
    given().when(close).thenNothing();
  });
});

describe.each(overRounds)('a round that is %s', (_status, ...history) => {
  it('stays so', () => {
    given(...history)
      .when(close)
      .thenNothing();
    given(...history)
      .when(open('outside-channel', [['principal', 'dan']]))
      .thenNothing();
    const undecided = history.every(({ data }) => !('taskId' in data && data.taskId === 't'));
    for (const command of [decide('t', 'cem'), claim('t', 'cem'), returnToPool('t', 'cem')])
      given(...history)
        .when(command)
        .thenRefused(undecided ? 'round-over' : 'already-decided', 'C3');
  });
});
