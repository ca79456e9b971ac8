import type { AuthorizationActivated } from '@sightline/contracts';
import type { Reaction } from '@sightline/service-kit';
import { guardiansToldInSets } from '../read-models/notices/told-in-sets.query.js';
import type { Entitling } from './entitlements.js';
import { tellGuardians } from './tell-guardians.js';

/**
 * C6: on approval every guardian of every student of the authorization is told. Whoever knows of a colleague's
 * authorization that this one joins hears of it as a change (C5).
 */
export const whenAuthorizationActivated = (entitling: Entitling): Reaction => ({
  types: new Set<AuthorizationActivated['type']>(['sightline.exception-request.authorization-activated.v1']),
  async react(transaction, envelopes) {
    const events = envelopes as readonly AuthorizationActivated[];
    const joining = events.filter(({ data }) => data.joins).map(({ data }) => data.authorizationId);
    const known = joining.length === 0 ? new Map() : await guardiansToldInSets(transaction, joining);
    return tellGuardians(
      transaction,
      events.map((cause) => ({
        authorizationId: cause.data.authorizationId,
        caseId: cause.correlationid,
        policyVersion: cause.policyversion,
        occasion: 'approval',
        studentIds: cause.data.studentIds,
        takePartNow: true,
        knowOfColleague: known.get(cause.data.authorizationId) ?? new Set(),
        cause,
      })),
      entitling,
    );
  },
});
