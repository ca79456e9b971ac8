import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { policyVersions } from '@sightline/policy';
import {
  requestDecider,
  requestRefusalCodes,
  type RequestCommand,
  type RequestFact,
  type RequestRefusalCode,
  type SubmitRequest,
} from './index.js';

const { given } = decisionSpecification(requestDecider);
const policy = policyVersions[0]!;
const { studentsMax, textLengthMax } = policy.settings;

const student = (personId: string) => ({ personId, known: true, isStudent: true, buildingIds: ['school'] });
const form = { districtFormId: 'form', available: true, known: true };
const lengths = { reason: 20, channelAddress: 12, shortfallWhy: 20 };

/** A lawful request under C3, changed where a case wants it. */
const outsideChannel = (change: Partial<SubmitRequest> = {}): SubmitRequest => ({
  ...{ type: 'submit', requestId: 'request', kind: 'outside-channel', purpose: 'district', medium: 'messaging-app' },
  requester: { personId: 'teacher', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
  ...{ students: [student('ann'), student('ben')], groupNamed: false, group: undefined },
  family: { ownChildIds: ['child'], siblingIds: [] },
  ...{ from: '2026-09-15', until: '2027-06-30', today: '2026-09-14' },
  ...{ words: { recordId: 'record', commitment: 'c0ffee' }, lengths, districtForm: form, policy },
  ...{ register: [{ districtFormId: 'form', available: true }], compared: null, renews: null, joins: null },
  expectedVersion: null,
  ...change,
});
const group = { groupId: 'group', kind: 'activity' as const, endsOn: '2026-12-20', requesterTakesPart: true };
const personalPhone = (change: Partial<SubmitRequest> = {}): SubmitRequest =>
  outsideChannel({
    ...{ kind: 'personal-phone', medium: 'text-message', groupNamed: true, group, until: '2026-12-20' },
    ...change,
  });

const submitted: Extract<RequestFact, { type: 'sightline.exception-request.request-submitted.v1' }> = {
  type: 'sightline.exception-request.request-submitted.v1',
  data: {
    ...{ requestId: 'request', submission: 1, kind: 'outside-channel', purpose: 'district', requesterId: 'teacher' },
    ...{ studentIds: ['ann'], groupId: null, requesterBuildingIds: ['school'], studentBuildingIds: ['school'] },
    ...{ medium: 'messaging-app', from: '2026-09-15', until: '2027-06-30', registerState: null },
    words: { recordId: 'record', commitment: 'c0ffee' },
  },
};
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
const notRequired: RequestFact = {
  type: 'sightline.exception-request.request-not-required.v1',
  data: {
    ...{ requestId: 'request', requesterId: 'teacher', othersRemain: false },
    relations: [{ studentId: 'child', relation: 'own-child' }],
  },
};
const withdraw = (by: string, expectedVersion: number | null = null): RequestCommand => ({
  ...{ type: 'withdraw', requestId: 'request', by, expectedVersion },
});
const saveDraft: RequestCommand = {
  ...{ type: 'save-draft', requestId: 'request', by: 'teacher', expectedVersion: null, policy },
  requester: { personId: 'teacher', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
  words: { recordId: 'draft', commitment: 'c0ffee' },
};
const renews: NonNullable<SubmitRequest['renews']> = {
  ...{ authorizationId: 'old', staffId: 'teacher', status: 'active', until: '2026-10-01' },
  submission: { ...submitted.data, until: '2026-10-01' },
};
const joins: NonNullable<SubmitRequest['joins']> = {
  ...{ authorizationId: 'colleague', known: true, active: true, kind: 'personal-phone', staffId: 'other' },
  groupId: 'group',
};
const stranger: SubmitRequest['requester'] = {
  personId: 'stranger',
  roles: [{ role: 'teacher', buildingId: 'school' }],
  buildingIds: ['school'],
};

interface Case {
  readonly clause: string;
  readonly history: readonly RequestFact[];
  readonly commands: readonly RequestCommand[];
}
const when = (clause: string, history: readonly RequestFact[], ...commands: readonly RequestCommand[]): Case => ({
  clause,
  history,
  commands,
});
const first = (clause: string, ...commands: readonly RequestCommand[]): Case => when(clause, [], ...commands);

/** Every refusal there is; a code without a case does not compile. */
const cases: Readonly<Record<RequestRefusalCode, readonly Case[]>> = {
  'requester-not-staff': [
    first(
      'C3',
      outsideChannel({ requester: undefined }),
      outsideChannel({
        requester: { personId: 'mother', roles: [{ role: 'guardian', buildingId: 'school' }], buildingIds: [] },
      }),
    ),
    first('C5', personalPhone({ requester: { ...stranger, roles: [{ role: 'student', buildingId: 'school' }] } })),
  ],
  'no-student-named': [first('C3', outsideChannel({ students: [] }), personalPhone({ students: [] }))],
  'unknown-group': [
    first('C3', outsideChannel({ groupNamed: true, students: [] }), personalPhone({ group: undefined, students: [] })),
  ],
  'not-a-student': [
    first(
      'C3',
      outsideChannel({ students: [student('ann'), { ...student('nobody'), known: false }] }),
      outsideChannel({ students: [{ ...student('mother'), isStudent: false }] }),
      // Own family is a student of the district, too.
      outsideChannel({ students: [{ ...student('child'), isStudent: false }] }),
    ),
  ],
  'too-many-students': [
    first('C3', outsideChannel({ students: Array.from({ length: studentsMax + 1 }, (_, n) => student(`s${n}`)) })),
  ],
  'reason-missing': [first('C3', outsideChannel({ lengths: { ...lengths, reason: 0 } }))],
  'text-too-long': [
    first(
      'C3',
      outsideChannel({ lengths: { ...lengths, reason: textLengthMax.reason + 1 } }),
      outsideChannel({ lengths: { ...lengths, channelAddress: textLengthMax.channelAddress + 1 } }),
      outsideChannel({ lengths: { ...lengths, shortfallWhy: textLengthMax.shortfallWhy + 1 } }),
      outsideChannel({ students: [student('child')], lengths: { ...lengths, reason: textLengthMax.reason + 1 } }),
    ),
  ],
  'private-purpose-impossible': [first('C5', personalPhone({ purpose: 'private', districtForm: null }))],
  'group-required': [first('C5', personalPhone({ groupNamed: false, group: undefined }))],
  'not-own-group': [first('C5', personalPhone({ group: { ...group, requesterTakesPart: false } }))],
  'medium-not-covered': [first('C5', personalPhone({ medium: 'messaging-app' }))],
  'shortfall-missing': [
    first(
      'C2',
      outsideChannel({ districtForm: null, lengths: { ...lengths, shortfallWhy: null } }),
      outsideChannel({ districtForm: null, register: [], lengths: { ...lengths, shortfallWhy: null } }),
      outsideChannel({ lengths: { ...lengths, shortfallWhy: 0 } }),
      personalPhone({ districtForm: null }),
    ),
  ],
  'shortfall-not-applicable': [
    first('C2', outsideChannel({ purpose: 'private' }), outsideChannel({ purpose: 'private', districtForm: null })),
  ],
  'unknown-district-form': [first('C2', outsideChannel({ districtForm: { ...form, known: false } }))],
  'not-a-date': [
    first('C3', outsideChannel({ from: '2026-02-30' }), outsideChannel({ until: 'soon' })),
    first('C5', personalPhone({ until: '2026-13-01' })),
  ],
  'dates-reversed': [first('C3', outsideChannel({ from: '2026-10-02', until: '2026-10-01' }))],
  'starts-in-past': [first('C3', outsideChannel({ from: '2026-09-13' }))],
  'ends-too-late': [
    first('C3', outsideChannel({ until: '2027-07-01' })),
    first('C5', personalPhone({ until: '2026-12-21' })),
  ],
  'kind-cannot-change': [
    when('C3', [submitted, returned], personalPhone()),
    first('C5', personalPhone({ today: '2026-09-14', renews })),
  ],
  'cannot-join': [
    first(
      'C5',
      outsideChannel({ joins }),
      personalPhone({ joins: { ...joins, known: false } }),
      personalPhone({ joins: { ...joins, kind: 'outside-channel' } }),
      personalPhone({ joins: { ...joins, active: false } }),
      personalPhone({ joins: { ...joins, staffId: 'teacher' } }),
      personalPhone({ joins: { ...joins, groupId: 'other' } }),
    ),
  ],
  'not-renewable': [first('C3', outsideChannel({ renews: { ...renews, status: 'revoked' } }))],
  'renewal-too-early': [first('C3', outsideChannel({ renews: { ...renews, until: '2026-10-15' } }))],
  'not-requester': [
    first('C3', outsideChannel({ renews: { ...renews, staffId: 'other' } })),
    when('C3', [submitted], withdraw('stranger')),
    when('C3', [submitted, returned], withdraw('stranger'), outsideChannel({ requester: stranger })),
    when('C3', [submitted, returned], outsideChannel({ requester: undefined })),
    when('C3', [submitted, withdrawn], withdraw('stranger')),
  ],
  'version-stale': [
    when('C3', [submitted], withdraw('teacher', 2)),
    when('C3', [submitted, returned], outsideChannel({ expectedVersion: 1 })),
    when('C3', [], { ...saveDraft, expectedVersion: 1 }),
  ],
  'not-a-draft': [when('C3', [submitted, returned], saveDraft)],
  'already-submitted': [
    when('C3', [submitted], saveDraft),
    when('C3', [submitted], outsideChannel()),
    when('C3', [submitted, returned, submitted], outsideChannel()),
  ],
  'request-over': [
    when('C3', [submitted, withdrawn], outsideChannel()),
    when('C3', [submitted, denied], outsideChannel(), withdraw('teacher')),
    when('C3', [submitted, approved], outsideChannel(), withdraw('teacher')),
    when('C3', [notRequired], outsideChannel(), withdraw('teacher')),
    when('C3', [], withdraw('teacher')),
  ],
};

describe('a request is refused', () => {
  it('for nothing without a case here', () => {
    expect(Object.keys(cases)).toEqual([...requestRefusalCodes]);
  });

  it.each(
    requestRefusalCodes.flatMap((code) =>
      cases[code].flatMap(({ clause, history, commands }) =>
        commands.map((command) => ({ code, clause, history, command, what: command.type })),
      ),
    ),
  )('$code on $what', ({ code, clause, history, command }) => {
    given(...history)
      .when(command)
      .thenRefused(code, clause);
  });

  it('not when nothing is wrong, up to every limit', () => {
    const longest = {
      reason: textLengthMax.reason,
      channelAddress: textLengthMax.channelAddress,
      shortfallWhy: textLengthMax.shortfallWhy,
    };
    const most = Array.from({ length: studentsMax }, (_, n) => student(`s${n}`));
    expect(given().when(outsideChannel({ students: most, lengths: longest })).decision).toHaveLength(1);
    expect(given().when(personalPhone()).decision).toHaveLength(1);
  });
});
