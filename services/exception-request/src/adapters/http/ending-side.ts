import { mayAccess } from '@sightline/policy';
import type { Revoke } from '../../domain/index.js';
import type { SeenAuthorization } from '../../read-models/authorizations/authorizations.queries.js';

/** In which part the caller ends an authorization; null in none. The holder gives up what was allowed to the holder. */
export const endingSideOf = ({ kind, caller_relations }: SeenAuthorization): Revoke['side'] => {
  const held = new Set(caller_relations);
  if (!mayAccess('authorization-end', 'write', held)) return null;
  if (held.has('requester')) return 'requester';
  if (held.has('supervisor-of-staff')) return 'supervisor';
  if (held.has('technology')) return 'technology';
  if (held.has('principal-of-building')) return 'principal';
  return kind === 'personal-phone' ? 'supervisor' : 'principal';
};
