import type { EventEnvelope } from '../envelope.js';
import type { AlertDelivery, NoticeChannel } from '../enums.js';

/** A time of day in the district's time zone, `HH:MM`. */
type TimeOfDay = string;

/** How a person wants to be written to, the whole of it. A notice that must be given (C6) goes on by the next channel when the first does not reach. Subject `contact-preferences/<personId>`. */
export type ContactPreferencesChanged = EventEnvelope<
  'sightline.notification.contact-preferences-changed.v1',
  {
    readonly personId: string;
    /** In which order the channels are tried; those not named come after them. */
    readonly channels: readonly NoticeChannel[];
    /** Staff: each alert by itself, or one mail a day. */
    readonly alerts: AlertDelivery;
    /** A BCP 47 language; null is the roster's. */
    readonly language: string | null;
    /** When no text message may come; null is the district's. */
    readonly quietHours: { readonly quietFrom: TimeOfDay; readonly quietUntil: TimeOfDay } | null;
  }
>;

/** The person answered STOP to a text message: none is sent any more, and what must be told goes by another channel (C6). */
export type TextMessagesStopped = EventEnvelope<
  'sightline.notification.text-messages-stopped.v1',
  { readonly personId: string }
>;
/** START, or a change of the preferences by the person, takes it back. */
export type TextMessagesResumed = EventEnvelope<
  'sightline.notification.text-messages-resumed.v1',
  { readonly personId: string }
>;

export type ContactPreferencesEvent = ContactPreferencesChanged | TextMessagesStopped | TextMessagesResumed;
