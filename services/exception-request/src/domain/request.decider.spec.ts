import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { policyVersions } from '@sightline/policy';
import { requestDecider, type RecordOutcome, type RequestFact, type SaveDraft, type SubmitRequest } from './index.js';

const { given } = decisionSpecification(requestDecider);
const policy = policyVersions[0]!;
const words = { recordId: 'record', commitment: 'c0ffee' };
const student = (personId: string, buildingId = 'school') => ({
  ...{ personId, known: true, isStudent: true },
  buildingIds: [buildingId],
});

const register = [
  { districtFormId: 'form', available: false },
  { districtFormId: 'page', available: true },
];

const submit = (change: Partial<SubmitRequest> = {}): SubmitRequest => ({
  ...{ type: 'submit', requestId: 'request', kind: 'outside-channel', purpose: 'district', medium: 'messaging-app' },
  requester: { personId: 'teacher', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
  ...{ students: [student('ann'), student('ben', 'annex')], groupNamed: false, group: undefined },
  family: { ownChildIds: ['child'], siblingIds: ['brother'] },
  ...{ from: '2026-09-15', until: '2027-06-30', today: '2026-09-14', words, policy },
  lengths: { reason: 20, channelAddress: null, shortfallWhy: 20 },
  districtForm: { districtFormId: 'form', available: false, known: true },
  register,
  ...{ compared: null, renews: null, joins: null, expectedVersion: null },
  ...change,
});

type SubmittedData = Extract<RequestFact, { type: 'sightline.exception-request.request-submitted.v1' }>['data'];
const submitted = (change: Partial<SubmittedData> = {}): RequestFact => ({
  type: 'sightline.exception-request.request-submitted.v1',
  data: {
    ...{ requestId: 'request', submission: 1, kind: 'outside-channel', purpose: 'district', requesterId: 'teacher' },
    ...{ studentIds: ['ann', 'ben'], groupId: null, requesterBuildingIds: ['school'] },
    ...{ studentBuildingIds: ['school', 'annex'], medium: 'messaging-app', from: '2026-09-15', until: '2027-06-30' },
    ...{ registerState: { districtFormId: 'form', available: false }, words },
    ...{ register, renewalOf: null, joins: null, changed: null },
    ...change,
  },
});
const notRequired = (
  othersRemain: boolean,
  ...relations: readonly { readonly studentId: string; readonly relation: 'own-child' | 'sibling' }[]
): RequestFact => ({
  type: 'sightline.exception-request.request-not-required.v1',
  data: { requestId: 'request', requesterId: 'teacher', relations, othersRemain },
});
const round = { requestId: 'request', submission: 1, roundId: 'round' };
const returned: RequestFact = {
  type: 'sightline.exception-request.request-returned.v1',
  data: { ...round, reason: 'sent-back' },
};
const denied: RequestFact = { type: 'sightline.exception-request.request-denied.v1', data: round };
const approved: RequestFact = {
  type: 'sightline.exception-request.request-approved.v1',
  data: { ...round, authorizationId: 'authorization' },
};
const withdrawn: RequestFact = {
  type: 'sightline.exception-request.request-withdrawn.v1',
  data: { requestId: 'request', submission: 1, withdrawnBy: 'teacher' },
};
const withdraw = { type: 'withdraw', requestId: 'request', by: 'teacher', expectedVersion: null } as const;
const record = (outcome: RecordOutcome['outcome'], submission = 1, today = '2026-09-20'): RecordOutcome => ({
  ...{ type: 'record-outcome', roundId: 'round', submission, outcome, authorizationId: 'authorization' },
  today,
});
const child = { studentId: 'child', relation: 'own-child' } as const;

describe('submitting', () => {
  it('takes students, dates and what the register says now as they are', () => {
    given().when(submit()).then(submitted());
  });

  it('needs no district form for a private purpose (C2)', () => {
    const lengths = { reason: 20, channelAddress: null, shortfallWhy: null };
    given()
      .when(submit({ purpose: 'private', districtForm: null, lengths }))
      .then(submitted({ purpose: 'private', registerState: null, register: null }));
  });

  it('names the group of a personal telephone, and until it ends (C5)', () => {
    given()
      .when(
        submit({
          ...{ kind: 'personal-phone', medium: 'phone-call', groupNamed: true, until: '2026-11-30' },
          group: { groupId: 'group', kind: 'activity', endsOn: '2026-11-30', requesterTakesPart: true },
        }),
      )
      .then(submitted({ kind: 'personal-phone', medium: 'phone-call', groupId: 'group', until: '2026-11-30' }));
  });

  it('may be for one day, today, up to the last day allowed', () => {
    given()
      .when(submit({ from: '2026-09-14', until: '2026-09-14' }))
      .then(submitted({ from: '2026-09-14', until: '2026-09-14' }));
  });
});

describe('own family (C4)', () => {
  it('goes without a request, with the relation that made it so', () => {
    given()
      .when(submit({ students: [student('child'), student('brother')] }))
      .then(notRequired(false, child, { studentId: 'brother', relation: 'sibling' }));
  });

  it('has nothing to explain', () => {
    given()
      .when(
        submit({
          ...{ students: [student('child')], districtForm: null, from: '2020-01-01', until: '2019-01-01' },
          lengths: { reason: 0, channelAddress: null, shortfallWhy: null },
        }),
      )
      .then(notRequired(false, child));
  });

  it('is left out of a request that goes on for the others, and so are its buildings', () => {
    given()
      .when(submit({ students: [student('child', 'other-school'), student('ann')] }))
      .then(notRequired(true, child), submitted({ studentIds: ['ann'], studentBuildingIds: ['school'] }));
  });
});

describe('after a return', () => {
  it('the requester submits again, in the next submission', () => {
    given(submitted(), returned)
      .when(submit({ students: [student('ann')] }))
      .then(
        submitted({
          submission: 2,
          studentIds: ['ann'],
          studentBuildingIds: ['school'],
          changed: ['students', 'channel', 'reason', 'shortfall'],
        }),
      );
    given(submitted(), returned)
      .when(submit({ students: [student('child'), student('ann')] }))
      .then(
        notRequired(true, child),
        submitted({
          submission: 2,
          studentIds: ['ann'],
          studentBuildingIds: ['school'],
          changed: ['students', 'channel', 'reason', 'shortfall'],
        }),
      );
  });

  it('own family alone ends it', () => {
    given(submitted(), returned)
      .when(submit({ students: [student('child')] }))
      .then(notRequired(false, child));
  });

  it('an outcome of the earlier submission changes nothing', () => {
    for (const outcome of ['approved', 'denied', 'returned'] as const)
      given(submitted(), returned, submitted({ submission: 2 }))
        .when(record(outcome))
        .thenNothing();
    given(submitted(), returned, submitted({ submission: 2 }))
      .when(record('denied', 2))
      .then({ type: 'sightline.exception-request.request-denied.v1', data: { ...round, submission: 2 } });
  });
});

describe('what changed against the submission before', () => {
  const compared = {
    ...{ recordId: 'record', reasonDiffers: false, channelAddressDiffers: false, shortfallWhyDiffers: false },
  };
  const amended = (change: Partial<SubmitRequest>, comparison: Partial<typeof compared> = {}) => {
    const { decision } = given(submitted(), returned).when(
      submit({ compared: { ...compared, ...comparison }, ...change }),
    );
    return (decision as readonly RequestFact[]).flatMap(({ data }) => ('changed' in data ? data.changed : []));
  };

  it.each<[string, Partial<SubmitRequest>, Partial<typeof compared>, readonly string[]]>([
    ['nothing', {}, {}, []],
    ['the order of the students', { students: [student('ben', 'annex'), student('ann')] }, {}, []],
    ['a student', { students: [student('ann'), student('cem')] }, {}, ['students']],
    [
      'the group',
      {
        groupNamed: true,
        group: { groupId: 'group', kind: 'class', endsOn: null, requesterTakesPart: true },
      },
      {},
      ['students'],
    ],
    ['the medium', { medium: 'video-call' }, {}, ['channel']],
    ['the address', {}, { channelAddressDiffers: true }, ['channel']],
    ['the first day', { from: '2026-09-16' }, {}, ['period']],
    ['the last day', { until: '2027-06-29' }, {}, ['period']],
    ['the reason', {}, { reasonDiffers: true }, ['reason']],
    ['why the form falls short', {}, { shortfallWhyDiffers: true }, ['shortfall']],
    [
      'the form that falls short',
      { districtForm: { districtFormId: 'page', available: true, known: true } },
      {},
      ['shortfall'],
    ],
    [
      'the purpose',
      { purpose: 'private', districtForm: null, lengths: { reason: 20, channelAddress: null, shortfallWhy: null } },
      { shortfallWhyDiffers: true },
      ['shortfall', 'purpose'],
    ],
    ['words compared with another record', {}, { recordId: 'older' }, ['channel', 'reason', 'shortfall']],
  ])('%s', (_what, change, comparison, changed) => {
    expect(amended(change, comparison)).toEqual(changed);
  });

  it('is nothing to speak of the first time, and the kind stays', () => {
    expect(given().when(submit()).decision).toMatchObject([{ data: { changed: null } }]);
    given(submitted(), returned)
      .when(submit({ kind: 'personal-phone' }))
      .thenRefused('kind-cannot-change', 'C3');
  });
});

describe('a draft', () => {
  const draft = (requesterId = 'teacher'): RequestFact => ({
    type: 'sightline.exception-request.request-drafted.v1',
    data: { requestId: 'request', requesterId, words },
  });
  const discarded: RequestFact = {
    type: 'sightline.exception-request.request-draft-discarded.v1',
    data: { requestId: 'request', requesterId: 'teacher' },
  };
  const save = (by = 'teacher', expectedVersion: number | null = null): SaveDraft => ({
    ...{ type: 'save-draft', requestId: 'request', by, requester: submit().requester, words, expectedVersion, policy },
  });

  it('is kept, replaced, and submitted as the first submission', () => {
    given().when(save()).then(draft());
    given(draft()).when(save()).then(draft());
    given(draft(), draft()).when(submit()).then(submitted());
  });

  it('is thrown away by a withdrawal, once, and does not come back', () => {
    given(draft()).when(withdraw).then(discarded);
    given(draft(), discarded).when(withdraw).thenNothing();
    given(draft(), discarded).when(save()).thenRefused('request-over', 'C3');
    given(draft(), discarded).when(submit()).thenRefused('request-over', 'C3');
  });

  it('is its author’s alone', () => {
    for (const command of [save('stranger'), { ...withdraw, by: 'stranger' }])
      given(draft()).when(command).thenRefused('not-requester', 'C3');
    given(draft('stranger')).when(submit()).thenRefused('not-requester', 'C3');
  });

  it('cannot be made of what approvers have read', () => {
    given(submitted()).when(save()).thenRefused('already-submitted', 'C3');
    given(submitted(), returned).when(save()).thenRefused('not-a-draft', 'C3');
  });

  it('is for employees', () => {
    given()
      .when({ ...save(), requester: undefined })
      .thenRefused('requester-not-staff', 'C3');
  });
});

describe('a version that is no longer the last (If-Match)', () => {
  it('changes nothing, whatever is asked', () => {
    given(submitted(), returned)
      .when(submit({ expectedVersion: 1 }))
      .thenRefused('version-stale', 'C3');
    given(submitted())
      .when({ ...withdraw, expectedVersion: 2 })
      .thenRefused('version-stale', 'C3');
    given(submitted())
      .when({ ...withdraw, expectedVersion: 1 })
      .then(withdrawn);
  });
});

describe('without a last day', () => {
  it('a request ends with its group’s season, at the latest with the school year: never open-ended', () => {
    given()
      .when(submit({ until: null }))
      .then(submitted());
    given()
      .when(
        submit({
          ...{ kind: 'personal-phone', medium: 'phone-call', groupNamed: true, until: null },
          group: { groupId: 'group', kind: 'activity', endsOn: '2026-11-30', requesterTakesPart: true },
        }),
      )
      .then(submitted({ kind: 'personal-phone', medium: 'phone-call', groupId: 'group', until: '2026-11-30' }));
    given()
      .when(submit({ until: null, from: 'soon' }))
      .thenRefused('not-a-date', 'C3');
  });
});

describe('while the register of district forms is empty (C2)', () => {
  it('a district purpose names no form, and says all the same why speaking or paper will not do', () => {
    given()
      .when(submit({ register: [], districtForm: null }))
      .then(submitted({ register: [], registerState: null }));
    given()
      .when(submit({ register: [], districtForm: null, lengths: { ...submit().lengths, shortfallWhy: 0 } }))
      .thenRefused('shortfall-missing', 'C2');
  });
});

describe('withdrawing', () => {
  it('is for the requester, until it is decided', () => {
    given(submitted()).when(withdraw).then(withdrawn);
    given(submitted(), returned).when(withdraw).then(withdrawn);
    given(notRequired(true, child), submitted()).when(withdraw).then(withdrawn);
  });

  it('happens once', () => {
    given(submitted(), withdrawn).when(withdraw).thenNothing();
  });
});

describe('the outcome of the round', () => {
  it('is taken over', () => {
    given(submitted()).when(record('approved')).then(approved);
    given(submitted()).when(record('denied')).then(denied);
    given(submitted()).when(record('returned')).then(returned);
  });

  it('after the last day asked for sends it back: nothing is allowed for days that have passed', () => {
    given(submitted())
      .when(record('approved', 1, '2027-06-30'))
      .then(approved);
    given(submitted())
      .when(record('approved', 1, '2027-07-01'))
      .then({
        type: 'sightline.exception-request.request-returned.v1',
        data: { ...round, reason: 'period-over' },
      });
    given(submitted())
      .when(record('denied', 1, '2027-07-01'))
      .then(denied);
  });

  it.each([
    ['nothing', []],
    ['an answer that none is required', [notRequired(false, child)]],
    ['a return', [submitted(), returned]],
    ['a withdrawal', [submitted(), withdrawn]],
    ['a denial', [submitted(), denied]],
    ['an approval', [submitted(), approved]],
  ] as [string, RequestFact[]][])('changes nothing after %s', (_what, history) => {
    for (const outcome of ['approved', 'denied', 'returned'] as const)
      given(...history)
        .when(record(outcome))
        .thenNothing();
  });
});
