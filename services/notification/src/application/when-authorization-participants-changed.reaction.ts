import type { AuthorizationParticipantsChanged } from '@sightline/contracts';
import type { Reaction } from '@sightline/service-kit';
import type { Entitling } from './entitlements.js';
import { tellGuardians, type Telling } from './tell-guardians.js';

/**
 * C6: a student who joins later brings the same notice to that student's guardians. Where one takes no part any more,
 * excluded or gone, those who were told hear that it has changed.
 */
export const whenAuthorizationParticipantsChanged = (entitling: Entitling): Reaction => ({
  types: new Set<AuthorizationParticipantsChanged['type']>([
    'sightline.exception-request.authorization-participants-changed.v1',
  ]),
  react: (transaction, events) =>
    tellGuardians(
      transaction,
      (events as readonly AuthorizationParticipantsChanged[]).flatMap((cause): Telling[] => {
        const { authorizationId, joined, left } = cause.data;
        const telling = { authorizationId, caseId: cause.correlationid, policyVersion: cause.policyversion, cause };
        return [
          { ...telling, occasion: 'change', studentIds: left, takePartNow: false },
          { ...telling, occasion: 'late-joiner', studentIds: joined, takePartNow: true },
        ];
      }),
      entitling,
    ),
});
