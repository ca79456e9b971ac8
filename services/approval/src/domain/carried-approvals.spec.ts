import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { roundDecider, type RoundFact, type StandingApproval } from './index.js';
import { decide, decided, ids, open, openedAs, task } from './sample-round.suite.js';

const { given } = decisionSpecification(roundDecider);
const byAnn: StandingApproval = { side: 'principal', buildingId: null, deciderId: 'ann', copyCondition: true };
const sides = [
  ['principal', 'ann', 'dan'],
  ['technology', 'ben', 'cem'],
] as const;
const carried = openedAs(
  {
    carried: [{ taskId: 'task-1', side: 'principal', deciderId: 'ann', copyCondition: true }],
    changed: ['shortfall'],
  },
  task('task-1', 'principal', 'ann'),
  task('task-2', 'technology', 'ben', 'cem'),
);
const fresh = openedAs(
  { changed: ['shortfall'] },
  task('task-1', 'principal', 'ann', 'dan'),
  task('task-2', 'technology', 'ben', 'cem'),
);

describe('an approval of the submission before', () => {
  it('still stands in the round of the next one, with its condition', () => {
    given()
      .when(open('outside-channel', sides, { standing: [byAnn], changed: ['shortfall'] }))
      .then(carried);
    given(carried)
      .when(decide('task-2', 'ben'))
      .then(decided('task-2', 'technology', 'ben'), {
        type: 'sightline.approval.round-approved.v1',
        data: { ...ids, submission: 2, deciderIds: ['ann', 'ben'], copyCondition: true },
      } satisfies RoundFact);
  });

  it('counts for four eyes as any other', () => {
    given(carried).when(decide('task-1', 'dan')).thenRefused('already-decided', 'C3');
    given(
      openedAs(
        { carried: [{ taskId: 'task-1', side: 'principal', deciderId: 'ben', copyCondition: false }] },
        task('task-1', 'principal', 'ben'),
        task('task-2', 'technology', 'ben', 'cem'),
      ),
    )
      .when(decide('task-2', 'ben'))
      .thenRefused('four-eyes', 'C3');
  });

  it('falls when its decider may not decide any more', () => {
    given()
      .when(open('outside-channel', sides, { standing: [{ ...byAnn, deciderId: 'old' }], changed: ['shortfall'] }))
      .then(fresh);
    given()
      .when(
        open('outside-channel', sides, {
          ...{ standing: [byAnn], changed: ['shortfall'], partyIds: ['student', 'ann'] },
        }),
      )
      .then(
        openedAs(
          { changed: ['shortfall'], partyIds: ['ann'] },
          task('task-1', 'principal', 'dan'),
          task('task-2', 'technology', 'ben', 'cem'),
        ),
      );
  });

  it('never makes a decision of the new submission needless: where all would stand, none does', () => {
    const byBen: StandingApproval = { ...byAnn, side: 'technology', deciderId: 'ben' };
    given()
      .when(open('outside-channel', sides, { standing: [byAnn, byBen], changed: ['shortfall'] }))
      .then(fresh);
  });
});
