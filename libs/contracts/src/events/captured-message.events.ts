import type { EventEnvelope } from '../envelope.js';

/** How a copy reached the archive. */
export type CopyMeans = 'smtp' | 'rest' | 'import' | 'text' | 'call-log';

/** C7: an authorization has a copy address. The address itself stays with the archive. Subject `copy-address/<authorizationId>`. */
export type CopyAddressIssued = EventEnvelope<
  'sightline.messaging-archive.copy-address-issued.v1',
  {
    readonly authorizationId: string;
    readonly copyAddressId: string;
    /** The address that ended with it; null for the first. */
    readonly replaces: string | null;
  }
>;

/** C7, C9: messages that the archive did not have; at most 500. Subject `archived/<id>`. */
export type MessagesArchived = EventEnvelope<
  'sightline.messaging-archive.messages-archived.v1',
  {
    /** Null: no authorization covers them; they are kept apart. */
    readonly authorizationId: string | null;
    /** Null: no member of staff takes part. */
    readonly staffId: string | null;
    readonly messages: readonly {
      readonly messageId: string;
      /** RFC 3339, UTC; null when the message does not say. */
      readonly sentAt: string | null;
      readonly receivedAt: string;
      /** Whom they concern, as far as addresses and numbers are known. */
      readonly studentIds: readonly string[];
      /** HMAC-SHA-256 (hex) of the content, under a key that is sealed with it. */
      readonly contentHash: string;
      /** Null where no copy was due or the time of sending is not known. */
      readonly copyGapSeconds: number | null;
    }[];
    readonly by: CopyMeans;
    readonly importId: string | null;
  }
>;

/** C7: copies came later than the policy in force allows. Subject `archived/<id>`. */
export type CopiesLate = EventEnvelope<
  'sightline.messaging-archive.copies-late.v1',
  {
    readonly authorizationId: string;
    readonly staffId: string;
    readonly allowedSeconds: number;
    readonly messages: readonly { readonly messageId: string; readonly copyGapSeconds: number }[];
  }
>;

/** C7: copies were due and did not come. Subject `archived/<id>`. */
export type CopiesMissing = EventEnvelope<
  'sightline.messaging-archive.copies-missing.v1',
  {
    readonly authorizationId: string;
    readonly staffId: string;
    /** `quoted-in-reply`: these messages answer one that the archive does not have; `in-import`: an export holds them, and no copy of them had come. */
    readonly found: 'quoted-in-reply' | 'in-import';
    readonly messageIds: readonly string[];
    readonly importId: string | null;
  }
>;

/** A mail server says that a notice did not reach, or not yet (RFC 3464). Subject `bounce/<id>`. */
export type NoticeBounced = EventEnvelope<
  'sightline.messaging-archive.notice-bounced.v1',
  {
    /** What the notice's envelope sender named; checked by whoever sent it. */
    readonly bounceToken: string;
    readonly action: 'failed' | 'delayed';
    /** RFC 3463, as `5.1.1`. */
    readonly status: string;
  }
>;

export type CapturedMessageEvent = CopyAddressIssued | MessagesArchived | CopiesLate | CopiesMissing | NoticeBounced;
