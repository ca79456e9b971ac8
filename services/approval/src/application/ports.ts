import type { EventEnvelope, RosterRole, RoundOpened } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { SubstituteOf } from '../domain/index.js';

export interface OfficeHolder {
  readonly personId: string;
  readonly role: RosterRole;
  /** Null for the whole district. */
  readonly buildingId: string | null;
}

/** Who could decide about submissions, as the roster stands at that moment. */
export interface DecidersFound {
  readonly holders: readonly OfficeHolder[];
  /** The supervisor of each staff member. */
  readonly supervisors: ReadonlyMap<string, string>;
  /** Guardians and siblings of each student: parties, who decide nothing about their own family. */
  readonly families: ReadonlyMap<string, readonly string[]>;
  /** Who is away on that day, and who decides in their place. */
  readonly away: SubstituteOf;
  /** Every record of each staff member and student asked about and of their families; left out where there is but one. */
  readonly records?: ReadonlyMap<string, readonly string[]>;
}

export interface DecidersQuestion {
  readonly roles: readonly RosterRole[];
  readonly buildingIds: readonly string[];
  readonly staffIds: readonly string[];
  readonly studentIds: readonly string[];
  /** A date in the district's time zone. */
  readonly today: string;
}

/** One look at the roster for a whole batch. */
export type FindDeciders = (database: Queryable, question: DecidersQuestion) => Promise<DecidersFound>;

/** How a round began, as its stream tells it. */
export type RoundOpening = RoundOpened & Pick<EventEnvelope, 'correlationid' | 'policyversion'>;
export type FindOpenings = (database: Queryable, roundIds: readonly string[]) => Promise<readonly RoundOpening[]>;
