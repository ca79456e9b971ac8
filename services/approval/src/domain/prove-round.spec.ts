import { describe, expect, it } from '@jest/globals';
import { breachesOf, roundRules, type RoundFact, type RoundRule } from './index.js';
import { claimed, decided, delegated, ids, opened, openedWith, reviewed, task } from './sample-round.suite.js';

const round = opened('outside-channel', task('p', 'principal', 'ann', 'ben'), task('t', 'technology', 'ben', 'cem'));
const phone = opened('personal-phone', task('s', 'supervisor', 'sue'));
const approved = (...deciderIds: string[]): RoundFact => ({
  type: 'sightline.approval.round-approved.v1',
  data: { ...ids, submission: 2, deciderIds, copyCondition: false },
});
const denied: RoundFact = {
  type: 'sightline.approval.round-denied.v1',
  data: { ...ids, submission: 2, deciderId: 'ann' },
};
const byAnn = decided('p', 'principal', 'ann');
const byCem = decided('t', 'technology', 'cem');
const met = { necessaryOrBeneficial: true, districtFormUnavailable: true, relatedToActivity: true };
const lawful: readonly RoundFact[] = [round, claimed('p', 'ann'), byAnn, byCem, approved('ann', 'cem')];

/** For each rule, histories that break it, with the place of the fact that does. */
const broken: Readonly<Record<RoundRule, readonly (readonly [at: number, ...history: RoundFact[]])[]>> = {
  'opened-once': [
    [1, round, round],
    [0, claimed('p', 'ann')],
  ],
  'one-outcome': [
    [5, ...lawful, denied],
    [5, ...lawful, decided('p', 'principal', 'ben')],
  ],
  'known-task': [
    [1, round, decided('x', 'principal', 'ann')],
    [2, round, byAnn, delegated('p', 'dee', ['ann', 'ben', 'dee'], 'ben')],
  ],
  'decided-once': [[2, round, byAnn, decided('p', 'principal', 'ben')]],
  'no-party': [
    [0, opened('outside-channel', task('p', 'principal', 'teacher'))],
    [1, openedWith({ partyIds: ['mother'] }, task('p', 'principal', 'ann')), decided('p', 'principal', 'mother')],
    [1, round, delegated('p', 'teacher', ['ann', 'ben', 'teacher'], 'ann')],
  ],
  'by-a-candidate': [
    [1, round, decided('p', 'principal', 'dee')],
    [1, round, claimed('p', 'cem')],
  ],
  'four-eyes': [
    [2, round, decided('p', 'principal', 'ben'), decided('t', 'technology', 'ben')],
    [
      3,
      round,
      delegated('p', 'dee', ['ann', 'ben', 'dee'], 'ben'),
      decided('p', 'principal', 'dee', 'approve', { delegatedByIds: ['ben'] }),
      decided('t', 'technology', 'ben'),
    ],
  ],
  'chain-told': [[2, round, delegated('p', 'dee', ['ann', 'dee'], 'ann'), decided('p', 'principal', 'dee')]],
  'findings-met': [
    [1, phone, decided('s', 'supervisor', 'sue')],
    [1, phone, decided('s', 'supervisor', 'sue', 'approve', { findings: { ...met, relatedToActivity: false } })],
  ],
  'outcome-founded': [
    [1, round, approved()],
    [2, round, byAnn, approved('ann')],
    [3, round, byAnn, byCem, approved('ann', 'ben')],
    [2, round, byAnn, denied],
    [
      1,
      reviewed(task('p', 'principal', 'ann')),
      {
        type: 'sightline.approval.review-decided.v1',
        data: {
          ...{ ...ids, reviewId: 'review', authorizationId: 'authorization', outcome: 'keep', deciderIds: [] },
          words: null,
        },
      },
    ],
  ],
};

describe('the proof of a round', () => {
  it('finds nothing in a lawful history', () => {
    expect(breachesOf(lawful)).toEqual([]);
    expect(
      breachesOf([phone, decided('s', 'supervisor', 'sue', 'approve', { findings: met }), approved('sue')]),
    ).toEqual([]);
    expect(breachesOf([phone, decided('s', 'supervisor', 'sue', 'deny')])).toEqual([]);
  });

  it.each(roundRules.flatMap((rule) => broken[rule].map(([at, ...history], index) => ({ rule, index, at, history }))))(
    'finds where $rule is broken ($index)',
    ({ rule, at, history }) => {
      const breaches = breachesOf(history);
      expect(breaches).toContainEqual({ rule, clause: rule === 'findings-met' ? 'C5' : 'C3', at });
      expect(breaches.map((breach) => breach.at)).toEqual(breaches.map(() => at));
    },
  );
});
