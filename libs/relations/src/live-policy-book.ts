import type { Queryable } from '@sightline/event-store';
import {
  policyBookOf,
  policyVersions,
  PolicyVersionUnknown,
  type PolicyBook,
  type PolicyVersion,
} from '@sightline/policy';

/** How old the versions held in memory may be, beside the rule that each day begins with a new look. */
const ageMsMax = 60_000;

const byFirstDay = (one: PolicyVersion, other: PolicyVersion): number =>
  one.inForceFrom < other.inForceFrom ? -1 : one.inForceFrom > other.inForceFrom ? 1 : 0;

/**
 * The policy versions of this service's own table behind those that came with the product. Held in memory: a version is
 * published at the latest the day before its first day, so a look a day would do, and an id that is not known is looked
 * for again before it counts as unknown. So every replica is right, whichever of them follows the log.
 *
 * @param today the date in the district's time zone
 */
export const livePolicyBook = (database: Queryable, clock: { now(): Date }, today: () => string): PolicyBook => {
  let held: { readonly book: PolicyBook; readonly on: string; readonly at: number } | undefined;
  let reading: Promise<PolicyBook> | undefined;

  const read = async (): Promise<PolicyBook> => {
    const looked = { on: today(), at: clock.now().getTime() };
    const { rows } = await database.query<{ version: PolicyVersion }>({
      name: 'policy-versions.published',
      text: 'select version from policy_versions where published order by in_force_from, policy_version_id',
    });
    const book = policyBookOf([...policyVersions, ...rows.map(({ version }) => version)].sort(byFirstDay));
    held = { book, ...looked };
    return book;
  };
  const fresh = (): Promise<PolicyBook> => {
    // Whoever asks while it is read waits for the same look.
    reading ??= read().finally(() => (reading = undefined));
    return reading;
  };
  const current = (): Promise<PolicyBook> | PolicyBook =>
    held && held.on === today() && Math.abs(clock.now().getTime() - held.at) < ageMsMax ? held.book : fresh();

  return {
    inForce: async (date) => (await current()).inForce(date),
    byId: async (id) => {
      try {
        return await (await current()).byId(id);
      } catch (error) {
        if (!(error instanceof PolicyVersionUnknown)) throw error;
        return (await read()).byId(id);
      }
    },
    versions: async () => (await read()).versions(),
  };
};
