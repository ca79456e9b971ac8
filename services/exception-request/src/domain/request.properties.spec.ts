import { describe, expect, it } from '@jest/globals';
import { fold, isRefusal } from '@sightline/decider';
import { policyVersions } from '@sightline/policy';
import fc from 'fast-check';
import { requestDecider, type RequestCommand, type RequestFact, type SubmitRequest } from './index.js';

const person = fc.constantFrom('teacher', 'teacher', 'teacher', 'other');
const students: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 4, arbitrary: fc.subarray(['ann', 'ben', 'child', 'brother'], { minLength: 1 }) },
  { weight: 1, arbitrary: fc.constantFrom<string[][]>([], ['ann', 'nobody']) },
);
const period = fc.oneof(
  { weight: 4, arbitrary: fc.constant(['2026-09-15', '2026-12-01'] as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(['2026-09-13', '2026-12-01'] as const, ['2026-09-15', '2027-09-01'] as const),
  },
);

const submissions: fc.Arbitrary<SubmitRequest> = fc
  .record({ by: person, named: students, period, reason: fc.constantFrom(0, 20, 20, 20) })
  .map(({ by, named, period: [from, until], reason }): SubmitRequest => ({
    ...{ type: 'submit', requestId: 'request', kind: 'outside-channel', purpose: 'private', medium: 'video-call' },
    requester: { personId: by, roles: [{ role: 'teacher', buildingId: 'b' }], buildingIds: ['b'] },
    students: named.map((personId) => ({ personId, known: personId !== 'nobody', isStudent: true, buildingIds: [] })),
    ...{ groupNamed: false, group: undefined, from, until, today: '2026-09-14', districtForm: null },
    family: { ownChildIds: ['child'], siblingIds: ['brother', 'child'] },
    words: { recordId: 'record', commitment: 'c0ffee' },
    lengths: { reason, channelAddress: null, shortfallWhy: null },
    ...{ register: [], compared: null, renews: null, joins: null, expectedVersion: null },
    policy: policyVersions[0]!,
  }));
const commands: fc.Arbitrary<RequestCommand> = fc.oneof(
  { weight: 10, arbitrary: submissions },
  {
    weight: 1,
    arbitrary: person.map((by): RequestCommand => ({
      type: 'withdraw',
      requestId: 'request',
      by,
      expectedVersion: null,
    })),
  },
  {
    weight: 2,
    arbitrary: person.map((by): RequestCommand => ({
      ...{ type: 'save-draft', requestId: 'request', by, expectedVersion: null, policy: policyVersions[0]! },
      requester: { personId: by, roles: [{ role: 'teacher', buildingId: 'b' }], buildingIds: ['b'] },
      words: { recordId: 'draft', commitment: 'c0ffee' },
    })),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('record-outcome' as const),
      roundId: fc.constant('round'),
      submission: fc.constantFrom(1, 1, 2, 2, 3),
      outcome: fc.oneof(
        { weight: 4, arbitrary: fc.constant('returned' as const) },
        fc.constantFrom('approved' as const, 'denied' as const),
      ),
      authorizationId: fc.uuid(),
      today: fc.constantFrom('2026-09-20', '2026-09-20', '2026-09-20', '2026-12-02'),
    }),
  },
);

type Kind =
  'drafted' | 'draft-discarded' | 'not-required' | 'submitted' | 'returned' | 'withdrawn' | 'denied' | 'approved';
const kindOf = ({ type }: RequestFact): Kind => /request-(.+)\.v1$/.exec(type)![1] as Kind;

const check = (property: (history: readonly RequestFact[]) => void): void => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 30, size: 'max' }), (all) => {
      const history: RequestFact[] = [];
      for (const command of all) {
        const decision = requestDecider.decide(command, fold(requestDecider, history));
        if (!isRefusal(decision)) history.push(...decision);
      }
      for (const fact of history) seen.add(`${kindOf(fact)} ${'submission' in fact.data ? fact.data.submission : ''}`);
      property(history);
    }),
    { numRuns: 1_000 },
  );
  // A property that met no second submission and no approval would say little.
  expect([...seen]).toEqual(
    expect.arrayContaining(['drafted ', 'draft-discarded ', 'not-required ', 'submitted 2', 'approved 1', 'denied 2']),
  );
};

describe('whatever people and rounds do, a request', () => {
  it('has one end and does not come back from it', () => {
    check((history) => {
      const at = history.findIndex(
        (fact) =>
          ['withdrawn', 'denied', 'approved', 'draft-discarded'].includes(kindOf(fact)) ||
          ('othersRemain' in fact.data && !fact.data.othersRemain),
      );
      if (at >= 0) expect(at).toBe(history.length - 1);
    });
  });

  it('counts its submissions without a gap, each answered before the next', () => {
    check((history) => {
      let open = false;
      let submission = 0;
      for (const fact of history) {
        if (['not-required', 'drafted', 'draft-discarded'].includes(kindOf(fact))) continue;
        const { submission: named } = fact.data as { submission: number };
        if (kindOf(fact) === 'submitted') {
          expect([open, named]).toEqual([false, submission + 1]);
          submission = named;
          open = true;
          continue;
        }
        expect(named).toBe(submission);
        if (kindOf(fact) !== 'withdrawn') expect(open).toBe(true);
        open = false;
      }
    });
  });

  it('is a draft only before anybody else reads it', () => {
    check((history) => {
      const kinds = history.map(kindOf);
      const last = kinds.lastIndexOf('drafted');
      expect(kinds.slice(0, Math.max(last, 0)).filter((kind) => kind !== 'drafted')).toEqual([]);
    });
  });

  it('belongs to one person, and names somebody, never own family (C4)', () => {
    check((history) => {
      const requesters = new Set(
        history.flatMap(({ data }) =>
          'requesterId' in data ? data.requesterId : 'withdrawnBy' in data ? data.withdrawnBy : [],
        ),
      );
      expect(requesters.size).toBeLessThanOrEqual(1);
      for (const { data } of history) {
        if ('studentIds' in data) {
          expect(data.studentIds.length).toBeGreaterThan(0);
          expect(data.studentIds.filter((id) => !['ann', 'ben'].includes(id))).toEqual([]);
        }
        if ('relations' in data)
          expect(data.relations.filter(({ studentId }) => !['child', 'brother'].includes(studentId))).toEqual([]);
      }
    });
  });

  it('is followed by its submission in the same breath when others remain', () => {
    check((history) => {
      history.forEach(({ data }, index) => {
        if ('othersRemain' in data && data.othersRemain) expect(kindOf(history[index + 1]!)).toBe('submitted');
      });
    });
  });
});
