import type { AuthorizationReviewRequested, RequestSubmitted, RoleAtBuilding } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { unplacedEvent as event, type UnplacedEvent } from '@sightline/service-kit/testing';

export const personRegistered = (personId: string, ...roles: readonly RoleAtBuilding[]): UnplacedEvent =>
  event('sightline.directory.person-registered.v1', `person/${personId}`, {
    ...{ personId, roles },
    sourcedId: `sourced-${personId}`,
  });

export const guardiansChanged = (studentId: string, guardianIds: readonly string[]): UnplacedEvent =>
  event('sightline.directory.guardians-changed.v1', `guardianship/${studentId}`, { studentId, guardianIds });

export const supervisorChanged = (staffId: string, supervisorId: string | null): UnplacedEvent =>
  event('sightline.directory.supervisor-changed.v1', `supervision/${staffId}`, {
    ...{ staffId, supervisorId },
    previousSupervisorId: null,
  });

/** A submission whose case is its request, as `exception-request` publishes it. */
export const requestSubmitted = (
  asked: Pick<RequestSubmitted['data'], 'requesterId' | 'studentIds'> & Partial<RequestSubmitted['data']>,
): UnplacedEvent => {
  const requestId = asked.requestId ?? newId();
  return event(
    'sightline.exception-request.request-submitted.v1',
    `request/${requestId}`,
    {
      ...{ requestId, submission: 1, kind: 'outside-channel', purpose: 'district', groupId: null },
      ...{ requesterBuildingIds: [], studentBuildingIds: [], medium: 'text-message', registerState: null },
      ...{ from: '2026-09-15', until: '2027-06-30', words: { recordId: newId(), commitment: 'c0ffee' } },
      ...asked,
    },
    { caseId: requestId },
  );
};

export const requestWithdrawn = (submitted: UnplacedEvent): UnplacedEvent => {
  const { requestId, submission, requesterId } = submitted.data as RequestSubmitted['data'];
  return event(
    'sightline.exception-request.request-withdrawn.v1',
    `request/${requestId}`,
    { requestId, submission, withdrawnBy: requesterId },
    { caseId: requestId },
  );
};

export const personRemoved = (personId: string): UnplacedEvent =>
  event('sightline.directory.person-removed.v1', `person/${personId}`, { personId, sourcedId: `sourced-${personId}` });

export const siblingsChanged = (personId: string, siblingIds: readonly string[]): UnplacedEvent =>
  event('sightline.directory.siblings-changed.v1', `siblings/${personId}`, { personId, siblingIds });

/** A guardian objects to a live authorization under C3, unless said otherwise. */
export const reviewRequested = (
  asked: Pick<AuthorizationReviewRequested['data'], 'requesterId' | 'studentIds'> &
    Partial<AuthorizationReviewRequested['data']>,
): UnplacedEvent => {
  const [requestId, authorizationId] = [newId(), newId()];
  return event(
    'sightline.exception-request.authorization-review-requested.v1',
    `authorization/${authorizationId}`,
    {
      ...{ reviewId: newId(), authorizationId, requestId, kind: 'outside-channel', reason: 'objection', clause: 'C6' },
      ...{ change: null, groupId: null, requesterBuildingIds: [], studentBuildingIds: [], sides: ['principal'] },
      objection: {
        guardianId: newId(),
        studentId: asked.studentIds[0]!,
        words: { recordId: newId(), commitment: 'c0ffee' },
      },
      ...asked,
    },
    { caseId: requestId },
  );
};

export const reviewClosed = (requested: UnplacedEvent): UnplacedEvent => {
  const { reviewId, authorizationId, requestId } = requested.data as AuthorizationReviewRequested['data'];
  return event(
    'sightline.exception-request.authorization-review-closed.v1',
    `authorization/${authorizationId}`,
    { reviewId, authorizationId, requestId, outcome: 'overtaken' },
    { caseId: requestId },
  );
};
