import type { RelationProposed } from '@sightline/contracts';
import type { Clock, Reaction } from '@sightline/service-kit';
import { raiseAlerts } from './raise-alerts.js';

/**
 * A relation of the roster that would open what is there already is told to those who can confirm it, and a new
 * supervisor to the staff member and to the supervisor before as well (C7, C9). Who would gain is not told.
 */
export const whenRelationProposed = (clock: Clock): Reaction => ({
  types: new Set<RelationProposed['type']>(['sightline.directory.relation-proposed.v1']),
  react: (_, events) =>
    Promise.resolve(
      raiseAlerts(
        (events as readonly RelationProposed[]).map((cause) => {
          const { proposalId, relation, subjectId, gainerId, previousSupervisorId, askedIds } = cause.data;
          const concerned = relation === 'supervisor' ? [subjectId, previousSupervisorId] : [];
          return {
            ...{ cause, setId: proposalId, kind: `${relation}-proposed` as const, aboutPersonId: gainerId },
            alerted: [...new Set([...concerned, ...askedIds])].flatMap((personId) =>
              personId === null || personId === gainerId ? [] : [{ personId, taskId: null }],
            ),
          };
        }),
        clock,
      ),
    ),
});
