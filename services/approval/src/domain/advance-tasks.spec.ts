import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { nextDeadline, roundDecider, type RoundFact } from './index.js';
import { advance, claimed, decide, decided, dueAt, ids, opened, policy, task } from './sample-round.suite.js';

const { given } = decisionSpecification(roundDecider);
// Opened on the 14th at noon, due on the 19th: reminders on the 17th and 18th, steps up on the 19th and 22nd.
const [third, fourth, due, last] = ['17', '18', '19', '22'].map((day) => `2026-09-${day}T12:00:00.000Z`) as [
  string,
  string,
  string,
  string,
];
const round = opened('outside-channel', task('p', 'principal', 'ann'), task('t', 'technology', 'ben', 'cem'));
const ladder = [['director', 'teacher', 'mother'], ['operator']];

const reminded = (taskId: string, reminder: number, nextAt: string, ...remindedIds: string[]): RoundFact => ({
  type: 'sightline.approval.task-reminded.v1',
  data: { ...ids, taskId, remindedIds, reminder, nextAt },
});
const escalated = (taskId: string, step: number, nextAt: string | null, ...candidateIds: string[]): RoundFact => ({
  type: 'sightline.approval.task-escalated.v1',
  data: { ...ids, taskId, candidateIds, step, nextAt },
});
const firstSteps = [
  escalated('p', 1, last, 'ann', 'director'),
  escalated('t', 1, last, 'ben', 'cem', 'director'),
] as const;

describe('silence', () => {
  it('brings nothing before its time', () => {
    given(round).when(advance('2026-09-17T11:59:59.999Z', ladder)).thenNothing();
    expect(nextDeadline(policy, dueAt, '2026-09-14T12:00:00.000Z')).toBe(third);
  });

  it('brings a reminder to whoever has the task, or to its pool; each once', () => {
    const first = [reminded('p', 1, fourth, 'ann'), reminded('t', 1, fourth, 'ben', 'cem')] as const;
    given(round)
      .when(advance(third, ladder))
      .then(...first);
    given(round, claimed('t', 'cem'))
      .when(advance(third, ladder))
      .then(reminded('p', 1, fourth, 'ann'), reminded('t', 1, fourth, 'cem'));
    given(round, ...first)
      .when(advance(third, ladder))
      .thenNothing();
    given(round, ...first)
      .when(advance(fourth, ladder))
      .then(reminded('p', 2, due, 'ann'), reminded('t', 2, due, 'ben', 'cem'));
  });

  it('brings people above in beside those who had the task, parties left out; each step once', () => {
    given(round)
      .when(advance(due, ladder))
      .then(...firstSteps);
    given(round, ...firstSteps)
      .when(advance(due, ladder))
      .thenNothing();
    given(round, ...firstSteps)
      .when(advance(last, ladder))
      .then(
        escalated('p', 2, null, 'ann', 'director', 'operator'),
        escalated('t', 2, null, 'ben', 'cem', 'director', 'operator'),
      );
  });

  it('takes every step that was missed while nobody looked', () => {
    given(round, decided('t', 'technology', 'ben'))
      .when(advance('2027-01-01T00:00:00.000Z', ladder))
      .then(escalated('p', 1, null, 'ann', 'director'), escalated('p', 2, null, 'ann', 'director', 'operator'));
  });

  it('goes up even where nobody is above, so that it is not looked at for ever', () => {
    given(round, decided('t', 'technology', 'ben'))
      .when(advance(due, []))
      .then(escalated('p', 1, last, 'ann'));
  });

  it('never approves: both the old and the new people still have to say so', () => {
    given(round, ...firstSteps, claimed('p', 'director'))
      .when(decide('p', 'ann'))
      .thenRefused('claimed-by-another');
    given(round, ...firstSteps)
      .when(decide('p', 'director'))
      .then(decided('p', 'principal', 'director'));
    given(round, ...firstSteps)
      .when(decide('p', 'ann'))
      .then(decided('p', 'principal', 'ann'));
  });

  it('brings nobody in who has decided the other task', () => {
    given(round, ...firstSteps, decided('t', 'technology', 'director'))
      .when(advance(last, [['director'], ['director']]))
      .then(escalated('p', 2, null, 'ann', 'director'));
    given(round, ...firstSteps, decided('t', 'technology', 'director'))
      .when(decide('p', 'director'))
      .thenRefused('four-eyes', 'C3');
  });

  it('is over with the round', () => {
    given(round, { type: 'sightline.approval.round-closed.v1', data: { ...ids, submission: 2, reason: 'withdrawn' } })
      .when(advance(last, ladder))
      .thenNothing();
  });
});
