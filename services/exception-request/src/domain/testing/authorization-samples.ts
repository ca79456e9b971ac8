import { policyVersions } from '@sightline/policy';
import type {
  Activate,
  AuthorizationCommand,
  AuthorizationFact,
  DecideReview,
  FollowRoster,
  ObjectTo,
  Revoke,
} from '../index.js';

type DataOf<Name extends string> = Extract<
  AuthorizationFact,
  { type: `sightline.exception-request.authorization-${Name}.v1` }
>['data'];
type Activated = DataOf<'activated'>;

const policy = policyVersions[0]!;
const ids = { authorizationId: 'authorization', requestId: 'request' } as const;
const words = { recordId: 'record', commitment: 'c0ffee' };
const buildings = { requesterBuildingIds: ['school'], studentBuildingIds: ['school'] };
const family = { ownChildIds: ['child'], siblingIds: ['brother'] };

const asked: Activate['facts'] = {
  ...{ ...ids, kind: 'personal-phone', staffId: 'coach', studentIds: ['ann', 'ben'], groupId: 'team' },
  ...{ medium: 'text-message', from: '2026-09-15', until: '2026-11-30', copiesRequired: true },
  ...{ renewalOf: null, joins: null },
};

/** On 2026-09-14. */
export const activate = (change: Partial<Activate['facts']> = {}): Activate => ({
  ...{ type: 'activate', facts: { ...asked, ...change }, family, leftOut: [], today: '2026-09-14', policy },
});
export const activated = (change: Partial<Activated> = {}): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-activated.v1',
  data: { ...asked, notRequired: [], remindOn: ['2026-10-31', '2026-11-23'], ...change },
});
export const changed = (
  joined: readonly string[],
  left: readonly string[],
  more: Partial<DataOf<'participants-changed'>> = {},
): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-participants-changed.v1',
  data: { authorizationId: 'authorization', joined, left, ...more },
});
export const ended = (change: Partial<DataOf<'ended'>> = {}): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-ended.v1',
  data: {
    ...{ ...ids, end: 'revoked', endedOn: '2026-09-14', by: { personId: null, side: 'system' }, words: null },
    ...{ cause: null, ...change },
  },
});
export const revoke = (change: Partial<Revoke> = {}): Revoke => ({
  ...{ type: 'revoke', by: 'principal', side: 'principal', words, reasonLength: 20, expectedVersion: null },
  ...{ today: '2026-09-14', policy, ...change },
});
export const revoked = (change: Partial<DataOf<'ended'>> = {}): AuthorizationFact =>
  ended({ by: { personId: 'principal', side: 'principal' }, words, ...change });
export const comeDue = (today: string): AuthorizationCommand => ({ type: 'come-due', today });
export const followRoster = (change: FollowRoster['change'], studentIds: readonly string[] = []): FollowRoster => ({
  ...{ type: 'follow-roster', change, studentIds, tellIds: [], family, reviewId: 'review', buildings },
  today: '2026-09-14',
});
export const requestReview: AuthorizationCommand = {
  ...{ type: 'request-review', reviewId: 'review', reason: 'form-available-again', clause: 'C2' },
  ...{ sides: ['principal', 'technology'], buildings, today: '2026-09-14' },
};
export const reviewRequested = (change: Partial<DataOf<'review-requested'>> = {}): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-review-requested.v1',
  data: {
    ...{ ...ids, reviewId: 'review', kind: 'personal-phone', reason: 'form-available-again', change: null },
    ...{ clause: 'C2', requesterId: 'coach', studentIds: ['ann', 'ben'], groupId: 'team', ...buildings },
    ...{ sides: ['principal', 'technology'], objection: null, ...change },
  },
});
export const closed = (outcome: DataOf<'review-closed'>['outcome']): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-review-closed.v1',
  data: { ...ids, reviewId: 'review', outcome },
});
export const decideReview = (outcome: DecideReview['outcome']): DecideReview => ({
  ...{ type: 'decide-review', reviewId: 'review', outcome, deciderIds: ['decider'], today: '2026-09-14' },
});
export const objectTo = (change: Partial<ObjectTo> = {}): ObjectTo => ({
  ...{ type: 'object', reviewId: 'review', guardianId: 'mother', studentId: 'ann', isGuardian: true },
  ...{ words, reasonLength: 20, buildings, policy, today: '2026-09-14', ...change },
});
