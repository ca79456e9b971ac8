import type { EventEnvelope, GroupMembersChanged } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import type { Clock, Reaction } from '@sightline/service-kit';
import { authorizationDecider, type AuthorizationCommand } from '../domain/index.js';

export interface FollowedGroups {
  /** Active C5 authorizations by the group they follow, the groups held until the commit. */
  authorizationsFollowing(
    transaction: Transaction,
    groupIds: readonly string[],
  ): Promise<
    readonly {
      readonly authorizationId: string;
      readonly caseId: string;
      readonly groupId: string;
      readonly policyVersion: string;
      /** Own children and siblings of the staff member (C4). */
      readonly ownFamilyIds: readonly string[];
    }[]
  >;
}

/** C6: who joins the class or activity of a C5 authorization takes part in it, and who leaves it does not. */
export class WhenGroupMembersChanged implements Reaction {
  readonly types = new Set<string>([
    'sightline.directory.group-members-changed.v1' satisfies GroupMembersChanged['type'],
  ]);

  constructor(
    private readonly groups: FollowedGroups,
    private readonly clock: Clock,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const changes = events as unknown as readonly (GroupMembersChanged & EventEnvelope)[];
    const following = await this.groups.authorizationsFollowing(
      transaction,
      changes.map(({ data }) => data.groupId),
    );
    if (following.length === 0) return [];
    return changes.flatMap((event) => {
      const students = (members: GroupMembersChanged['data']['joined']): string[] =>
        members.flatMap(({ personId, role }) => (role === 'student' ? [personId] : []));
      const [joined, left] = [students(event.data.joined), students(event.data.left)];
      return following
        .filter(({ groupId }) => groupId === event.data.groupId)
        .map(({ authorizationId, caseId, policyVersion, ownFamilyIds }): UnitOfWork => ({
          commands: [
            {
              subject: `authorization/${authorizationId}`,
              decider: authorizationDecider,
              command: { type: 'change-participants', joined, left, ownFamilyIds } satisfies AuthorizationCommand,
              expect: 'existing',
              context: {
                correlationId: caseId,
                causationId: event.id,
                actor: 'system:exception-request',
                policyVersion,
                partitionKey: caseId,
                time: this.clock.now(),
              },
            },
          ],
          answer: () => null,
        }));
    });
  }
}
