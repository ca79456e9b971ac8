import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, fold, isRefusal } from '@sightline/decider';
import fc from 'fast-check';
import type { CoverageFact, Gap } from './coverage.js';
import type { CoverageCommand, OpenNotices } from './coverage.commands.js';
import { coverageDecider } from './coverage.decider.js';

const { given } = decisionSpecification(coverageDecider);
const authorizationId = 'authorization';

const open = (
  occasion: OpenNotices['occasion'],
  guardians: readonly (readonly [noticeId: string, guardianId: string, ...studentIds: string[]])[],
  gaps: readonly Gap[] = [],
  details: Partial<OpenNotices> = {},
): OpenNotices => ({
  command: 'openNotices',
  authorizationId,
  occasion,
  guardians: guardians.map(([noticeId, guardianId, ...studentIds]) => ({ noticeId, guardianId, studentIds })),
  gaps,
  takePartNow: occasion === 'approval' || occasion === 'late-joiner',
  ending: null,
  ...details,
});
const opened = (
  occasion: OpenNotices['occasion'],
  ...notices: readonly (readonly [noticeId: string, guardianId: string, ...studentIds: string[]])[]
): CoverageFact => ({
  type: 'sightline.notification.notices-opened.v1',
  data: {
    authorizationId,
    occasion,
    notices: notices.map(([noticeId, guardianId, ...studentIds]) => ({ noticeId, guardianId, studentIds })),
  },
});
const named = (occasion: OpenNotices['occasion'], ...gaps: readonly Gap[]): CoverageFact => ({
  type: 'sightline.notification.coverage-gap-named.v1',
  data: { authorizationId, occasion, gaps },
});
const delivered = (...noticeIds: readonly string[]): CoverageFact => ({
  type: 'sightline.notification.notices-delivered.v1',
  data: { authorizationId, channel: 'email', deliveries: noticeIds.map((noticeId) => ({ noticeId, at: 'then' })) },
});
const recordDelivered = (noticeId: string, ...restrictedStudentIds: string[]): CoverageCommand => ({
  command: 'recordDeliveries',
  authorizationId,
  channel: 'email',
  deliveries: [{ noticeId, at: 'then', restrictedStudentIds }],
});
const undeliverable = (
  noticeId: string,
  guardianId: string,
  reason: 'no-address' | 'refused' | 'retries-exhausted' | 'not-entitled',
): CoverageFact => ({
  type: 'sightline.notification.notices-undeliverable.v1',
  data: { authorizationId, notices: [{ noticeId, guardianId, reason }] },
});
const noGuardian: Gap = { studentId: 'ann', guardianId: null, reason: 'no-guardian' };
const restricted: Gap = { studentId: 'ann', guardianId: 'father', reason: 'restricted' };

describe('opening notices', () => {
  it('tells each guardian once, siblings in one notice', () => {
    given()
      .when(
        open('approval', [
          ['n1', 'mother', 'ann'],
          ['n2', 'father', 'ann', 'ben'],
          ['n3', 'mother', 'ben', 'ann'],
        ]),
      )
      .then(opened('approval', ['n1', 'mother', 'ann', 'ben'], ['n2', 'father', 'ann', 'ben']));
  });

  it('tells nobody twice for one occasion', () => {
    given(opened('approval', ['n1', 'mother', 'ann']))
      .when(open('approval', [['n2', 'mother', 'ann']]))
      .thenNothing();
  });

  it('tells a guardian who knows of one child of the new child alone, as a late joiner', () => {
    given(opened('approval', ['n1', 'mother', 'ann']))
      .when(
        open('approval', [
          ['n2', 'mother', 'ann', 'ben'],
          ['n3', 'aunt', 'ben'],
        ]),
      )
      .then(opened('late-joiner', ['n2', 'mother', 'ben']), opened('approval', ['n3', 'aunt', 'ben']));
  });

  it('tells the end only to those who were told of the beginning, once', () => {
    given(opened('approval', ['n1', 'mother', 'ann']))
      .when(
        open('end', [
          ['n2', 'mother', 'ann', 'ben'],
          ['n3', 'father', 'ann'],
        ]),
      )
      .then(opened('end', ['n2', 'mother', 'ann']));
    given(opened('approval', ['n1', 'mother', 'ann']), opened('end', ['n2', 'mother', 'ann']))
      .when(open('end', [['n4', 'mother', 'ann']]))
      .thenNothing();
  });

  it('names a student without a guardian and a restricted guardian once each', () => {
    given()
      .when(open('approval', [], [noGuardian, restricted, noGuardian]))
      .then(named('approval', noGuardian, restricted));
    given(named('approval', noGuardian, restricted))
      .when(open('late-joiner', [], [noGuardian, restricted]))
      .thenNothing();
  });

  it('names no gap where somebody has been told', () => {
    given(opened('approval', ['n1', 'father', 'ann']))
      .when(open('approval', [], [noGuardian, restricted]))
      .thenNothing();
  });

  it('lists at most 500 notices and 500 gaps an event', () => {
    const many = Array.from({ length: 1_001 }, (_, index) => index);
    const { decision } = given().when(
      open(
        'approval',
        many.map((index) => [`n${index}`, `g${index}`, `s${index}`] as const),
        many.map((index) => ({ studentId: `t${index}`, guardianId: null, reason: 'no-guardian' })),
      ),
    );
    if (isRefusal(decision)) throw new Error('refused');
    expect(
      decision.map(({ data }) => ('notices' in data ? data.notices.length : 'gaps' in data ? data.gaps.length : 0)),
    ).toEqual([500, 500, 1, 500, 500, 1]);
  });
});

describe('recording what became of a notice', () => {
  const pending = opened('approval', ['n1', 'father', 'ann', 'ben']);

  it('keeps a delivery once and ignores notices that it does not know', () => {
    given(pending).when(recordDelivered('n1')).then(delivered('n1'));
    given(pending, delivered('n1')).when(recordDelivered('n1')).thenNothing();
    given(pending).when(recordDelivered('n9')).thenNothing();
  });

  it.each([
    ['no-address', 'no-address'],
    ['refused', 'undeliverable'],
    ['retries-exhausted', 'undeliverable'],
  ] as const)('names the gap of every student when it is undeliverable: %s', (reason, gapReason) => {
    given(pending)
      .when({
        command: 'recordUndeliverable',
        authorizationId,
        notices: [{ noticeId: 'n1', reason, restrictedStudentIds: [] }],
      })
      .then(
        undeliverable('n1', 'father', reason),
        named(
          'approval',
          { studentId: 'ann', guardianId: 'father', reason: gapReason },
          { studentId: 'ben', guardianId: 'father', reason: gapReason },
        ),
      );
  });

  it('leaves a delivered notice delivered', () => {
    given(pending, delivered('n1'))
      .when({
        command: 'recordUndeliverable',
        authorizationId,
        notices: [{ noticeId: 'n1', reason: 'retries-exhausted', restrictedStudentIds: [] }],
      })
      .thenNothing();
  });

  it('names a student withheld at the last moment, and tells of that student when the restriction has gone', () => {
    given(pending).when(recordDelivered('n1', 'ann')).then(delivered('n1'), named('approval', restricted));
    given(pending, delivered('n1'), named('approval', restricted))
      .when(open('approval', [['n2', 'father', 'ann', 'ben']]))
      .then(opened('late-joiner', ['n2', 'father', 'ann']));
  });

  it('opens again for a guardian who was not entitled at the moment of sending and is again', () => {
    const notEntitled = undeliverable('n1', 'father', 'not-entitled');
    given(pending)
      .when({
        command: 'recordUndeliverable',
        authorizationId,
        notices: [{ noticeId: 'n1', reason: 'not-entitled', restrictedStudentIds: ['ann'] }],
      })
      .then(notEntitled, named('approval', restricted));
    given(pending, notEntitled, named('approval', restricted))
      .when(open('approval', [['n2', 'father', 'ann', 'ben']]))
      .then(opened('approval', ['n2', 'father', 'ann', 'ben']));
  });
});

describe('a student who leaves and one who comes back', () => {
  const begun = opened('approval', ['n1', 'mother', 'ann'], ['n2', 'father', 'ann', 'ben']);
  const left = (...notices: readonly (readonly [string, string, ...string[]])[]): CoverageFact => {
    const fact = opened('change', ...notices);
    return { ...fact, data: { ...fact.data, change: 'student-left' } } as CoverageFact;
  };

  it('is told as a change to those who were told of the beginning, and is that student’s end', () => {
    given(begun)
      .when(
        open('change', [
          ['n3', 'mother', 'ann'],
          ['n4', 'aunt', 'ann'],
        ]),
      )
      .then(left(['n3', 'mother', 'ann']));
    given(begun, left(['n3', 'mother', 'ann']))
      .when(open('end', [['n5', 'mother', 'ann']]))
      .thenNothing();
  });

  it('is told anew when the student takes part again, and can end again', () => {
    const back = opened('late-joiner', ['n5', 'mother', 'ann']);
    given(begun, left(['n3', 'mother', 'ann']))
      .when(open('late-joiner', [['n5', 'mother', 'ann']]))
      .then(back);
    given(begun, left(['n3', 'mother', 'ann']))
      .when(open('late-joiner', [['n5', 'mother', 'ann']], [], { takePartNow: false }))
      .thenNothing();
    given(begun, left(['n3', 'mother', 'ann']), back)
      .when(open('end', [['n6', 'mother', 'ann']]))
      .then(opened('end', ['n6', 'mother', 'ann']));
  });
});

describe('an end', () => {
  const begun = opened('approval', ['n1', 'mother', 'ann'], ['n2', 'father', 'ann'], ['n3', 'aunt', 'ann']);
  const ending = {
    studentIds: ['ann'],
    kept: [{ studentId: 'ann', guardianId: 'father', reason: 'restricted' }],
  } as const;
  const exclusions: CoverageFact = {
    type: 'sightline.notification.coverage-exclusions-named.v1',
    data: {
      authorizationId,
      occasion: 'end',
      exclusions: [
        { studentId: 'ann', guardianId: 'father', reason: 'restricted' },
        { studentId: 'ann', guardianId: 'aunt', reason: 'no-longer-guardian' },
      ],
    },
  };
  const end = open('end', [['n4', 'mother', 'ann']], [], { ending });

  it('names whoever was told earlier and is not entitled any more, once', () => {
    given(begun)
      .when(end)
      .then(opened('end', ['n4', 'mother', 'ann']), exclusions);
    given(begun, opened('end', ['n4', 'mother', 'ann']), exclusions)
      .when(end)
      .thenNothing();
  });

  it('names nobody who had not been told', () => {
    given(opened('approval', ['n1', 'mother', 'ann']))
      .when(end)
      .then(opened('end', ['n4', 'mother', 'ann']));
  });

  it('excludes a student who has to be left out at the last moment, and tells when the restriction has gone', () => {
    const opening = opened('end', ['n4', 'mother', 'ann']);
    const excluded: CoverageFact = {
      type: 'sightline.notification.coverage-exclusions-named.v1',
      data: {
        authorizationId,
        occasion: 'end',
        exclusions: [{ studentId: 'ann', guardianId: 'mother', reason: 'restricted' }],
      },
    };
    given(begun, opening)
      .when({
        command: 'recordUndeliverable',
        authorizationId,
        notices: [{ noticeId: 'n4', reason: 'not-entitled', restrictedStudentIds: ['ann'] }],
      })
      .then(undeliverable('n4', 'mother', 'not-entitled'), excluded);
    given(begun, opening, undeliverable('n4', 'mother', 'not-entitled'), excluded)
      .when(open('end', [['n5', 'mother', 'ann']]))
      .then(opened('end', ['n5', 'mother', 'ann']));
  });
});

describe('a colleague who joins (C5)', () => {
  it('is a change to whoever knows of the other one, and a beginning for the authorization', () => {
    const command = open('approval', [
      ['n1', 'mother', 'ann'],
      ['n2', 'father', 'ann'],
    ]);
    const [mother, father] = command.guardians;
    const changed = opened('change', ['n1', 'mother', 'ann']);
    const joined = { ...changed, data: { ...changed.data, change: 'staff-joined' } } as CoverageFact;
    given()
      .when({ ...command, guardians: [{ ...mother!, knowsOfColleague: true }, father!] })
      .then(joined, opened('approval', ['n2', 'father', 'ann']));
    given(joined)
      .when(open('approval', [['n3', 'mother', 'ann']]))
      .thenNothing();
    given(joined)
      .when(open('end', [['n4', 'mother', 'ann']]))
      .then(opened('end', ['n4', 'mother', 'ann']));
  });
});

describe('another address in the roster', () => {
  const pending = opened('approval', ['n1', 'father', 'ann']);
  const reopen: CoverageCommand = { command: 'reopenNotices', authorizationId, noticeIds: ['n1', 'n1', 'n9'] };
  const reopened: CoverageFact = {
    type: 'sightline.notification.notices-reopened.v1',
    data: { authorizationId, notices: [{ noticeId: 'n1', guardianId: 'father' }] },
  };
  const noAddress: Gap = { studentId: 'ann', guardianId: 'father', reason: 'no-address' };
  const failed = [undeliverable('n1', 'father', 'no-address'), named('approval', noAddress)];

  it('opens again what could not be delivered, and nothing else', () => {
    given(pending, ...failed)
      .when(reopen)
      .then(reopened);
    given(pending).when(reopen).thenNothing();
    given(pending, delivered('n1')).when(reopen).thenNothing();
  });

  it('lets the same notice be delivered, or fail and be named again', () => {
    given(pending, ...failed, reopened)
      .when(recordDelivered('n1'))
      .then(delivered('n1'));
    given(pending, ...failed, reopened)
      .when({
        command: 'recordUndeliverable',
        authorizationId,
        notices: [{ noticeId: 'n1', reason: 'no-address', restrictedStudentIds: [] }],
      })
      .then(...failed);
  });
});

describe('any order of arrival', () => {
  const pair = fc.record({
    guardianId: fc.constantFrom('g1', 'g2', 'g3'),
    studentId: fc.constantFrom('s1', 's2', 's3', 's4'),
  });
  const step = fc.record({
    occasion: fc.constantFrom<OpenNotices['occasion']>('approval', 'late-joiner', 'end'),
    pairs: fc.array(pair, { maxLength: 6 }),
  });
  const noticesOf = (facts: readonly CoverageFact[]) =>
    facts.flatMap((fact) =>
      fact.type === 'sightline.notification.notices-opened.v1'
        ? fact.data.notices.map((notice) => ({ ...notice, occasion: fact.data.occasion }))
        : [],
    );
  const run = (
    steps: readonly {
      occasion: OpenNotices['occasion'];
      pairs: readonly { guardianId: string; studentId: string }[];
    }[],
  ) => {
    const history: CoverageFact[] = [];
    for (const [number, { occasion, pairs }] of steps.entries()) {
      const decision = coverageDecider.decide(
        open(
          occasion,
          pairs.map(({ guardianId, studentId }, index) => [`${number}-${index}`, guardianId, studentId] as const),
          [],
          { takePartNow: false },
        ),
        fold(coverageDecider, history),
      );
      if (isRefusal(decision)) throw new Error('refused');
      history.push(...decision);
    }
    return noticesOf(history);
  };
  const tellings = (notices: ReturnType<typeof run>, ended: boolean): string[] =>
    notices
      .filter(({ occasion }) => (occasion === 'end') === ended)
      .flatMap(({ guardianId, studentIds }) => studentIds.map((studentId) => `${guardianId}/${studentId}`));

  it('tells a guardian of a student at most once of the beginning and once of the end, never of an end alone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const notices = run(steps);
        const begun = tellings(notices, false);
        const ended = tellings(notices, true);
        expect(new Set(begun).size).toBe(begun.length);
        expect(new Set(ended).size).toBe(ended.length);
        expect(ended.filter((telling) => !begun.includes(telling))).toEqual([]);
        const approvals = notices.filter(({ occasion }) => occasion === 'approval').map(({ guardianId }) => guardianId);
        expect(new Set(approvals).size).toBe(approvals.length);
      }),
    );
  });

  it('tells the same pairs of the beginning however the commands are shuffled', () => {
    fc.assert(
      fc.property(
        fc
          .array(step, { maxLength: 8 })
          .chain((steps) => fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length }))),
        ([steps, shuffled]) => {
          expect(tellings(run(shuffled), false).sort()).toEqual(tellings(run(steps), false).sort());
        },
      ),
    );
  });
});

describe('a letter, and mail that comes back', () => {
  const pending = opened('approval', ['n1', 'mother', 'ann']);
  const noAddress = { studentId: 'ann', guardianId: 'mother', reason: 'no-address' } as const;
  const unreached = [undeliverable('n1', 'mother', 'no-address'), named('approval', noAddress)] as const;
  const byLetter = { ...recordDelivered('n1'), channel: 'letter' } as CoverageCommand;
  const lettered = delivered('n1');
  const posted = { ...lettered, data: { ...lettered.data, channel: 'letter' } } as CoverageFact;
  const bounced: CoverageFact = {
    type: 'sightline.notification.notice-channel-failed.v1',
    data: { authorizationId, channel: 'email', failures: [{ noticeId: 'n1', reason: 'bounced' }] },
  };
  const recordBounce: CoverageCommand = {
    ...{ command: 'recordChannelFailures', authorizationId, channel: 'email' },
    failures: [{ noticeId: 'n1', reason: 'bounced' }],
  };

  it('tells whom no other channel reached; no other channel does so late (C6)', () => {
    given(pending, ...unreached)
      .when(byLetter)
      .then(posted);
    given(pending, ...unreached)
      .when(recordDelivered('n1'))
      .thenNothing();
    given(pending, ...unreached, posted)
      .when(byLetter)
      .thenNothing();
  });

  it('opens what was delivered again, once, and no failure but a bounce does', () => {
    given(pending, lettered).when(recordBounce).then(bounced);
    given(pending, lettered, bounced).when(recordDelivered('n1')).then(lettered);
    given(pending, lettered)
      .when({ ...recordBounce, failures: [{ noticeId: 'n1', reason: 'refused' }] } as CoverageCommand)
      .thenNothing();
    given(pending, ...unreached)
      .when(recordBounce)
      .thenNothing();
  });

  it('is a gap that is news again when it fails after a letter (C6)', () => {
    given(pending, ...unreached, posted, bounced)
      .when({
        ...{ command: 'recordUndeliverable', authorizationId },
        notices: [{ noticeId: 'n1', reason: 'no-address', restrictedStudentIds: [] }],
      })
      .then(...unreached);
  });

  it('is withheld from whom is not entitled when it is printed', () => {
    given(pending, ...unreached)
      .when({
        ...{ command: 'recordUndeliverable', authorizationId },
        notices: [{ noticeId: 'n1', reason: 'not-entitled', restrictedStudentIds: [] }],
      })
      .then(undeliverable('n1', 'mother', 'not-entitled'));
  });
});
