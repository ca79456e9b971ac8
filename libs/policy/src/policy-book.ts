import { policyInForce } from './policy-versions.js';
import type { PolicyVersion } from './policy-version.js';

/** The versions of the policy that the district published, as a service knows them now (C11). */
export interface PolicyBook {
  /**
   * The version in force on a day.
   *
   * @param date `YYYY-MM-DD` in the district's time zone
   * @throws RangeError when no version was in force yet on that day
   */
  inForce(date: string): Promise<PolicyVersion>;
  /**
   * The version that a request, a decision or an event names; never another in its place.
   *
   * @throws PolicyVersionUnknown when none is known under this id (yet)
   */
  byId(id: string): Promise<PolicyVersion>;
  /** Every published version, by its first day in force, oldest first. */
  versions(): Promise<readonly PolicyVersion[]>;
}

/** A version is named that this service does not know: what rests on it must wait rather than be judged by another. */
export class PolicyVersionUnknown extends Error {
  override readonly name = 'PolicyVersionUnknown';

  constructor(readonly policyVersionId: string) {
    super(`the policy version ${policyVersionId} is not known here`);
  }
}

/** Ids are the same in capitals and small letters: the first events on record write `p4650-2017-03`. */
const sameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The book of a fixed list of versions, oldest first. */
export const policyBookOf = (versions: readonly PolicyVersion[]): PolicyBook => ({
  // A promise even where nothing is awaited: a failed look-up rejects, as it does where the list is read from a table.
  inForce: (date) => Promise.resolve().then(() => policyInForce(date, versions)),
  byId: (id) => {
    const found = versions.find((version) => sameId(version.id, id));
    return found ? Promise.resolve(found) : Promise.reject(new PolicyVersionUnknown(id));
  },
  versions: () => Promise.resolve(versions),
});
