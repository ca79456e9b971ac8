import type { NoticeOccasion } from '@sightline/contracts';
import type { Gap, UndeliverableReason } from './coverage.js';

export interface GuardianToTell {
  /** Taken when a notice is opened; made anew for each command. */
  readonly noticeId: string;
  readonly guardianId: string;
  readonly studentIds: readonly string[];
}

/** Tells these guardians, entitled at this moment, unless they have been told. An `end` reaches only those told of the beginning. */
export interface OpenNotices {
  readonly command: 'openNotices';
  readonly authorizationId: string;
  readonly occasion: Exclude<NoticeOccasion, 'change'>;
  readonly guardians: readonly GuardianToTell[];
  readonly gaps: readonly Gap[];
}

/** The receiving server took these. Students left out of the mail at the last moment are named with it. */
export interface RecordDeliveries {
  readonly command: 'recordDeliveries';
  readonly authorizationId: string;
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

export type CoverageCommand = OpenNotices | RecordDeliveries | RecordUndeliverable;
