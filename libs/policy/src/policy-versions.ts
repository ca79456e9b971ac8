import { deepFreeze } from './deep-freeze.js';
import { p4650Of201703 } from './p4650-2017-03.js';
import type { PolicyVersion } from './policy-version.js';

/** Every version of the policy that the district recorded, oldest first. A version once listed is never edited (C11). */
export const policyVersions: readonly PolicyVersion[] = deepFreeze([p4650Of201703]);

/**
 * The version in force on a day (C11).
 *
 * @param at a date `YYYY-MM-DD` in the district's time zone
 * @throws RangeError when no recorded version was in force yet on that day
 */
export const policyInForce = (at: string, versions: readonly PolicyVersion[] = policyVersions): PolicyVersion => {
  const inForce = versions.findLast((version) => version.inForceFrom <= at);
  if (!inForce) throw new RangeError(`no recorded version of the policy was in force on ${at}`);
  return inForce;
};

/** The version with this id, as an event's `policyversion` names it; undefined when none was recorded under it. */
export const policyVersionById = (id: string): PolicyVersion | undefined =>
  policyVersions.find((version) => version.id === id);
