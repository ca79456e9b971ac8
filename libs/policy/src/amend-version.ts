import type { PolicyVersionScheduled } from '@sightline/contracts';
import { deepFreeze } from './deep-freeze.js';
import type { PolicyVersion } from './policy-version.js';

type Scheduled = PolicyVersionScheduled['data'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes over what is left out, field by field; a list or a value that is given stands as given. Nothing is checked here. */
const merged = (base: unknown, change: unknown): unknown => {
  if (change === undefined) return base;
  if (!isObject(base) || !isObject(change)) return change;
  const keys = new Set([...Object.keys(base), ...Object.keys(change)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(base[key], change[key])]));
};

/** A new version as it was written: what it leaves out stays as in the version that it changes. Not checked yet. */
export const amendedVersion = (
  { number, title, clauses, settings }: PolicyVersion,
  change: Readonly<Record<string, unknown>>,
): unknown => merged({ number, title, clauses, settings }, change);

/** A version as the rules read it, from what was published. */
export const publishedVersion = (scheduled: Scheduled): PolicyVersion =>
  deepFreeze({
    id: scheduled.policyVersionId,
    number: scheduled.number,
    title: scheduled.title,
    approvedOn: scheduled.boardDate,
    updatedOn: scheduled.boardDate.slice(0, 7),
    inForceFrom: scheduled.inForceFrom,
    clauses: scheduled.clauses,
    settings: scheduled.settings,
  });
