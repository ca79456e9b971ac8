import type { Readable } from 'node:stream';
import type { CommunicationDirection, CommunicationMedium } from '../../domain/index.js';
import type { MessageOpener, OpenedAttachment, OpenedMessage, SealedContent, SearchKeys } from '../sealed-content.js';
import type { KeyRing } from './key-ring.js';
import type { SealedBlobs } from './sealed-blobs.js';
import { open } from './sealed-box.js';

export interface SealedRow {
  readonly messageId: string;
  readonly keyId: string;
  readonly authorizationId: string | null;
  readonly medium: CommunicationMedium;
  readonly direction: CommunicationDirection;
  readonly sentAt: Date | null;
  readonly receivedAt: Date;
  readonly content: Buffer;
  readonly blobId: string;
  readonly attachments: readonly (Omit<OpenedAttachment, 'fileName'> & {
    /** Hex; null when it was disposed of. */
    readonly sealedName: string | null;
  })[];
}

export interface SealedRows {
  /** Those that are not disposed of, attachments in order, in one statement. */
  messages(messageIds: readonly string[]): Promise<readonly SealedRow[]>;
  blob(blobId: string): Promise<{ readonly keyId: string; readonly storedAs: string } | undefined>;
}

/** Opens sealed messages and blobs; whoever asks has checked who may see them. */
export class OpenMessages implements MessageOpener, SearchKeys {
  constructor(
    private readonly rows: SealedRows,
    private readonly keys: KeyRing,
    private readonly blobs: SealedBlobs,
  ) {}

  async openMessages(messageIds: readonly string[]): Promise<ReadonlyMap<string, OpenedMessage>> {
    const rows = messageIds.length === 0 ? [] : await this.rows.messages(messageIds);
    const keys = await this.keys.ofIds(rows.map(({ keyId }) => keyId));
    const opened = new Map<string, OpenedMessage>();
    for (const { content, keyId, attachments, ...row } of rows) {
      const key = keys.get(keyId);
      if (!key) continue;
      const words = JSON.parse(open(key.content, `message/${row.messageId}`, content).toString()) as SealedContent;
      opened.set(row.messageId, {
        ...words,
        ...row,
        attachments: attachments.map(({ sealedName, ...attachment }) => ({
          ...attachment,
          fileName:
            sealedName === null
              ? ''
              : open(key.content, `attachment/${attachment.attachmentId}`, Buffer.from(sealedName, 'hex')).toString(),
        })),
      });
    }
    return opened;
  }

  async openBlob(blobId: string): Promise<Readable | undefined> {
    const blob = await this.rows.blob(blobId);
    const key = blob && (await this.keys.ofIds([blob.keyId])).get(blob.keyId);
    return key && this.blobs.open(blob.storedAs, key);
  }

  async searchKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const keys = keyIds.length === 0 ? new Map() : await this.keys.ofIds(keyIds);
    return new Map([...keys].map(([keyId, { search }]) => [keyId, search]));
  }
}
