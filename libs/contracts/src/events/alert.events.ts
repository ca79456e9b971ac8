import type { EventEnvelope } from '../envelope.js';
import type { AlertKind } from '../enums.js';

/** As it was written until alerts were about more than open tasks; still read. Subject `alert-set/<roundId>`. */
export type AlertsOpenedV1 = EventEnvelope<
  'sightline.notification.alerts-opened.v1',
  {
    readonly requestId: string;
    readonly roundId: string;
    readonly alerts: readonly { readonly alertId: string; readonly personId: string; readonly taskId: string }[];
  }
>;

/**
 * Alerts go to staff. At most 500 an event. Subject `alert-set/<id>`: the round of a task, or else the request,
 * authorization or absence that they are about.
 */
export type AlertsOpened = EventEnvelope<
  'sightline.notification.alerts-opened.v2',
  {
    readonly kind: AlertKind;
    /** Id of the event that they tell of; nobody is alerted to it twice. */
    readonly occasionId: string;
    readonly requestId: string | null;
    readonly roundId: string | null;
    readonly authorizationId: string | null;
    /** Whose substitute the reader is, who delegated to the reader, or whose authorization it is. */
    readonly aboutPersonId: string | null;
    /** The day that the alert is about, a date in the district's time zone: an end, or the last day of an absence or a delegation. */
    readonly until: string | null;
    readonly alerts: readonly {
      readonly alertId: string;
      readonly personId: string;
      readonly taskId: string | null;
    }[];
  }
>;

/** The receiving server accepted the mails of these alerts; several may have gone in one mail, the day's digest. */
export type AlertsDelivered = EventEnvelope<
  'sightline.notification.alerts-delivered.v1',
  { readonly deliveries: readonly { readonly alertId: string; readonly at: string }[] }
>;
export type AlertsUndeliverable = EventEnvelope<
  'sightline.notification.alerts-undeliverable.v1',
  {
    readonly alerts: readonly {
      readonly alertId: string;
      readonly personId: string;
      readonly reason: 'no-address' | 'refused' | 'retries-exhausted';
    }[];
  }
>;
/** What they were about was settled before they were sent. */
export type AlertsCancelled = EventEnvelope<
  'sightline.notification.alerts-cancelled.v1',
  { readonly alerts: readonly { readonly alertId: string; readonly personId: string }[] }
>;

export type AlertEvent = AlertsOpenedV1 | AlertsOpened | AlertsDelivered | AlertsUndeliverable | AlertsCancelled;
