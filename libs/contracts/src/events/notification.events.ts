import type { EventEnvelope } from '../envelope.js';
import type { NoticeOccasion } from '../enums.js';

/** One notice per guardian, authorization and occasion, siblings joined (C6). At most 500 an event. Subject `coverage/<authorizationId>`. */
export type NoticesOpened = EventEnvelope<
  'sightline.notification.notices-opened.v1',
  {
    readonly authorizationId: string;
    readonly occasion: NoticeOccasion;
    readonly notices: readonly {
      readonly noticeId: string;
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

/** The receiving server accepted these notices. */
export type NoticesDelivered = EventEnvelope<
  'sightline.notification.notices-delivered.v1',
  {
    readonly authorizationId: string;
    readonly channel: 'email';
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

/** Alerts go to staff: a task has opened for these people. Subject `alert-set/<roundId>`. */
export type AlertsOpened = EventEnvelope<
  'sightline.notification.alerts-opened.v1',
  {
    readonly requestId: string;
    readonly roundId: string;
    readonly alerts: readonly { readonly alertId: string; readonly personId: string; readonly taskId: string }[];
  }
>;

export type NotificationEvent =
  NoticesOpened | CoverageGapNamed | NoticesDelivered | NoticesUndeliverable | AlertsOpened;
