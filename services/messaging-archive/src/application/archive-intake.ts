import type { CopyMeans } from '@sightline/contracts';
import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import type { Communication, CommunicationFacts } from '../domain/index.js';

/** The bytes as they came: in memory, or a file of the caller's that stays until the batch is taken. */
export type OriginalBytes = { readonly bytes: Uint8Array } | { readonly file: string };

/** One arrival of one message. */
export interface IncomingCopy {
  /** Null when the original could not be read: it is kept as it came and marked unread. */
  readonly communication: Communication | null;
  readonly original: OriginalBytes;
  /** `message/rfc822` for mail; what the format calls itself otherwise. */
  readonly originalMediaType: string;
  readonly receivedAt: Date;
  readonly by: CopyMeans;
  readonly importId: string | null;
  /** It came to the copy address of this authorization. */
  readonly authorizationId: string | null;
  /** Whose export or statement it is; null when only the parties can say. */
  readonly staffId: string | null;
  /** On whose behalf: `person:<uuid>`, `client:<id>` or `system:<service>`. */
  readonly actor: string;
  /** Nothing proves that the sender is who the message says. */
  readonly unverified: boolean;
  /** What is known of the arrival, as the results of SPF and DKIM; sealed beside it. */
  readonly facts: CommunicationFacts;
}

/** What became of one arrival. */
export interface TakenCopy {
  readonly messageId: string;
  readonly custodyId: string;
  /** False when the archive had the message: the arrival is one more custody row and nothing else. */
  readonly isNew: boolean;
  /** Null: kept apart as uncovered. */
  readonly authorizationId: string | null;
  readonly studentIds: readonly string[];
  /** Seconds from sending to arrival; null where no copy was due or the time of sending is not known. */
  readonly copyGapSeconds: number | null;
}

/** The one way into the archive (C7). */
export interface ArchiveIntake {
  /**
   * Keeps a batch, durably and in one transaction: all of it or, when it throws, nothing but blobs that nobody names.
   * Taking the same again changes nothing but the custody. At most 500 a batch. Results are in the order given.
   */
  take(batch: readonly IncomingCopy[]): Promise<readonly TakenCopy[]>;

  /** The same for one copy, once a key: asked again it answers as the first time, and writes down no second arrival. */
  takeOnce(copy: IncomingCopy, key: NonNullable<UnitOfWork['idempotency']>): Promise<UnitResult<TakenCopy>>;
}
