import type { CopyMeans } from '@sightline/contracts';
import type { Transaction, UnitOfWork, UnitResult } from '@sightline/event-store';
import type { TakenCopy } from '../archive-intake.js';
import type { CoveringAuthorization, ThreadedBefore, UncoveredBecause } from '../../domain/index.js';

export interface BlobRow {
  readonly blobId: string;
  readonly keyId: string;
  readonly sha256: Buffer;
  readonly size: number;
  readonly storedAs: string;
}

export interface MessageRow {
  readonly messageId: string;
  readonly keyId: string;
  readonly identity: Buffer;
  readonly authorizationId: string | null;
  readonly caseId: string | null;
  readonly staffId: string | null;
  readonly policyVersion: string;
  readonly medium: string;
  readonly direction: string;
  readonly sentAt: Date | null;
  readonly receivedAt: Date;
  readonly threadId: string;
  readonly externalHash: Buffer | null;
  readonly conversationHash: Buffer | null;
  readonly contentHash: Buffer;
  readonly content: Buffer;
  readonly blobId: string;
  readonly attachmentCount: number;
  readonly copyGapSeconds: number | null;
  readonly firstBy: CopyMeans;
  readonly importId: string | null;
  readonly uncoveredBecause: UncoveredBecause | null;
  readonly unread: boolean;
  readonly unverified: boolean;
}

export interface PartyRow {
  readonly messageId: string;
  readonly ordinal: number;
  readonly part: 'from' | 'to';
  readonly kind: string;
  readonly fingerprint: Buffer | null;
  readonly personId: string | null;
}

export interface AttachmentRow {
  readonly attachmentId: string;
  readonly messageId: string;
  readonly ordinal: number;
  readonly sealedName: Buffer;
  readonly mediaType: string;
  readonly size: number;
  readonly inline: boolean;
  readonly blobId: string;
}

export interface CustodyRow {
  readonly custodyId: string;
  readonly messageId: string;
  readonly blobId: string;
  readonly receivedAt: Date;
  readonly by: CopyMeans;
  readonly importId: string | null;
  readonly actor: string;
  readonly facts: Buffer;
}

/** The archive's own tables, for a batch of copies; the number of statements does not depend on the size of the batch. */
export interface CaptureTables {
  /** Whose each address or number is; by the fingerprint in hex. */
  personsOf(fingerprints: readonly Buffer[]): Promise<ReadonlyMap<string, readonly string[]>>;
  childrenOf(guardianIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** These authorizations, and all of these people's as members of staff, ended ones too. */
  authorizations(
    authorizationIds: readonly string[],
    staffIds: readonly string[],
  ): Promise<readonly CoveringAuthorization[]>;
  /** Messages that answer or are answered, and those of the same conversations. */
  threadsBefore(
    transaction: Transaction,
    external: readonly { readonly keyId: string; readonly hash: Buffer }[],
    conversations: readonly { readonly keyId: string; readonly hash: Buffer; readonly at: Date }[],
  ): Promise<readonly ThreadedBefore[]>;
  /** @returns the id under which the archive has each of these bytes, in the order given */
  keepBlobs(transaction: Transaction, blobs: readonly BlobRow[]): Promise<readonly string[]>;
  /** The ids of messages that the archive has, by key and identity in hex (`keyId/identity`); locked against the same batch elsewhere. */
  known(
    transaction: Transaction,
    messages: readonly { readonly keyId: string; readonly identity: Buffer }[],
  ): Promise<ReadonlyMap<string, KnownMessage>>;
  keep(transaction: Transaction, kept: KeptCopies): Promise<void>;
  /** What was answered under this key; undefined for a new one. */
  keptAnswer(
    transaction: Transaction,
    key: NonNullable<UnitOfWork['idempotency']>,
  ): Promise<UnitResult<TakenCopy> | undefined>;
}

export interface KnownMessage {
  readonly messageId: string;
  readonly authorizationId: string | null;
  readonly studentIds: readonly string[];
  readonly copyGapSeconds: number | null;
}

export interface KeptCopies {
  readonly messages: readonly MessageRow[];
  readonly parties: readonly PartyRow[];
  readonly students: readonly { readonly messageId: string; readonly studentId: string }[];
  readonly attachments: readonly AttachmentRow[];
  readonly custody: readonly CustodyRow[];
}
