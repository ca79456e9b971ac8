import type { AuthorizationParticipantsChanged } from '@sightline/contracts';
import type { Reaction } from '@sightline/service-kit';
import { tellGuardians, type Calendar } from './tell-guardians.js';

/** C6: a student who joins later brings the same notice to that student's guardians. */
export const whenAuthorizationParticipantsChanged = (calendar: Calendar): Reaction => ({
  types: new Set<AuthorizationParticipantsChanged['type']>([
    'sightline.exception-request.authorization-participants-changed.v1',
  ]),
  react: (transaction, events) =>
    tellGuardians(
      transaction,
      (events as readonly AuthorizationParticipantsChanged[])
        .filter(({ data }) => data.joined.length > 0)
        .map((cause) => ({
          authorizationId: cause.data.authorizationId,
          caseId: cause.correlationid,
          policyVersion: cause.policyversion,
          occasion: 'late-joiner',
          studentIds: cause.data.joined,
          cause,
        })),
      calendar,
    ),
});
