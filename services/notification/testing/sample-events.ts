import type {
  AuthorizationActivated,
  AuthorizationEnded,
  AuthorizationParticipantsChanged,
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
): UnplacedEvent =>
  event(
    'sightline.approval.round-opened.v1',
    `round/${roundId}`,
    { roundId, requestId, submission: 1, kind: 'outside-channel', requesterId: newId(), tasks },
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
