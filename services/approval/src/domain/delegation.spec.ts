import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, fold } from '@sightline/decider';
import { roundDecider, type RoundFact, type RoundTask } from './index.js';
import { claimed, decide, decided, delegate, delegated, ids, opened, revoke, task } from './sample-round.suite.js';

const { given } = decisionSpecification(roundDecider);
const round = opened('outside-channel', task('p', 'principal', 'ann'), task('t', 'technology', 'ben', 'cem'));
const toDee = delegated('p', 'dee', ['ann', 'dee'], 'ann');
const toEve = delegated('p', 'eve', ['ann', 'dee', 'eve'], 'ann', 'dee');

const taskAfter = (taskId: string, ...facts: readonly RoundFact[]): RoundTask => {
  const state = fold(roundDecider, facts);
  if (state.status === 'none') throw new Error('no round');
  return state.tasks.find((each) => each.taskId === taskId)!;
};
const wentBack = (
  fromId: string,
  toId: string,
  revokedBy: string | null,
  left: { candidateIds: string[]; assigneeId: string | null; delegatedByIds?: string[]; until?: string | null },
): RoundFact => ({
  type: 'sightline.approval.task-delegation-revoked.v1',
  data: {
    ...{ ...ids, taskId: 'p', fromId, toId, reason: revokedBy === null ? 'ended' : 'revoked', revokedBy },
    ...{ delegatedByIds: [], until: null },
    ...left,
  },
});

describe('delegating a task', () => {
  it('gives it to the delegate alone; both names are in the history', () => {
    given(round)
      .when(delegate('p', 'ann', 'dee'))
      .then(toDee);
    expect(taskAfter('p', round, toDee)).toMatchObject({ assigneeId: 'dee', candidateIds: ['ann', 'dee'] });
    given(round, toDee)
      .when(decide('p', 'dee'))
      .then(decided('p', 'principal', 'dee', 'approve', { delegatedByIds: ['ann'] }));
  });

  it('goes on from the delegate, and the decision names the whole chain', () => {
    given(round, toDee)
      .when(delegate('p', 'dee', 'eve'))
      .then(toEve);
    given(round, toDee, toEve)
      .when(decide('p', 'eve'))
      .then(decided('p', 'principal', 'eve', 'approve', { delegatedByIds: ['ann', 'dee'] }));
  });

  it('takes a task from its pool for somebody outside the pool', () => {
    given(round, claimed('t', 'ben'))
      .when(delegate('t', 'ben', 'dee'))
      .then(delegated('t', 'dee', ['ben', 'cem', 'dee'], 'ben'));
    given(round)
      .when(delegate('t', 'ben', 'cem'))
      .then(delegated('t', 'cem', ['ben', 'cem'], 'ben'));
  });

  it('is open to whoever has the task alone', () => {
    given(round, toDee)
      .when(delegate('p', 'ann', 'eve'))
      .thenRefused('claimed-by-another');
    given(round, claimed('t', 'ben'))
      .when(delegate('t', 'cem', 'dee'))
      .thenRefused('claimed-by-another');
  });

  it('may end today', () => {
    expect(given(round).when(delegate('p', 'ann', 'dee', { until: '2026-09-14' })).decision).toHaveLength(1);
  });
});

describe('ending a delegation', () => {
  const back = wentBack('ann', 'dee', 'ann', { candidateIds: ['ann'], assigneeId: 'ann' });

  it('gives the task back, taken back or given back', () => {
    given(round, toDee).when(revoke('p', 'ann')).then(back);
    given(round, toDee)
      .when(revoke('p', 'dee'))
      .then(wentBack('ann', 'dee', 'dee', { candidateIds: ['ann'], assigneeId: 'ann' }));
    expect(taskAfter('p', round, toDee, back)).toMatchObject({
      ...{ assigneeId: 'ann', candidateIds: ['ann'], delegations: [] },
    });
    given(round, toDee, back).when(decide('p', 'dee')).thenRefused('not-a-candidate', 'C3');
  });

  it('ends every link that rests on it', () => {
    given(round, toDee, toEve).when(revoke('p', 'ann')).then(back);
    given(round, toDee, toEve)
      .when(revoke('p', 'dee'))
      .then(
        wentBack('dee', 'eve', 'dee', {
          ...{ candidateIds: ['ann', 'dee'], assigneeId: 'dee', delegatedByIds: ['ann'], until: '2026-09-18' },
        }),
      );
  });

  it('leaves a member of the pool in it', () => {
    const toCem = delegated('t', 'cem', ['ben', 'cem'], 'ben');
    const ended: RoundFact = {
      type: 'sightline.approval.task-delegation-revoked.v1',
      data: {
        ...{ ...ids, taskId: 't', fromId: 'ben', toId: 'cem', reason: 'revoked', revokedBy: 'ben' },
        ...{ candidateIds: ['ben', 'cem'], assigneeId: 'ben', delegatedByIds: [], until: null },
      },
    };
    given(round, toCem).when(revoke('t', 'ben')).then(ended);
  });

  it('comes by itself after the last day, and not on it', () => {
    given(round, toDee).when({ type: 'end-delegations', today: '2026-09-18' }).thenNothing();
    given(round, toDee)
      .when({ type: 'end-delegations', today: '2026-09-19' })
      .then(wentBack('ann', 'dee', null, { candidateIds: ['ann'], assigneeId: 'ann' }));
    given(round, toDee, back).when({ type: 'end-delegations', today: '2026-09-19' }).thenNothing();
    given(round, toDee, decided('p', 'principal', 'dee', 'approve', { delegatedByIds: ['ann'] }))
      .when({ type: 'end-delegations', today: '2026-09-19' })
      .thenNothing();
  });
});
