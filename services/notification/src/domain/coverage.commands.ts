import type { NoticeChannel, NoticeOccasion } from '@sightline/contracts';
import type { ChannelFailure, Exclusion, Gap, UndeliverableReason } from './coverage.js';

export interface GuardianToTell {
  /** Taken when a notice is opened; made anew for each command. */
  readonly noticeId: string;
  readonly guardianId: string;
  /** Every roster record of the same natural person, where there are several: a notice to any of them reached the person. */
  readonly recordIds?: readonly string[];
  readonly studentIds: readonly string[];
  /** True when this guardian has had a notice of a colleague's authorization that this one joins: for them it is a change (C5). */
  readonly knowsOfColleague?: boolean;
}

/**
 * Tells these guardians, entitled at this moment, unless they have been told. An `end`, and a `change` that says that a
 * student left, reach only those told of the beginning; whoever of them is not entitled any more is named.
 */
export interface OpenNotices {
  readonly command: 'openNotices';
  readonly authorizationId: string;
  /** `change`: the students take no part any more, while the authorization goes on. */
  readonly occasion: NoticeOccasion;
  readonly guardians: readonly GuardianToTell[];
  readonly gaps: readonly Gap[];
  /** The students take part now: a pair that was told of their leaving is told of the beginning anew. */
  readonly takePartNow: boolean;
  /** For an end: everybody whom it concerns, and why those are kept from it who are; others are no guardians any more. */
  readonly ending: {
    readonly studentIds: readonly string[];
    readonly kept: readonly Exclusion[];
  } | null;
}

/** A channel took these. Students left out of the mail at the last moment are named with it. */
export interface RecordDeliveries {
  readonly command: 'recordDeliveries';
  readonly authorizationId: string;
  readonly channel: NoticeChannel;
  readonly deliveries: readonly {
    readonly noticeId: string;
    /** RFC 3339, UTC. */
    readonly at: string;
    readonly restrictedStudentIds: readonly string[];
  }[];
}

/** No channel reached these. */
export interface RecordUndeliverable {
  readonly command: 'recordUndeliverable';
  readonly authorizationId: string;
  readonly notices: readonly {
    readonly noticeId: string;
    readonly reason: UndeliverableReason;
    /** With `not-entitled`: the students for whom a restriction is the cause. */
    readonly restrictedStudentIds: readonly string[];
  }[];
}

/** One channel did not reach these; another one is tried. */
export interface RecordChannelFailures {
  readonly command: 'recordChannelFailures';
  readonly authorizationId: string;
  readonly channel: NoticeChannel;
  readonly failures: readonly { readonly noticeId: string; readonly reason: ChannelFailure }[];
}

/** The roster has another address for these guardians; only what could not be delivered is opened again. */
export interface ReopenNotices {
  readonly command: 'reopenNotices';
  readonly authorizationId: string;
  readonly noticeIds: readonly string[];
}

export type CoverageCommand =
  OpenNotices | RecordDeliveries | RecordUndeliverable | RecordChannelFailures | ReopenNotices;
