import type { RequestSubmitted, RoleAtBuilding } from '@sightline/contracts';
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
