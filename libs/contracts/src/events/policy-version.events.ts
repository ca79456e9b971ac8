import type { EventEnvelope } from '../envelope.js';
import type { Clause, ClauseId, PolicySettings } from '../policy.js';

/**
 * A new version of the board's policy, whole: what it says and what the district decided where it leaves room (C11). Its
 * words are the board's public ones. Not in force until somebody else has confirmed it. Subject `policy-book/<district>`.
 */
export type PolicyVersionScheduled = EventEnvelope<
  'sightline.directory.policy-version-scheduled.v1',
  {
    readonly policyVersionId: string;
    readonly number: string;
    readonly title: string;
    /** Date of the board's approval, and what the minutes call it. */
    readonly boardDate: string;
    readonly resolutionReference: string;
    /** First day in force, a date in the district's time zone. */
    readonly inForceFrom: string;
    readonly clauses: Readonly<Record<ClauseId, Clause>>;
    readonly settings: PolicySettings;
    /** Null for a machine of the district. */
    readonly preparedBy: string | null;
  }
>;

/** A second person outside the technology department confirmed it: it will be in force from its first day on (C11). */
export type PolicyVersionPublished = EventEnvelope<
  'sightline.directory.policy-version-published.v1',
  { readonly policyVersionId: string; readonly inForceFrom: string; readonly confirmedBy: string }
>;

export type PolicyVersionEvent = PolicyVersionScheduled | PolicyVersionPublished;
