import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { roundDecider, type RoundFact } from './index.js';
import { claimed, decided, delegated, ids, opened, reassign, task } from './sample-round.suite.js';

const { given } = decisionSpecification(roundDecider);
const round = opened('outside-channel', task('p', 'principal', 'ann'), task('t', 'technology', 'ben', 'cem'));
const now = (principals: string[], technology: string[]) =>
  [
    ['principal', ...principals],
    ['technology', ...technology],
  ] as const;
type Reassigned = Extract<RoundFact, { type: 'sightline.approval.task-reassigned.v1' }>['data'];
const reassigned = (
  taskId: string,
  candidateIds: string[],
  more: Partial<Reassigned> = {},
  reason: Reassigned['reason'] = 'roster-change',
): RoundFact => ({
  type: 'sightline.approval.task-reassigned.v1',
  data: {
    ...{ ...ids, taskId, candidateIds, assigneeId: candidateIds.length === 1 ? candidateIds[0]! : null },
    ...{ delegatedByIds: [], until: null, reason },
    ...more,
  },
});
const escalated: RoundFact = {
  type: 'sightline.approval.task-escalated.v1',
  data: { ...ids, taskId: 'p', candidateIds: ['ann', 'director'], step: 1, nextAt: null },
};

const over: RoundFact = {
  type: 'sightline.approval.round-closed.v1',
  data: { ...ids, submission: 2, reason: 'withdrawn' },
};

describe('when the roster changes, an open task', () => {
  it('stays where it is, when nobody came or went', () => {
    given(round)
      .when(reassign(now(['ann'], ['cem', 'ben'])))
      .thenNothing();
    given(round, claimed('t', 'ben'))
      .when(reassign(now(['ann'], ['ben', 'cem'])))
      .thenNothing();
    given(round, over)
      .when(reassign(now(['dan'], ['ben', 'cem'])))
      .thenNothing();
  });

  it('goes from the old principal to the new one', () => {
    given(round)
      .when(reassign(now(['dan'], ['ben', 'cem'])))
      .then(reassigned('p', ['dan']));
  });

  it('is lost by whoever has become a party (C3)', () => {
    given(round, claimed('t', 'cem'))
      .when(reassign(now(['ann'], ['ben', 'cem']), { partyIds: ['student', 'mother', 'cem'] }))
      .then(reassigned('t', ['ben']));
  });

  it('stays with whoever has claimed it, while others come to the pool', () => {
    given(round, claimed('t', 'ben'))
      .when(reassign(now(['ann'], ['ben', 'cem', 'eve'])))
      .then(reassigned('t', ['ben', 'cem', 'eve'], { assigneeId: 'ben' }));
  });

  it('is shared by a second principal with the one who had it alone', () => {
    given(round)
      .when(reassign(now(['ann', 'dan'], ['ben', 'cem'])))
      .then(reassigned('p', ['ann', 'dan']));
  });

  it('goes up when nobody lawful is left, and is left open when nobody is above either', () => {
    given(round)
      .when(reassign(now([], ['ben', 'cem'])))
      .then(reassigned('p', ['director'], {}, 'no-lawful-decider'));
    given(round)
      .when(reassign(now([], ['ben', 'cem']), { escalationIds: [] }))
      .then(reassigned('p', [], {}, 'no-lawful-decider'));
    given(round, reassigned('p', []))
      .when(reassign(now(['dan'], ['ben', 'cem'])))
      .then(reassigned('p', ['dan']));
  });

  it('is for nobody who is needed for the other task or stands behind its decision', () => {
    given(round)
      .when(reassign(now(['ann', 'ben'], ['ben'])))
      .then(reassigned('t', ['ben']));
    given(round, decided('t', 'technology', 'ben'))
      .when(reassign(now(['ann', 'ben'], ['ben'])))
      .thenNothing();
  });

  it('stays decided once it is decided', () => {
    given(round, decided('p', 'principal', 'ann'))
      .when(reassign(now(['dan'], ['ben', 'cem'])))
      .thenNothing();
  });

  it('keeps the people to whom it has gone up', () => {
    given(round, escalated)
      .when(reassign(now(['ann'], ['ben', 'cem']), { ladder: [['director']] }))
      .thenNothing();
    given(round, escalated)
      .when(reassign(now(['dan'], ['ben', 'cem']), { ladder: [['director']] }))
      .then(reassigned('p', ['dan', 'director']));
  });

  it('stays with a delegate as long as both may decide it', () => {
    const toDee = delegated('p', 'dee', ['ann', 'dee'], 'ann');
    given(round, toDee)
      .when(reassign(now(['ann'], ['ben', 'cem'])))
      .thenNothing();
    given(round, toDee)
      .when(reassign(now(['dan'], ['ben', 'cem'])))
      .then(reassigned('p', ['dan']));
    given(round, toDee)
      .when(reassign(now(['ann'], ['ben', 'cem']), { unavailableIds: ['dee'], reason: 'absence' }))
      .then(reassigned('p', ['ann'], {}, 'absence'));
    given(round, toDee)
      .when(reassign(now(['ann', 'dan'], ['ben', 'cem'])))
      .then(
        reassigned('p', ['ann', 'dan', 'dee'], { assigneeId: 'dee', delegatedByIds: ['ann'], until: '2026-09-18' }),
      );
  });
});
