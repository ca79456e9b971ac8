import type { EventEnvelope } from '../envelope.js';
import type { NoticeChange, NoticeChannel, NoticeOccasion } from '../enums.js';
import type { AlertEvent } from './alert.events.js';
import type { ContactPreferencesEvent } from './contact-preferences.events.js';
import type { LetterEvent } from './letter.events.js';
import type { TextReplyEvent } from './text-reply.events.js';

/** One notice per guardian, authorization and occasion, siblings joined (C6). At most 500 an event. Subject `coverage/<authorizationId>`. */
export type NoticesOpened = EventEnvelope<
  'sightline.notification.notices-opened.v1',
  {
    readonly authorizationId: string;
    readonly occasion: NoticeOccasion;
    /** For a `change`: which. */
    readonly change?: NoticeChange;
    readonly notices: readonly {
      readonly noticeId: string;
      /** Who is told: a guardian, or a student of age in the parent's place (C9). */
      readonly guardianId: string;
      readonly studentIds: readonly string[];
    }[];
  }
>;

/** A student of the authorization whom no guardian can be told for: a named gap, never silence (C6). */
export type CoverageGapNamed = EventEnvelope<
  'sightline.notification.coverage-gap-named.v1',
  {
    readonly authorizationId: string;
    readonly occasion: NoticeOccasion;
    readonly gaps: readonly {
      readonly studentId: string;
      readonly guardianId: string | null;
      readonly reason: 'no-guardian' | 'restricted' | 'no-address' | 'undeliverable';
    }[];
  }
>;

/** Told earlier, and not any more, because no longer entitled: a named exclusion, no gap (C6, C9). */
export type CoverageExclusionsNamed = EventEnvelope<
  'sightline.notification.coverage-exclusions-named.v1',
  {
    readonly authorizationId: string;
    readonly occasion: NoticeOccasion;
    readonly exclusions: readonly {
      readonly studentId: string;
      readonly guardianId: string;
      readonly reason: 'restricted' | 'student-of-age' | 'no-longer-guardian';
    }[];
  }
>;

/** A channel took these notices: the receiving server, or the carrier that says that the telephone has it. */
export type NoticesDelivered = EventEnvelope<
  'sightline.notification.notices-delivered.v1',
  {
    readonly authorizationId: string;
    readonly channel: NoticeChannel;
    readonly deliveries: readonly { readonly noticeId: string; readonly at: string }[];
  }
>;
/** No channel reached them; each is a named gap of the coverage. */
export type NoticesUndeliverable = EventEnvelope<
  'sightline.notification.notices-undeliverable.v1',
  {
    readonly authorizationId: string;
    readonly notices: readonly {
      readonly noticeId: string;
      readonly guardianId: string;
      /** `not-entitled`: between opening and sending the guardian ceased to be one, or a restriction came into force. */
      readonly reason: 'no-address' | 'refused' | 'retries-exhausted' | 'not-entitled';
    }[];
  }
>;
/** One channel did not reach these; the next one is tried. When none is left they are undeliverable. */
export type NoticeChannelFailed = EventEnvelope<
  'sightline.notification.notice-channel-failed.v1',
  {
    readonly authorizationId: string;
    readonly channel: NoticeChannel;
    readonly failures: readonly {
      readonly noticeId: string;
      /** `stopped`: the person wants no text messages. `bounced`: taken first, and sent back later. */
      readonly reason: 'no-address' | 'refused' | 'retries-exhausted' | 'bounced' | 'stopped';
    }[];
  }
>;

/** The roster has another address for these, who could not be reached: they wait to be sent again, under the same ids. */
export type NoticesReopened = EventEnvelope<
  'sightline.notification.notices-reopened.v1',
  {
    readonly authorizationId: string;
    readonly notices: readonly { readonly noticeId: string; readonly guardianId: string }[];
  }
>;

export type NotificationEvent =
  | NoticesOpened
  | CoverageGapNamed
  | CoverageExclusionsNamed
  | NoticesDelivered
  | NoticesUndeliverable
  | NoticeChannelFailed
  | NoticesReopened
  | AlertEvent
  | ContactPreferencesEvent
  | LetterEvent
  | TextReplyEvent;
