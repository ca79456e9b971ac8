import type {
  AuthorizationActivated,
  AuthorizationEnded,
  AuthorizationParticipantsChanged,
  EventOfType,
  GuardiansChanged,
  PersonRegistered,
  RestrictionRecorded,
  RoundClosed,
  RoundOpened,
  SupervisorChanged,
  TaskDecided,
} from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { defaultTime, unplacedEvent as event, type UnplacedEvent } from '@sightline/service-kit/testing';

export const personRegistered = (
  personId: string,
  sourcedId: string,
  roles: PersonRegistered['data']['roles'] = [],
): UnplacedEvent =>
  event('sightline.directory.person-registered.v1', `person/${personId}`, { personId, sourcedId, roles });

export const guardiansChanged = (
  studentId: string,
  guardianIds: GuardiansChanged['data']['guardianIds'],
  time = defaultTime,
): UnplacedEvent =>
  event('sightline.directory.guardians-changed.v1', `guardianship/${studentId}`, { studentId, guardianIds }, { time });

export const restrictionRecorded = (
  {
    restrictionId = newId(),
    kinds = ['contact'],
    from = '2026-01-01',
    until = null,
    ...pair
  }: Pick<RestrictionRecorded['data'], 'studentId' | 'guardianId'> & Partial<RestrictionRecorded['data']>,
  time = defaultTime,
): UnplacedEvent =>
  event(
    'sightline.directory.restriction-recorded.v1',
    `restriction/${restrictionId}`,
    { restrictionId, kinds, from, until, ...pair },
    { time },
  );

export const supervisorChanged = (staffId: string, supervisorId: SupervisorChanged['data']['supervisorId']) =>
  event('sightline.directory.supervisor-changed.v1', `supervision/${staffId}`, {
    staffId,
    supervisorId,
    previousSupervisorId: null,
  });

export interface SampleAuthorization {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly requestId: string;
  readonly staffId: string;
}

export const sampleAuthorization = (staffId = newId()): SampleAuthorization => ({
  authorizationId: newId(),
  caseId: newId(),
  requestId: newId(),
  staffId,
});

export const authorizationActivated = (
  { authorizationId, caseId, requestId, staffId }: SampleAuthorization,
  studentIds: readonly string[],
  { time = defaultTime, ...data }: Partial<AuthorizationActivated['data']> & { time?: string } = {},
): UnplacedEvent =>
  event(
    'sightline.exception-request.authorization-activated.v1',
    `authorization/${authorizationId}`,
    {
      authorizationId,
      requestId,
      kind: 'outside-channel',
      staffId,
      studentIds,
      groupId: null,
      medium: 'text-message',
      from: '2026-09-15',
      until: '2027-06-30',
      copiesRequired: false,
      ...data,
    },
    { caseId, time },
  );

export const participantsChanged = (
  { authorizationId, caseId }: SampleAuthorization,
  change: Partial<Pick<AuthorizationParticipantsChanged['data'], 'joined' | 'left'>>,
  time = defaultTime,
): UnplacedEvent =>
  event(
    'sightline.exception-request.authorization-participants-changed.v1',
    `authorization/${authorizationId}`,
    { authorizationId, joined: [], left: [], ...change },
    { caseId, time },
  );

export const authorizationEnded = (
  { authorizationId, caseId, requestId }: SampleAuthorization,
  end: AuthorizationEnded['data']['end'] = 'revoked',
  time = defaultTime,
): UnplacedEvent =>
  event(
    'sightline.exception-request.authorization-ended.v1',
    `authorization/${authorizationId}`,
    { authorizationId, requestId, end, endedOn: time.slice(0, 10) },
    { caseId, time },
  );

export interface SampleRound {
  readonly roundId: string;
  readonly requestId: string;
  readonly caseId: string;
}

export const roundOpened = (
  { roundId, requestId, caseId }: SampleRound,
  tasks: RoundOpened['data']['tasks'],
  details: Partial<RoundOpened['data']> = {},
): UnplacedEvent =>
  event(
    'sightline.approval.round-opened.v1',
    `round/${roundId}`,
    { roundId, requestId, submission: 1, kind: 'outside-channel', requesterId: newId(), tasks, ...details },
    { caseId },
  );

export const taskDecided = (
  { roundId, requestId, caseId }: SampleRound,
  taskId: string,
  deciderId: TaskDecided['data']['deciderId'],
): UnplacedEvent =>
  event(
    'sightline.approval.task-decided.v1',
    `round/${roundId}`,
    {
      roundId,
      requestId,
      taskId,
      side: 'principal',
      outcome: 'approve',
      deciderId,
      findings: null,
      copyCondition: false,
      words: null,
    },
    { caseId },
  );

export const roundClosed = ({ roundId, requestId, caseId }: SampleRound): UnplacedEvent =>
  event(
    'sightline.approval.round-closed.v1',
    `round/${roundId}`,
    { roundId, requestId, submission: 1, reason: 'withdrawn' } satisfies RoundClosed['data'],
    { caseId },
  );

export const rosterImportCompleted = (): UnplacedEvent => {
  const importId = newId();
  const counts = { seen: 1, taken: 1, unchanged: 0, refused: 0 };
  return event('sightline.directory.roster-import-completed.v1', `roster-import/${importId}`, { importId, ...counts });
};

/** What happened to one task of a round after its opening. */
export const taskMoved = <
  Type extends 'task-reminded' | 'task-escalated' | 'task-delegated' | 'task-delegation-revoked' | 'task-reassigned',
>(
  { roundId, requestId, caseId }: SampleRound,
  what: Type,
  details: Omit<EventOfType<`sightline.approval.${Type}.v1`>['data'], 'roundId' | 'requestId'>,
): UnplacedEvent =>
  event(
    `sightline.approval.${what}.v1`,
    `round/${roundId}`,
    { roundId, requestId, ...details } as unknown as EventOfType<`sightline.approval.${Type}.v1`>['data'],
    { caseId },
  );

export const requestSubmitted = (
  { requestId, caseId }: Pick<SampleRound, 'requestId' | 'caseId'>,
  requesterId: string,
): UnplacedEvent =>
  event(
    'sightline.exception-request.request-submitted.v1',
    `request/${requestId}`,
    {
      ...{ requestId, submission: 1, kind: 'personal-phone', purpose: 'district', requesterId },
      ...{ studentIds: [newId()], groupId: null, requesterBuildingIds: [], studentBuildingIds: [] },
      ...{ medium: 'text-message', from: '2026-09-15', until: '2027-06-30', registerState: null },
      words: { recordId: newId(), commitment: '0'.repeat(64) },
    },
    { caseId },
  );

export const requestSettled = (
  { requestId, roundId, caseId }: SampleRound,
  what: 'request-returned' | 'request-denied',
): UnplacedEvent =>
  event(
    `sightline.exception-request.${what}.v1`,
    `request/${requestId}`,
    { requestId, submission: 1, roundId },
    { caseId },
  );

export const authorizationEndingSoon = (
  { authorizationId, requestId, staffId, caseId }: SampleAuthorization,
  until: string,
): UnplacedEvent =>
  event(
    'sightline.exception-request.authorization-ending-soon.v1',
    `authorization/${authorizationId}`,
    { authorizationId, requestId, staffId, until, daysLeft: 14 },
    { caseId },
  );

export const absenceDeclared = (personId: string, substituteId: string | null, until: string): UnplacedEvent =>
  event('sightline.approval.absence-declared.v1', `absence/${personId}`, {
    ...{ absenceId: newId(), personId, substituteId, from: '2026-09-14', until },
  });
