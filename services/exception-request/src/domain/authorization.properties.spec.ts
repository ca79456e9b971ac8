import { describe, expect, it } from '@jest/globals';
import { rosterChanges } from '@sightline/contracts';
import { fold, isRefusal } from '@sightline/decider';
import { addDays } from '@sightline/policy';
import fc from 'fast-check';
import { authorizationDecider, type AuthorizationCommand, type AuthorizationFact } from './index.js';
import {
  activate,
  comeDue,
  decideReview,
  followRoster,
  objectTo,
  requestReview,
  revoke,
} from './testing/authorization-samples.js';

const family = { ownChildIds: ['child'], siblingIds: ['brother'] };
const students = fc.subarray(['ann', 'ben', 'cem', 'child']);
const kind = fc.constantFrom('outside-channel' as const, 'personal-phone' as const);
const reviewId = fc.constantFrom('first', 'second', 'third');

/** A command and how many days pass before it: time only ever goes on. */
interface Step {
  readonly days: number;
  readonly command: (today: string) => AuthorizationCommand;
}
const step = (command: fc.Arbitrary<Step['command']>): fc.Arbitrary<Step> =>
  fc.record({ days: fc.constantFrom(0, 0, 0, 1, 20), command });

const activation: fc.Arbitrary<Step> = step(
  fc
    .tuple(kind, students, fc.constantFrom('2026-09-01', '2026-09-14', '2026-09-30'))
    .map(([of, studentIds, from]) => (today) => ({ ...activate({ kind: of, studentIds, from }), today })),
);

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: activation },
  {
    weight: 6,
    arbitrary: step(
      fc.tuple(students, students, students).map(([joined, left, barredIds]) => (today) => ({
        ...{ type: 'change-participants', joined, left, barredIds, family, today },
      })),
    ),
  },
  {
    weight: 3,
    arbitrary: step(
      fc.tuple(fc.constantFrom(...rosterChanges), students, reviewId).map(([change, about, id]) => (today) => ({
        ...followRoster(change, about),
        ...{ tellIds: ['supervisor'], reviewId: `${change} ${id}`, today },
      })),
    ),
  },
  {
    weight: 2,
    arbitrary: step(
      reviewId.map((id) => (today) => ({ ...(requestReview as object), reviewId: id, today }) as AuthorizationCommand),
    ),
  },
  {
    weight: 5,
    arbitrary: step(
      students.map(
        ([studentId = 'ann']) =>
          (today) =>
            objectTo({ reviewId: `objection ${studentId}`, studentId, today }),
      ),
    ),
  },
  {
    weight: 7,
    arbitrary: step(
      fc
        .tuple(
          fc.constantFrom(
            'first',
            'second',
            'staff-moved first',
            'staff-moved second',
            ...['objection ann', 'objection ann', 'objection ben', 'objection ben'],
          ),
          fc.constantFrom(
            ...(['keep', 'keep', 'exclude-student', 'exclude-student', 'exclude-student', 'end'] as const),
          ),
        )
        .map(([id, outcome]) => (today) => ({ ...decideReview(outcome), reviewId: id, today })),
    ),
  },
  { weight: 3, arbitrary: step(fc.constant(comeDue)) },
  { weight: 1, arbitrary: step(fc.constant((today: string) => revoke({ today }))) },
);

interface Happened {
  readonly fact: AuthorizationFact;
  readonly today: string;
}
const nameOf = ({ type }: AuthorizationFact): string => /authorization-(.+)\.v1$/.exec(type)![1]!;

const check = (property: (history: readonly Happened[]) => void): void => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(activation, fc.array(steps, { maxLength: 25, size: 'max' }), (first, others) => {
      const history: Happened[] = [];
      let today = '2026-09-14';
      for (const { days, command } of [first, ...others]) {
        today = addDays(today, days);
        const state = fold(
          authorizationDecider,
          history.map(({ fact }) => fact),
        );
        const decision = authorizationDecider.decide(command(today), state);
        if (!isRefusal(decision)) for (const fact of decision) history.push({ fact, today });
      }
      for (const { fact } of history) {
        seen.add('end' in fact.data ? fact.data.end : nameOf(fact));
        if ('outcome' in fact.data) seen.add(fact.data.outcome);
      }
      property(history);
    }),
    { numRuns: 1_500 },
  );
  // A property that met no review, no reminder and no end would say little.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      ...['activated', 'participants-changed', 'review-requested', 'review-closed', 'change-noted', 'ending-soon'],
      ...['expired', 'revoked', 'kept', 'student-excluded', 'overtaken'],
    ]),
  );
};

describe('whatever people, the roster and the calendar do, an authorization', () => {
  it('begins once, ends once, and is not heard of again', () => {
    check((history) => {
      const names = history.map(({ fact }) => nameOf(fact));
      expect(names.filter((name) => name === 'activated').length).toBeLessThanOrEqual(1);
      expect(names.filter((name) => name === 'ended').length).toBeLessThanOrEqual(1);
      if (names.length > 0) expect(names[0]).toBe('activated');
      if (names.includes('ended')) expect(names.at(-1)).toBe('ended');
    });
  });

  it('is never open-ended, back-dated or longer than it was allowed: one look after its last day ends it', () => {
    check((history) => {
      const state = fold(
        authorizationDecider,
        history.map(({ fact }) => fact),
      );
      for (const { fact, today: on } of history) {
        if (nameOf(fact) === 'activated' && 'from' in fact.data) {
          expect(fact.data.from >= on).toBe(true);
          expect(fact.data.until >= fact.data.from && fact.data.until <= '2026-11-30').toBe(true);
        }
        if (on > '2026-11-30') expect(['ended', 'review-closed']).toContain(nameOf(fact));
        if ('endedOn' in fact.data) expect(fact.data.endedOn <= on && fact.data.endedOn <= '2026-11-30').toBe(true);
      }
      if (state.status !== 'active') return;
      const decision = authorizationDecider.decide(comeDue(addDays(state.until, 1)), state);
      expect(isRefusal(decision) ? [] : nameOf(decision.at(-1)!)).toBe('ended');
    });
  });

  it('has own family in it at no time, nobody twice, and nobody who leaves without having been in it', () => {
    check((history) => {
      const present = new Set<string>();
      for (const { fact } of history) {
        const joined =
          nameOf(fact) === 'activated' && 'studentIds' in fact.data
            ? fact.data.studentIds
            : 'joined' in fact.data
              ? fact.data.joined
              : [];
        expect(joined).not.toContain('child');
        for (const id of joined) {
          expect([fact.type, present.has(id)]).toEqual([fact.type, false]);
          present.add(id);
        }
        for (const id of 'left' in fact.data ? fact.data.left : []) expect(present.delete(id)).toBe(true);
      }
    });
  });

  it('has each of its reviews asked once and closed once, none of them left when it ends', () => {
    check((history) => {
      const open = new Set<string>();
      for (const { fact } of history) {
        if (nameOf(fact) === 'review-requested' && 'reviewId' in fact.data) open.add(fact.data.reviewId);
        if (nameOf(fact) === 'review-closed' && 'reviewId' in fact.data)
          expect([fact.data.reviewId, open.delete(fact.data.reviewId)]).toEqual([fact.data.reviewId, true]);
        if (nameOf(fact) === 'ended') expect([...open]).toEqual([]);
      }
    });
  });

  it('brings nobody back whom a review took out', () => {
    check((history) => {
      const excluded = new Set<string>();
      for (const { fact } of history) {
        if (!('left' in fact.data)) continue;
        for (const id of fact.data.joined) expect([...excluded]).not.toContain(id);
        if (fact.data.cause?.change === 'review') for (const id of fact.data.left) excluded.add(id);
      }
    });
  });
});
