import type { AuthorizationActivated } from '@sightline/contracts';
import type { Reaction } from '@sightline/service-kit';
import { tellGuardians, type Calendar } from './tell-guardians.js';

/** C6: on approval every guardian of every student of the authorization is told. */
export const whenAuthorizationActivated = (calendar: Calendar): Reaction => ({
  types: new Set<AuthorizationActivated['type']>(['sightline.exception-request.authorization-activated.v1']),
  react: (transaction, events) =>
    tellGuardians(
      transaction,
      (events as readonly AuthorizationActivated[]).map((cause) => ({
        authorizationId: cause.data.authorizationId,
        caseId: cause.correlationid,
        policyVersion: cause.policyversion,
        occasion: 'approval',
        studentIds: cause.data.studentIds,
        cause,
      })),
      calendar,
    ),
});
