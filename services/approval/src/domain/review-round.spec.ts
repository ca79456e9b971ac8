import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { roundDecider, type RoundFact } from './index.js';
import { asked, decide, decided, dueAt, ids, open, review, reviewed, task } from './sample-round.suite.js';

const { given } = decisionSpecification(roundDecider);
const words = { recordId: 'answer', commitment: 'c0ffee' };
const objection = { guardianId: 'mother', studentId: 'student', words: { recordId: 'words', commitment: 'c0ffee' } };
const round = reviewed(task('p', 'principal', 'ann'), task('t', 'technology', 'ben', 'cem'));
const settled = (outcome: 'keep' | 'end' | 'exclude-student', ...deciderIds: string[]): RoundFact => ({
  type: 'sightline.approval.review-decided.v1',
  data: { ...ids, reviewId: 'review', authorizationId: 'authorization', outcome, deciderIds, words },
});

describe('a round about a live authorization', () => {
  it('opens for the sides that must answer, and names what it is about', () => {
    given()
      .when(
        open('outside-channel', [['principal', 'ann']], {
          review: { ...review, reviewId: 'review', authorizationId: 'authorization', objection },
        }),
      )
      .then({
        type: 'sightline.approval.round-opened.v1',
        data: {
          ...{ ...ids, submission: 2, kind: 'outside-channel', requesterId: 'teacher', asked },
          tasks: [{ ...task('task-1', 'principal', 'ann'), dueAt, nextAt: null }],
          ...{ about: 'review', reviewId: 'review', authorizationId: 'authorization' },
          review: { ...review, objection },
        },
      });
  });

  it('lets it go on only when every side says so, in words', () => {
    const kept = decided('p', 'principal', 'ann', 'approve', { review: 'keep', words });
    given(round)
      .when(decide('p', 'ann', { outcome: 'keep', commentLength: 9, words }))
      .then(kept);
    given(round, kept)
      .when(decide('t', 'cem', { outcome: 'keep', commentLength: 9, words }))
      .then(decided('t', 'technology', 'cem', 'approve', { review: 'keep', words }), settled('keep', 'ann', 'cem'));
  });

  it('ends it, or takes the student out, as soon as one side says so', () => {
    given(round)
      .when(decide('p', 'ann', { outcome: 'end', commentLength: 9, words }))
      .then(decided('p', 'principal', 'ann', 'deny', { review: 'end', words }), settled('end', 'ann'));
    given(round)
      .when(decide('t', 'ben', { outcome: 'exclude-student', words }))
      .then(
        decided('t', 'technology', 'ben', 'approve', { review: 'exclude-student', words }),
        settled('exclude-student', 'ben'),
      );
  });

  it('is decided once', () => {
    const over = [decided('p', 'principal', 'ann', 'deny', { review: 'end', words }), settled('end', 'ann')] as const;
    given(round, ...over)
      .when(decide('t', 'ben', { outcome: 'keep', commentLength: 9 }))
      .thenRefused('round-over', 'C3');
    given(round, ...over)
      .when(decide('p', 'ann', { outcome: 'end', commentLength: 9, sameWordsAs: 'answer' }))
      .thenNothing();
    given(round, ...over)
      .when(decide('p', 'ann', { outcome: 'exclude-student', sameWordsAs: 'answer' }))
      .thenRefused('already-decided', 'C3');
  });

  it('asks four eyes as a request does', () => {
    const both = reviewed(task('p', 'principal', 'ann', 'ben'), task('t', 'technology', 'ben', 'cem'));
    given(both, decided('p', 'principal', 'ben', 'approve', { review: 'keep' }))
      .when(decide('t', 'ben', { outcome: 'end', commentLength: 9 }))
      .thenRefused('four-eyes', 'C3');
    given(round)
      .when(decide('p', 'teacher', { outcome: 'keep', commentLength: 9 }))
      .thenRefused('party-cannot-decide', 'C3');
  });

  it('closes without a decision when something else has settled it', () => {
    given(round)
      .when({ type: 'close', reason: 'overtaken' })
      .then({ type: 'sightline.approval.round-closed.v1', data: { ...ids, submission: 2, reason: 'overtaken' } });
  });
});
