import type {
  EventEnvelope,
  GroupMembersChanged,
  GroupRemoved,
  GuardiansChanged,
  PersonChanged,
  PersonRemoved,
  PersonsLinked,
  PersonsUnlinked,
  RestrictionRecorded,
  SiblingsChanged,
  SupervisorChanged,
} from '@sightline/contracts';
import type { StreamCommand, Transaction, UnitOfWork } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import type { Clock, Reaction } from '@sightline/service-kit';
import { authorizationDecider, type ChangeParticipants } from '../domain/index.js';
import type { AuthorizationOnRoster, RosterStandings, Touched } from './on-roster.js';
import { rosterCommands } from './roster-commands.js';
import { systemContext } from './system-context.js';

type RosterEvent = EventEnvelope &
  (
    | GroupMembersChanged
    | GroupRemoved
    | GuardiansChanged
    | PersonChanged
    | PersonRemoved
    | PersonsLinked
    | PersonsUnlinked
    | RestrictionRecorded
    | SiblingsChanged
    | SupervisorChanged
  );

const touchedBy = (event: RosterEvent): Touched => {
  switch (event.type) {
    case 'sightline.directory.group-members-changed.v1':
    case 'sightline.directory.group-removed.v1':
      return { personIds: [], groupIds: [event.data.groupId] };
    case 'sightline.directory.guardians-changed.v1':
      return { personIds: [event.data.studentId], groupIds: [] };
    case 'sightline.directory.siblings-changed.v1':
      return { personIds: [event.data.personId, ...event.data.siblingIds], groupIds: [] };
    case 'sightline.directory.restriction-recorded.v1':
      return { personIds: [event.data.guardianId], groupIds: [] };
    case 'sightline.directory.supervisor-changed.v1':
      return { personIds: [event.data.staffId], groupIds: [] };
    case 'sightline.directory.persons-linked.v1':
    case 'sightline.directory.persons-unlinked.v1':
      return { personIds: [event.data.personId, event.data.linkedId], groupIds: [] };
    case 'sightline.directory.person-changed.v1':
    case 'sightline.directory.person-removed.v1':
      return { personIds: [event.data.personId], groupIds: [] };
  }
};

/** Every live authorization that the roster touches is held against it: who takes part (C6), and the table of the policy. */
export class WhenRosterChanged implements Reaction {
  readonly types = new Set<string>([
    'sightline.directory.group-members-changed.v1',
    'sightline.directory.group-removed.v1',
    'sightline.directory.guardians-changed.v1',
    'sightline.directory.person-changed.v1',
    'sightline.directory.person-removed.v1',
    'sightline.directory.persons-linked.v1',
    'sightline.directory.persons-unlinked.v1',
    'sightline.directory.restriction-recorded.v1',
    'sightline.directory.siblings-changed.v1',
    'sightline.directory.supervisor-changed.v1',
  ] satisfies RosterEvent['type'][]);

  constructor(
    private readonly standings: Pick<RosterStandings, 'touchedBy'>,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async react(transaction: Transaction, envelopes: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const events = envelopes as unknown as readonly RosterEvent[];
    const touched = events.map(touchedBy);
    const today = this.today();
    const authorizations = await this.standings.touchedBy(
      transaction,
      {
        personIds: [...new Set(touched.flatMap(({ personIds }) => personIds))],
        groupIds: [...new Set(touched.flatMap(({ groupIds }) => groupIds))],
      },
      today,
    );
    const units = await Promise.all(authorizations.map((authorization) => this.follow(authorization, events, today)));
    return units.flat();
  }

  private async follow(
    authorization: AuthorizationOnRoster,
    events: readonly RosterEvent[],
    today: string,
  ): Promise<UnitOfWork[]> {
    const { authorizationId, caseId, policyVersion } = authorization;
    const contextOf = (cause: RosterEvent) => systemContext(caseId, cause, policyVersion, this.clock.now());
    const participants = events.flatMap((event): StreamCommand[] =>
      event.type === 'sightline.directory.group-members-changed.v1' && event.data.groupId === authorization.groupId
        ? [
            {
              subject: `authorization/${authorizationId}`,
              decider: authorizationDecider,
              command: changeOfParticipants(event, authorization, today),
              expect: 'existing',
              context: contextOf(event),
            },
          ]
        : [],
    );
    const cause = events.findLast((event) => concerns(event, authorization)) ?? events.at(-1)!;
    const policy = await this.policies.byId(policyVersion);
    const commands = [
      ...participants,
      ...rosterCommands(authorizationId, authorization, policy, today, contextOf(cause)),
    ];
    return commands.map((command) => ({ commands: [command], answer: () => null }));
  }
}

const concerns = (event: RosterEvent, { groupId, studentIds, staffId }: AuthorizationOnRoster): boolean => {
  const { personIds, groupIds } = touchedBy(event);
  return (
    personIds.some((id) => id === staffId || studentIds.includes(id)) ||
    (groupId !== null && groupIds.includes(groupId))
  );
};

const changeOfParticipants = (
  { data }: GroupMembersChanged,
  { family, barredIds }: AuthorizationOnRoster,
  today: string,
): ChangeParticipants => {
  const students = (members: GroupMembersChanged['data']['joined']): string[] =>
    members.flatMap(({ personId, role }) => (role === 'student' ? [personId] : []));
  return {
    ...{ type: 'change-participants', family, barredIds, today },
    joined: students(data.joined),
    left: students(data.left),
  };
};
