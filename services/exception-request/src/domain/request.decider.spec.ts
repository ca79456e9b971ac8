import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { policyVersions } from '@sightline/policy';
import { requestDecider, type RecordOutcome, type RequestFact, type SubmitRequest } from './index.js';

const { given } = decisionSpecification(requestDecider);
const policy = policyVersions[0]!;
const words = { recordId: 'record', commitment: 'c0ffee' };
const student = (personId: string, buildingId = 'school') => ({
  ...{ personId, known: true, isStudent: true },
  buildingIds: [buildingId],
});

const submit = (change: Partial<SubmitRequest> = {}): SubmitRequest => ({
  ...{ type: 'submit', requestId: 'request', kind: 'outside-channel', purpose: 'district', medium: 'messaging-app' },
  requester: { personId: 'teacher', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
  ...{ students: [student('ann'), student('ben', 'annex')], groupNamed: false, group: undefined },
  family: { ownChildIds: ['child'], siblingIds: ['brother'] },
  ...{ from: '2026-09-15', until: '2027-06-30', today: '2026-09-14', words, policy },
  lengths: { reason: 20, channelAddress: null, shortfallWhy: 20 },
  districtForm: { districtFormId: 'form', available: false, known: true },
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
const returned: RequestFact = { type: 'sightline.exception-request.request-returned.v1', data: round };
const denied: RequestFact = { type: 'sightline.exception-request.request-denied.v1', data: round };
const approved: RequestFact = {
  type: 'sightline.exception-request.request-approved.v1',
  data: { ...round, authorizationId: 'authorization' },
};
const withdrawn: RequestFact = {
  type: 'sightline.exception-request.request-withdrawn.v1',
  data: { requestId: 'request', submission: 1, withdrawnBy: 'teacher' },
};
const withdraw = { type: 'withdraw', by: 'teacher' } as const;
const record = (outcome: RecordOutcome['outcome'], submission = 1): RecordOutcome => ({
  ...{ type: 'record-outcome', roundId: 'round', submission, outcome, authorizationId: 'authorization' },
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
      .then(submitted({ purpose: 'private', registerState: null }));
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
      .then(submitted({ submission: 2, studentIds: ['ann'], studentBuildingIds: ['school'] }));
    given(submitted(), returned)
      .when(submit({ students: [student('child'), student('ann')] }))
      .then(
        notRequired(true, child),
        submitted({ submission: 2, studentIds: ['ann'], studentBuildingIds: ['school'] }),
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
