import type { AbsenceRefusalCode, RoundRefusalCode } from '../../domain/index.js';

/** Refusals about who decides (403) or where the task stands (409); all others are about what was written (422). */
export const refusalStatuses: Readonly<Partial<Record<RoundRefusalCode, number>>> = {
  'unknown-task': 404,
  'stale-version': 412,
  'not-a-candidate': 403,
  'party-cannot-decide': 403,
  'four-eyes': 403,
  'needed-elsewhere': 409,
  'already-decided': 409,
  'round-over': 409,
  'claimed-by-another': 409,
  'not-claimed': 409,
  'not-delegated': 409,
};

export const absenceStatuses: Readonly<Partial<Record<AbsenceRefusalCode, number>>> = {
  'unknown-absence': 404,
  'absence-overlaps': 409,
  'absence-over': 409,
};
