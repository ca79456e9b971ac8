import type { Refusal } from '@sightline/decider';
import { Problem } from '../problem.js';

/**
 * A refusal by the rules as a problem: 422 unless the service's own table says that the refusal is about the state of the
 * thing (409) or about who asks (403).
 */
export const refusalProblem = (refusal: Refusal, statusByCode: Readonly<Record<string, number>> = {}): Problem =>
  new Problem({
    type: refusal.refused,
    status: statusByCode[refusal.refused] ?? 422,
    title: 'The policy or the state of this matter does not allow it',
    detail: refusal.detail,
    ...(refusal.clause === undefined ? {} : { clause: refusal.clause }),
    ...(refusal.remedy === undefined ? {} : { remedy: refusal.remedy }),
    ...(refusal.field === undefined ? {} : { errors: [{ field: refusal.field, detail: refusal.detail }] }),
  });
