import type { Readable } from 'node:stream';
import type { CommunicationDirection, CommunicationFacts, CommunicationMedium, Party } from '../domain/index.js';

/** What is sealed of a message: everything that a person said, wrote or is called. */
export interface SealedContent {
  readonly externalId: string | null;
  readonly subject: string;
  readonly text: string;
  /** As it came, never shown without a sanitiser. */
  readonly html: string | null;
  readonly from: Party;
  readonly to: readonly Party[];
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly threadHint: string | null;
  readonly facts: CommunicationFacts;
  /** Hex; opens the commitment of `messages-archived`. */
  readonly commitmentKey: string;
}

export interface OpenedAttachment {
  readonly attachmentId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly inline: boolean;
  readonly blobId: string;
}

/** A message whose seal was broken for somebody who may read it. */
export interface OpenedMessage extends SealedContent {
  readonly messageId: string;
  readonly authorizationId: string | null;
  readonly medium: CommunicationMedium;
  readonly direction: CommunicationDirection;
  readonly sentAt: Date | null;
  readonly receivedAt: Date;
  readonly attachments: readonly OpenedAttachment[];
  /** The original as it came. */
  readonly blobId: string;
}

/** Breaks seals. Who may ask, and that it is a disclosure, is the caller's business (C9, C10). */
export interface MessageOpener {
  /** In two statements, whatever their number; what is unknown or disposed of is left out. @throws SealBroken */
  openMessages(messageIds: readonly string[]): Promise<ReadonlyMap<string, OpenedMessage>>;
  /** The bytes as they came; undefined when the blob is unknown or disposed of. The stream fails with SealBroken when they were tampered with. */
  openBlob(blobId: string): Promise<Readable | undefined>;
}

/** Keys for looking things up in sealed content, one an authorization (design §8). */
export interface SearchKeys {
  /** 32 bytes for each sealing key (`messages.key_id`); a destroyed one is left out. */
  searchKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
}

/** Bytes are not what was sealed, or were sealed under another key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}
