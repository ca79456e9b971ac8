import type { AuthorizationActivated, AuthorizationEnded, RoleAtBuilding } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { unplacedEvent, type UnplacedEvent } from '@sightline/service-kit/testing';

export interface SampleAuthorization {
  readonly authorizationId: string;
  /** The case is the request's. */
  readonly requestId: string;
  readonly staffId: string;
}

export const sampleAuthorization = (staffId: string): SampleAuthorization => ({
  authorizationId: newId(),
  requestId: newId(),
  staffId,
});

export const personRegistered = (personId: string, sourcedId: string, roles: RoleAtBuilding[]): UnplacedEvent =>
  unplacedEvent('sightline.directory.person-registered.v1', `person/${personId}`, { personId, sourcedId, roles });

export const supervisorChanged = (staffId: string, supervisorId: string | null): UnplacedEvent =>
  unplacedEvent(
    'sightline.directory.supervisor-changed.v1',
    `supervision/${staffId}`,
    { staffId, supervisorId, previousSupervisorId: null },
    { caseId: staffId },
  );

export const authorizationActivated = (
  { authorizationId, requestId, staffId }: SampleAuthorization,
  data: Partial<AuthorizationActivated['data']> = {},
): UnplacedEvent =>
  unplacedEvent(
    'sightline.exception-request.authorization-activated.v1',
    `authorization/${authorizationId}`,
    {
      authorizationId,
      requestId,
      kind: 'personal-phone',
      staffId,
      studentIds: [newId()],
      groupId: null,
      medium: 'text-message',
      from: '2026-09-15',
      until: '2027-06-30',
      copiesRequired: true,
      ...data,
    },
    { caseId: requestId },
  );

export const authorizationEnded = (
  { authorizationId, requestId }: SampleAuthorization,
  end: AuthorizationEnded['data']['end'] = 'expired',
): UnplacedEvent =>
  unplacedEvent(
    'sightline.exception-request.authorization-ended.v1',
    `authorization/${authorizationId}`,
    { authorizationId, requestId, end, endedOn: '2027-06-30' },
    { caseId: requestId },
  );
