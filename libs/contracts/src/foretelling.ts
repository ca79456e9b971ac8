import type { EventEnvelope } from './envelope.js';

/** An event that has not happened: what a service would be told, or would say. */
export type SupposedEvent = Pick<
  EventEnvelope,
  'type' | 'subject' | 'data' | 'partitionkey' | 'correlationid' | 'policyversion'
>;

/** Says what a service would say if it were told something. It reckons as it would act, and keeps nothing of it. */
export interface Foretelling {
  /** In the order in which they would be appended. @throws OwnerUnavailable when the service does not answer */
  foretell(events: readonly SupposedEvent[]): Promise<readonly SupposedEvent[]>;
}

/** A live authorization with those on whose roster it rests. */
export interface RosterOfAuthorization {
  readonly authorizationId: string;
  /** The member of staff and the students. */
  readonly personIds: readonly string[];
  readonly groupId: string | null;
}

export interface LiveAuthorizations {
  /** Some at a time in the order of their ids, after one of them; none when there are no more. @throws OwnerUnavailable */
  liveAuthorizations(after: string | null): Promise<readonly RosterOfAuthorization[]>;
}

/** The owners of what follows from a change of the roster, asked before it is made. */
export interface ConsequenceOwners {
  readonly authorizations: LiveAuthorizations & Foretelling;
  readonly tasks: Foretelling;
  readonly notices: Foretelling;
}
