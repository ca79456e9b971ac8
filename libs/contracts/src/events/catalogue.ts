import type { ApprovalEvent } from './approval.events.js';
import type { DirectoryEvent } from './directory.events.js';
import type { ExceptionRequestEvent } from './exception-request.events.js';
import type { DisclosureEvent } from './disclosure.events.js';
import type { MessagingArchiveEvent } from './messaging-archive.events.js';
import type { MessageRecordEvent } from './message-record.events.js';
import type { RecordsRequestEvent } from './records-request.events.js';
import type { NotificationEvent } from './notification.events.js';
import type { PolicyVersionEvent } from './policy-version.events.js';
import type { RelationEvent } from './relation.events.js';
import type { RegisteredMediumEvent } from './registered-medium.events.js';
import type { WebhookEvent } from './webhook.events.js';

/** Every event that some service publishes. */
export type SightlineEvent =
  | DirectoryEvent
  | PolicyVersionEvent
  | RelationEvent
  | RegisteredMediumEvent
  | ExceptionRequestEvent
  | ApprovalEvent
  | NotificationEvent
  | WebhookEvent
  | MessagingArchiveEvent
  | DisclosureEvent
  | RecordsRequestEvent
  | MessageRecordEvent;

export type SightlineEventType = SightlineEvent['type'];

/** The event of one type; narrows the union. */
export type EventOfType<Type extends SightlineEventType> = Extract<SightlineEvent, { type: Type }>;

/** A fact as a decider states it: type and data, before the log gives it an envelope. */
export type FactOf<Event> = Event extends { type: infer Type; data: infer Data }
  ? { readonly type: Type; readonly data: Data }
  : never;
