import type { EventEnvelope } from '../envelope.js';

/** On what a look rests: the supervisor's grant (C7), guardianship or the student's age (C9), the own messages, a demand (C10). */
export type DisclosureBasis = 'access-grant' | 'guardianship' | 'student-of-age' | 'own' | 'demand';

/** What was shown: messages, the answer to a search, an original, an attachment, an export. */
export type DisclosureAct = 'look' | 'search' | 'source' | 'attachment' | 'export';

/**
 * These messages were shown to this person; one event an answer and basis, committed before the answer left (C9). Subject
 * `disclosure/<disclosureId>`.
 */
export type MessagesDisclosed = EventEnvelope<
  'sightline.messaging-archive.messages-disclosed.v1',
  {
    readonly disclosureId: string;
    readonly viewerId: string;
    readonly basis: DisclosureBasis;
    readonly act: DisclosureAct;
    /** At most 500. */
    readonly messageIds: readonly string[];
    readonly clause: 'C7' | 'C9' | 'C10';
  }
>;

export type DisclosureEvent = MessagesDisclosed;
