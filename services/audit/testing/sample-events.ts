import type { EventEnvelope } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { unplacedEvent, type UnplacedEvent } from '@sightline/service-kit/testing';

export const auditorRegistered = (personId: string): UnplacedEvent =>
  unplacedEvent(
    'sightline.directory.person-registered.v1',
    `person/${personId}`,
    { personId, sourcedId: 'auditor-1', roles: [{ role: 'auditor' }] },
    { caseId: personId },
  );

/** Three events of one case out of three logs. */
export const caseEvents = (caseId: string): UnplacedEvent[] => [
  unplacedEvent(
    'sightline.exception-request.request-withdrawn.v1',
    `request/${caseId}`,
    { requestId: caseId, submission: 1, withdrawnBy: newId() },
    { caseId, time: '2026-09-14T12:00:00.000Z' },
  ),
  unplacedEvent(
    'sightline.approval.round-closed.v1',
    `round/${newId()}`,
    { roundId: newId(), requestId: caseId, submission: 1, reason: 'withdrawn' },
    { caseId, time: '2026-09-14T12:00:01.000Z' },
  ),
  unplacedEvent(
    'sightline.messaging-archive.access-grant-pending.v1',
    `access/${newId()}`,
    { authorizationId: newId(), staffId: newId(), reason: 'no-supervisor' },
    { caseId, time: '2026-09-14T12:00:02.000Z' },
  ),
];

/** Events with their places in one log, from a position on. */
export const placedIn = (log: string, position: number, count: number, data: object = {}): EventEnvelope[] =>
  Array.from({ length: count }, (_, index) => ({
    ...caseEvents(newId())[0]!,
    data,
    log,
    epoch: 1,
    position: position + index,
  }));
