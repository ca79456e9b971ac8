import type { EventEnvelope } from '../envelope.js';
import type { CapturedMessageEvent } from './captured-message.events.js';
import type { MessageImportEvent } from './message-import.events.js';

/** C7: the supervisor may see what is archived under this authorization. Subject `access/<authorizationId>`. */
export type AccessGranted = EventEnvelope<
  'sightline.messaging-archive.access-granted.v1',
  {
    readonly grantId: string;
    readonly authorizationId: string;
    readonly staffId: string;
    readonly supervisorId: string;
  }
>;

/** The access moved with a change of supervisor, or closed for new messages; what was there stays with the record. */
export type AccessGrantEnded = EventEnvelope<
  'sightline.messaging-archive.access-grant-ended.v1',
  {
    readonly grantId: string;
    readonly authorizationId: string;
    readonly supervisorId: string;
    readonly reason: 'supervisor-changed' | 'authorization-ended';
  }
>;

/** Copies are due, but the roster names no supervisor: visible, and mended when the roster names one. */
export type AccessGrantPending = EventEnvelope<
  'sightline.messaging-archive.access-grant-pending.v1',
  { readonly authorizationId: string; readonly staffId: string; readonly reason: 'no-supervisor' }
>;

export type MessagingArchiveEvent =
  AccessGranted | AccessGrantEnded | AccessGrantPending | CapturedMessageEvent | MessageImportEvent;
