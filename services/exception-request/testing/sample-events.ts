import type { GroupMembersChanged, RoleAtBuilding } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { unplacedEvent as event, type UnplacedEvent } from '@sightline/service-kit/testing';

export const personRegistered = (personId: string, ...roles: readonly RoleAtBuilding[]): UnplacedEvent =>
  event('sightline.directory.person-registered.v1', `person/${personId}`, {
    ...{ personId, roles },
    sourcedId: `sourced-${personId}`,
  });

export const personChanged = (personId: string, ...roles: readonly RoleAtBuilding[]): UnplacedEvent =>
  event('sightline.directory.person-changed.v1', `person/${personId}`, {
    ...{ personId, roles },
    sourcedId: `sourced-${personId}`,
  });

export const personRemoved = (personId: string): UnplacedEvent =>
  event('sightline.directory.person-removed.v1', `person/${personId}`, {
    ...{ personId, sourcedId: `sourced-${personId}` },
  });

export const guardiansChanged = (studentId: string, guardianIds: readonly string[]): UnplacedEvent =>
  event('sightline.directory.guardians-changed.v1', `guardianship/${studentId}`, { studentId, guardianIds });

export const siblingsChanged = (personId: string, siblingIds: readonly string[]): UnplacedEvent =>
  event('sightline.directory.siblings-changed.v1', `siblings/${personId}`, { personId, siblingIds });

export const districtFormRegistered = (districtFormId: string, available: boolean): UnplacedEvent =>
  event('sightline.directory.district-form-registered.v1', `district-form/${districtFormId}`, {
    ...{ districtFormId, kind: 'email', buildingIds: [], available },
  });

export const groupRegistered = (groupId: string, buildingId: string, endsOn: string | null = null): UnplacedEvent =>
  event('sightline.directory.group-registered.v1', `group/${groupId}`, {
    ...{ groupId, sourcedId: `sourced-${groupId}`, kind: 'activity', buildingId, endsOn },
  });

type Member = GroupMembersChanged['data']['joined'][number];
export const student = (personId: string): Member => ({ personId, role: 'student' });
export const staff = (personId: string): Member => ({ personId, role: 'staff' });
export const membersChanged = (groupId: string, joined: readonly Member[], left: readonly Member[] = []) =>
  event('sightline.directory.group-members-changed.v1', `group/${groupId}`, { groupId, joined, left });

const roundEvent = (requestId: string, submission: number) => ({ requestId, submission, roundId: newId() });

export const roundApproved = (
  requestId: string,
  { submission = 1, copyCondition = false, deciderIds = [newId(), newId()] } = {},
): UnplacedEvent => {
  const data = { ...roundEvent(requestId, submission), deciderIds, copyCondition };
  return event('sightline.approval.round-approved.v1', `round/${data.roundId}`, data, { caseId: requestId });
};

export const roundEnded = (outcome: 'denied' | 'returned', requestId: string, submission = 1): UnplacedEvent => {
  const data = { ...roundEvent(requestId, submission), deciderId: newId() };
  return event(`sightline.approval.round-${outcome}.v1`, `round/${data.roundId}`, data, { caseId: requestId });
};

export const districtFormAvailability = (districtFormId: string, available: boolean): UnplacedEvent =>
  event('sightline.directory.district-form-availability-changed.v1', `district-form/${districtFormId}`, {
    ...{ districtFormId, available, from: '2026-09-14' },
  });

export const groupRemoved = (groupId: string): UnplacedEvent =>
  event('sightline.directory.group-removed.v1', `group/${groupId}`, { groupId, sourcedId: `sourced-${groupId}` });

export const supervisorChanged = (staffId: string, supervisorId: string | null): UnplacedEvent =>
  event('sightline.directory.supervisor-changed.v1', `supervision/${staffId}`, {
    ...{ staffId, supervisorId, previousSupervisorId: null },
  });

export const contactRestricted = (guardianId: string, studentId: string): UnplacedEvent => {
  const restrictionId = newId();
  return event('sightline.directory.restriction-recorded.v1', `restriction/${restrictionId}`, {
    ...{ restrictionId, studentId, guardianId, kinds: ['contact'], from: '2026-09-14', until: null },
  });
};

export const reviewDecided = (
  review: { readonly reviewId: string; readonly authorizationId: string; readonly requestId: string },
  outcome: 'keep' | 'end' | 'exclude-student',
): UnplacedEvent => {
  const roundId = newId();
  return event(
    'sightline.approval.review-decided.v1',
    `round/${roundId}`,
    { ...review, roundId, outcome, deciderIds: [newId()], words: null },
    { caseId: review.requestId },
  );
};

/** The one task of a round, with these people. */
export const roundOpened = (requestId: string, requesterId: string, candidateIds: readonly string[]): UnplacedEvent => {
  const roundId = newId();
  return event(
    'sightline.approval.round-opened.v1',
    `round/${roundId}`,
    {
      ...{ roundId, requestId, submission: 1, kind: 'personal-phone', requesterId },
      tasks: [
        {
          ...{ taskId: newId(), side: 'supervisor', assigneeId: null, candidateIds, buildingId: null },
          dueAt: '2026-09-20T12:00:00.000Z',
        },
      ],
    },
    { caseId: requestId },
  );
};
