import type { AuthorizationEnded } from '@sightline/contracts';
import type { Reaction } from '@sightline/service-kit';
import { studentsOfAuthorizations } from '../read-models/authorizations/authorizations.queries.js';
import type { Entitling } from './entitlements.js';
import { tellGuardians } from './tell-guardians.js';

/** C6: the end is told to those who were told of the beginning and are entitled at this moment; the others of them are named. */
export const whenAuthorizationEnded = (entitling: Entitling): Reaction => ({
  types: new Set<AuthorizationEnded['type']>(['sightline.exception-request.authorization-ended.v1']),
  async react(transaction, envelopes) {
    const events = envelopes as readonly AuthorizationEnded[];
    const students = await studentsOfAuthorizations(
      transaction,
      events.map(({ data }) => data.authorizationId),
    );
    const studentIdsOf = new Map<string, string[]>();
    for (const { authorizationId, studentId } of students)
      studentIdsOf.set(authorizationId, [...(studentIdsOf.get(authorizationId) ?? []), studentId]);
    return tellGuardians(
      transaction,
      events.map((cause) => ({
        authorizationId: cause.data.authorizationId,
        caseId: cause.correlationid,
        policyVersion: cause.policyversion,
        occasion: 'end',
        studentIds: studentIdsOf.get(cause.data.authorizationId) ?? [],
        takePartNow: false,
        cause,
      })),
      entitling,
    );
  },
});
