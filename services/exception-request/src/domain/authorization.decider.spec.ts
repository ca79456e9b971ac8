import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { policyVersions } from '@sightline/policy';
import {
  authorizationDecider,
  authorizationRefusalCodes,
  type AuthorizationCommand,
  type AuthorizationFact,
  type AuthorizationRefusalCode,
} from './index.js';
import {
  activate,
  activated,
  changed,
  closed,
  comeDue,
  decideReview,
  ended,
  followRoster,
  objectTo,
  requestReview,
  reviewRequested,
  revoke,
  revoked,
} from './testing/authorization-samples.js';

const { given } = decisionSpecification(authorizationDecider);
const family = { ownChildIds: ['child'], siblingIds: ['brother'] };
const change = (joined: string[], left: string[], barredIds: string[] = []): AuthorizationCommand => ({
  ...{ type: 'change-participants', joined, left, family, barredIds, today: '2026-09-14' },
});

describe('an authorization', () => {
  it('is activated once, and own family is recorded as taking no part (C4)', () => {
    given()
      .when(activate({ studentIds: ['ann', 'child', 'ann'] }))
      .then(activated({ studentIds: ['ann'], notRequired: [{ studentId: 'child', relation: 'own-child' }] }));
    given(activated()).when(activate()).thenNothing();
    given(activated(), ended()).when(activate()).thenNothing();
  });

  it('begins at the later of the day asked for and the day of its approval, and is never back-dated', () => {
    given()
      .when(activate({ from: '2026-09-10' }))
      .then(activated({ from: '2026-09-14' }));
    given()
      .when(activate({ from: '2026-09-20' }))
      .then(activated({ from: '2026-09-20' }));
    given()
      .when(activate({ from: '2026-09-01', until: '2026-09-13' }))
      .thenNothing();
    given()
      .when(activate({ from: '2026-09-01', until: '2026-09-14' }))
      .then(activated({ from: '2026-09-14', until: '2026-09-14', remindOn: [] }));
  });

  it('is announced on the days that still lie ahead', () => {
    given()
      .when(activate({ until: '2026-10-01' }))
      .then(activated({ until: '2026-10-01', remindOn: ['2026-09-24'] }));
  });

  it('for named students of whom none is left ends in the same breath (C3)', () => {
    const cause = { change: 'became-own-family', clause: 'C4', reviewId: null } as const;
    given()
      .when(activate({ kind: 'outside-channel', studentIds: ['child'] }))
      .then(
        activated({
          ...{ kind: 'outside-channel', studentIds: [] },
          notRequired: [{ studentId: 'child', relation: 'own-child' }],
        }),
        ended({ cause }),
      );
  });

  it('leaves out whom the roster no longer allows', () => {
    given()
      .when({ ...activate(), leftOut: [{ change: 'student-left-district', studentIds: ['ann'] }] })
      .then(activated({ studentIds: ['ben'] }));
  });
});

describe('the group of a C5 authorization', () => {
  it('is followed: each once, who is new or was in it', () => {
    given(activated())
      .when(change(['ben', 'cem', 'cem'], ['ann', 'ann', 'dee']))
      .then(changed(['cem'], ['ann']));
    given(activated(), changed(['cem'], ['ann']))
      .when(change(['cem'], ['ann']))
      .thenNothing();
    given(activated())
      .when(change(['ann', 'cem'], ['ann', 'cem']))
      .then(changed(['cem'], []));
  });

  it('brings own family, who take no part: a fact of its own, once (C4)', () => {
    const fact = changed([], [], { notRequired: [{ studentId: 'brother', relation: 'sibling' }] });
    given(activated())
      .when(change(['brother'], []))
      .then(fact);
    given(activated(), fact)
      .when(change(['brother'], []))
      .thenNothing();
  });

  it('brings nobody from whom a restriction keeps the staff member, nor whom a review took out', () => {
    given(activated())
      .when(change(['cem'], [], ['cem']))
      .thenNothing();
    const cause = { change: 'review', clause: 'C6', reviewId: 'review' } as const;
    given(activated(), changed([], ['ann'], { cause }))
      .when(change(['ann'], []))
      .thenNothing();
  });

  it('is nothing to named students, and where no group is named', () => {
    for (const facts of [{ kind: 'outside-channel' } as const, { groupId: null }])
      given(activated(facts))
        .when(change(['cem'], ['ann']))
        .thenNothing();
  });
});

describe('the end', () => {
  it('comes by a revocation with its reason, in the part of whoever says so', () => {
    given(activated()).when(revoke()).then(revoked());
    given(activated())
      .when(revoke({ by: 'coach', side: 'requester' }))
      .then(revoked({ end: 'withdrawn', by: { personId: 'coach', side: 'requester' } }));
  });

  it('comes by itself after the last day, once', () => {
    given(activated()).when(comeDue('2026-11-30')).then(endingSoon('2026-11-30', 0));
    const cause = { change: 'period-over', clause: 'C5', reviewId: null } as const;
    const expired = ended({ end: 'expired', endedOn: '2026-11-30', cause });
    given(activated()).when(comeDue('2026-12-01')).then(expired);
    given(activated()).when(comeDue('2027-02-01')).then(expired);
    given(activated(), expired).when(comeDue('2027-02-01')).thenNothing();
  });

  it('is announced once for each day on which it is due, a late look included', () => {
    given(activated()).when(comeDue('2026-10-30')).thenNothing();
    given(activated()).when(comeDue('2026-10-31')).then(endingSoon('2026-11-30', 30));
    given(activated(), endingSoon('2026-11-30', 30)).when(comeDue('2026-11-22')).thenNothing();
    given(activated()).when(comeDue('2026-11-25')).then(endingSoon('2026-11-30', 5));
    given(activated(), endingSoon('2026-11-30', 5)).when(comeDue('2026-11-26')).thenNothing();
  });

  const endingSoon = (until: string, daysLeft: number): AuthorizationFact => ({
    type: 'sightline.exception-request.authorization-ending-soon.v1',
    data: { authorizationId: 'authorization', requestId: 'request', staffId: 'coach', until, daysLeft },
  });

  it('is the last day whatever comes first: nothing is done to what has run its time, and nobody ends it later', () => {
    const cause = { change: 'period-over', clause: 'C5', reviewId: null } as const;
    const expired = ended({ end: 'expired', endedOn: '2026-11-30', cause });
    const late = { today: '2026-12-05' };
    for (const command of [
      { ...change(['cem'], ['ann']), ...late },
      { ...followRoster('staff-left-district'), ...late },
      { ...requestReview, ...late },
      { ...decideReview('keep'), ...late },
    ])
      given(activated()).when(command).then(expired);
    for (const command of [revoke(late), objectTo(late)])
      given(activated()).when(command).thenRefused('authorization-over', 'C3');
  });

  it('overtakes what is under review', () => {
    given(activated(), reviewRequested()).when(revoke()).then(closed('overtaken'), revoked());
  });
});

describe('a change of the roster', () => {
  const cause = (change: 'staff-left-district' | 'student-left-district' | 'became-own-family', clause: string) => ({
    cause: { change, clause, reviewId: null },
  });

  it('ends it, ends it for a student, asks people, tells, or does nothing, as the table of the policy says', () => {
    given(activated())
      .when(followRoster('staff-left-district'))
      .then(ended(cause('staff-left-district', 'C5')));
    given(activated())
      .when(followRoster('student-left-district', ['ann', 'stranger']))
      .then(changed([], ['ann'], cause('student-left-district', 'C5')));
    given(activated())
      .when(followRoster('staff-moved'))
      .then(reviewRequested({ reason: 'roster-change', change: 'staff-moved', clause: 'C5', sides: ['supervisor'] }));
    given(activated())
      .when({ ...followRoster('supervisor-changed'), tellIds: ['new-supervisor'] })
      .then({
        type: 'sightline.exception-request.authorization-change-noted.v1',
        data: {
          ...{ authorizationId: 'authorization', requestId: 'request', staffId: 'coach' },
          ...{ change: 'supervisor-changed', clause: 'C7', tellIds: ['new-supervisor'] },
        },
      });
    given(activated()).when(followRoster('supervisor-changed')).thenNothing();
    given(activated())
      .when(followRoster('student-left-school', ['ann']))
      .thenNothing();
  });

  it('says with the student who became own family that none is needed (C4)', () => {
    given(activated({ studentIds: ['ann', 'child'] }))
      .when(followRoster('became-own-family', ['child']))
      .then(
        changed([], ['child'], {
          ...{ notRequired: [{ studentId: 'child', relation: 'own-child' }] },
          ...cause('became-own-family', 'C4'),
        }),
      );
  });

  it('that takes the last named student ends it (C3)', () => {
    const why = { cause: { change: 'student-left-district', clause: 'C3', reviewId: null } } as const;
    given(activated({ kind: 'outside-channel' }))
      .when(followRoster('student-left-district', ['ann', 'ben']))
      .then(changed([], ['ann', 'ben'], why), ended(why));
    given(activated())
      .when(followRoster('student-left-district', ['ann', 'ben']))
      .then(changed([], ['ann', 'ben'], cause('student-left-district', 'C5')));
  });

  it('is asked about once while nobody has answered; a dropped class once and for all', () => {
    const moved = reviewRequested({ reason: 'roster-change', change: 'staff-moved' });
    given(activated(), moved).when(followRoster('staff-moved')).thenNothing();
    const dropped = reviewRequested({ kind: 'outside-channel', reason: 'roster-change', change: 'group-dropped' });
    given(activated({ kind: 'outside-channel' }), dropped, closed('kept'))
      .when(followRoster('group-dropped'))
      .thenNothing();
  });
});

describe('a review', () => {
  it('is asked for once a reason at a time', () => {
    given(activated()).when(requestReview).then(reviewRequested());
    given(activated(), reviewRequested()).when(requestReview).thenNothing();
    given(activated(), reviewRequested(), closed('kept')).when(requestReview).then(reviewRequested());
  });

  it('keeps the authorization or ends it, once', () => {
    given(activated(), reviewRequested()).when(decideReview('keep')).then(closed('kept'));
    const cause = { change: 'review', clause: 'C2', reviewId: 'review' } as const;
    given(activated(), reviewRequested())
      .when(decideReview('end'))
      .then(closed('ended'), ended({ cause, by: { personId: 'decider', side: 'principal' } }));
    given(activated(), reviewRequested(), closed('kept')).when(decideReview('end')).thenNothing();
  });

  it('of another reason than an objection has no student to take out', () => {
    given(activated(), reviewRequested()).when(decideReview('exclude-student')).then(closed('kept'));
  });
});

describe('an objection of a guardian (C6)', () => {
  const objection = (kind: 'outside-channel' | 'personal-phone' = 'personal-phone') =>
    reviewRequested({
      ...{ kind, reason: 'objection', clause: 'C6', sides: [kind === 'personal-phone' ? 'supervisor' : 'principal'] },
      objection: { guardianId: 'mother', studentId: 'ann', words: { recordId: 'record', commitment: 'c0ffee' } },
    });

  it('goes to the supervisor (C5) or to the principal (C3)', () => {
    given(activated()).when(objectTo()).then(objection());
    given(activated({ kind: 'outside-channel' }))
      .when(objectTo())
      .then(objection('outside-channel'));
  });

  it('is answered by taking the student out, or in words', () => {
    const cause = { change: 'review', clause: 'C6', reviewId: 'review' } as const;
    given(activated(), objection())
      .when(decideReview('exclude-student'))
      .then(closed('student-excluded'), changed([], ['ann'], { cause }));
    given(activated(), objection()).when(decideReview('keep')).then(closed('kept'));
    given(activated({ kind: 'outside-channel', studentIds: ['ann'] }), objection('outside-channel'))
      .when(decideReview('exclude-student'))
      .then(closed('student-excluded'), changed([], ['ann'], { cause }), ended({ cause }));
  });
});

describe('an authorization refuses', () => {
  const longest = policyVersions[0]!.settings.textLengthMax.comment;
  type Case = readonly [string | undefined, readonly AuthorizationFact[], AuthorizationCommand];
  /** Every refusal there is; a code without a case does not compile. */
  const cases: Readonly<Record<AuthorizationRefusalCode, readonly Case[]>> = {
    'no-authorization': [
      [undefined, [], revoke()],
      [undefined, [], objectTo()],
    ],
    'authorization-over': [
      ['C3', [activated(), ended()], revoke()],
      ['C3', [activated(), ended()], objectTo()],
    ],
    'not-entitled-to-end': [['C5', [activated()], revoke({ side: null })]],
    'reason-missing': [
      ['C5', [activated()], revoke({ reasonLength: 0 })],
      ['C6', [activated()], objectTo({ reasonLength: 0 })],
    ],
    'text-too-long': [
      ['C5', [activated()], revoke({ reasonLength: longest + 1 })],
      ['C6', [activated()], objectTo({ reasonLength: longest + 1 })],
    ],
    'version-stale': [['C5', [activated(), changed(['cem'], [])], revoke({ expectedVersion: 1 })]],
    'not-guardian': [['C6', [activated()], objectTo({ isGuardian: false })]],
    'not-a-participant': [
      ['C6', [activated()], objectTo({ studentId: 'cem' })],
      ['C6', [activated(), changed([], ['ann'])], objectTo()],
    ],
    'objection-open': [
      [
        'C6',
        [
          activated(),
          reviewRequested({
            reason: 'objection',
            objection: { guardianId: 'mother', studentId: 'ann', words: { recordId: 'record', commitment: 'c0ffee' } },
          }),
        ],
        objectTo(),
      ],
    ],
  };

  it('for nothing without a case here', () => {
    expect(Object.keys(cases)).toEqual([...authorizationRefusalCodes]);
  });

  it.each(authorizationRefusalCodes.flatMap((code) => cases[code].map((each) => [code, ...each] as const)))(
    '%s',
    (code, clause, history, command) => {
      given(...history)
        .when(command)
        .thenRefused(code, clause);
    },
  );

  it('not a reason of the greatest length, nor the version that is the last', () => {
    given(activated())
      .when(revoke({ reasonLength: longest, expectedVersion: 1 }))
      .then(revoked());
  });
});
