import type { EventEnvelope } from '../envelope.js';

/** What an export can be. */
export type MessageFormat = 'eml' | 'mbox' | 'sms-backup' | 'whatsapp' | 'archive' | 'csv';

/**
 * C7, C8: an import ended. `seen` is the sum of `new`, `alreadyHad`, `refused` and `notChosen`. What was not chosen is
 * known by this number alone. Subject `message-import/<importId>`.
 */
export type MessageImportCompleted = EventEnvelope<
  'sightline.messaging-archive.message-import-completed.v1',
  {
    readonly importId: string;
    readonly staffId: string;
    /** Null: not limited to one. */
    readonly authorizationId: string | null;
    /** Null when it could not be read and was kept as it came. */
    readonly format: MessageFormat | null;
    readonly seen: number;
    readonly new: number;
    readonly alreadyHad: number;
    readonly refused: number;
    readonly notChosen: number;
    /** Of the new ones, those whose copy was due and had not come. */
    readonly copiesMissing: number;
    /** HMAC-SHA-256 (hex) of the signed reckoning, under a key that is kept beside it. */
    readonly reckoningCommitment: string;
  }
>;

export type MessageImportEvent = MessageImportCompleted;
