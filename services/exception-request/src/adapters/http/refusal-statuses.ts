import type { AuthorizationRefusalCode, RequestRefusalCode } from '../../domain/index.js';

/** Refusals that are about who asks or about where the request stands; all others are about what was written (422). */
export const refusalStatuses: Readonly<Partial<Record<RequestRefusalCode | AuthorizationRefusalCode, number>>> = {
  'requester-not-staff': 403,
  'not-requester': 403,
  'version-stale': 412,
  'not-a-draft': 409,
  'not-renewable': 409,
  'renewal-too-early': 409,
  'already-submitted': 409,
  'request-over': 409,
  'no-authorization': 404,
  'authorization-over': 409,
  'not-entitled-to-end': 403,
  'not-guardian': 403,
  'objection-open': 409,
};
