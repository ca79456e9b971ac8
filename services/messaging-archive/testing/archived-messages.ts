import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { newId } from '@sightline/service-kit';
import type pg from 'pg';
import type { MessageOpener, OpenedMessage, SearchKeys } from '../src/application/sealed-content.js';

export interface SampleParty {
  readonly address: string;
  readonly displayName?: string;
  readonly kind?: 'email' | 'telephone' | 'account';
  /** Whose address it is on the roster. */
  readonly people?: readonly string[];
}

export interface SampleMessage {
  readonly authorizationId: string | null;
  readonly staffId: string | null;
  readonly studentIds: readonly string[];
  readonly from: SampleParty;
  readonly to: readonly SampleParty[];
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly sentAt?: Date;
  readonly attachments?: readonly { readonly fileName: string; readonly mediaType: string; readonly bytes: string }[];
}

/** Puts messages where the archive keeps them; opens what was put there, and nothing else. */
export class ArchivedMessages implements MessageOpener, SearchKeys {
  readonly opened = new Map<string, OpenedMessage>();
  private readonly keys = new Map<string, { readonly keyId: string; readonly searchKey: Buffer }>();
  private readonly blobs = new Map<string, string>();

  constructor(private readonly pool: pg.Pool) {}

  async put(message: SampleMessage, receivedAt = new Date('2026-10-01T15:00:00Z')): Promise<string> {
    const keyId = await this.keyOf(message.authorizationId);
    const messageId = newId();
    const blobId = await this.blob(keyId, `original of ${messageId}`, receivedAt);
    const sentAt = message.sentAt ?? receivedAt;
    await this.pool.query(
      `insert into messages (message_id, key_id, identity, authorization_id, case_id, staff_id, policy_version, medium, direction,
         sent_at, received_at, thread_id, content_hash, content, blob_id, attachment_count, first_by, uncovered_because, unread, unverified)
       values ($1, $2, $3, $4, null, $5, 'p4650-2017-03', 'email', 'outgoing', $6, $7, $1, $3, $3, $8, $9, 'rest', $10, false, false)`,
      [
        ...[messageId, keyId, randomBytes(32), message.authorizationId, message.staffId, sentAt, receivedAt, blobId],
        message.attachments?.length ?? 0,
        message.authorizationId === null ? 'no-authorization' : null,
      ],
    );
    const ends = [message.from, ...message.to];
    for (const [ordinal, { people = [] }] of ends.entries())
      for (const person of people.length === 0 ? [null] : people)
        await this.pool.query('insert into message_parties values ($1, $2, $3, $4, $5, $6)', [
          ...[messageId, ordinal, ordinal === 0 ? 'from' : 'to', 'email', randomBytes(8), person],
        ]);
    await this.pool.query('insert into message_students select $1, unnest($2::uuid[])', [
      messageId,
      message.studentIds,
    ]);
    await this.pool.query('insert into search_due values ($1)', [messageId]);
    const attachments = [];
    for (const [ordinal, { fileName, mediaType, bytes }] of (message.attachments ?? []).entries()) {
      const attachmentId = newId();
      const attachmentBlob = await this.blob(keyId, bytes, receivedAt);
      await this.pool.query(
        'insert into attachments (attachment_id, message_id, ordinal, media_type, size, inline, blob_id) values ($1, $2, $3, $4, $5, false, $6)',
        [attachmentId, messageId, ordinal, mediaType, bytes.length, attachmentBlob],
      );
      attachments.push({
        ...{ attachmentId, fileName, mediaType, size: bytes.length, inline: false, blobId: attachmentBlob },
      });
    }
    const partyOf = ({ address, displayName = '', kind = 'email' }: SampleParty) => ({ address, displayName, kind });
    this.opened.set(messageId, {
      ...{ messageId, authorizationId: message.authorizationId, medium: 'email', direction: 'outgoing' },
      ...{ externalId: null, subject: message.subject ?? '', text: message.text ?? '', html: message.html ?? null },
      ...{
        from: partyOf(message.from),
        to: message.to.map(partyOf),
        inReplyTo: null,
        references: [],
        threadHint: null,
      },
      ...{ facts: {}, commitmentKey: '', sentAt, receivedAt, attachments, blobId },
    });
    return messageId;
  }

  openMessages(messageIds: readonly string[]): Promise<ReadonlyMap<string, OpenedMessage>> {
    return Promise.resolve(
      new Map(messageIds.flatMap((id) => (this.opened.has(id) ? [[id, this.opened.get(id)!] as const] : []))),
    );
  }

  openBlob(blobId: string): Promise<Readable | undefined> {
    const text = this.blobs.get(blobId);
    return Promise.resolve(text === undefined ? undefined : Readable.from([Buffer.from(text)]));
  }

  searchKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const wanted = new Set(keyIds);
    return Promise.resolve(
      new Map(
        [...this.keys.values()]
          .filter(({ keyId }) => wanted.has(keyId))
          .map(({ keyId, searchKey }) => [keyId, searchKey]),
      ),
    );
  }

  private async keyOf(authorizationId: string | null): Promise<string> {
    const scope = authorizationId ?? 'uncovered';
    const known = this.keys.get(scope);
    if (known) return known.keyId;
    const keyId = newId();
    this.keys.set(scope, { keyId, searchKey: randomBytes(32) });
    await this.pool.query(
      `insert into sealing_keys (key_id, scope, authorization_id, wrapped, master_key_id, created_at) values ($1, $2, $3, '\\x00', 'spec', now())`,
      [keyId, scope, authorizationId],
    );
    return keyId;
  }

  private async blob(keyId: string, text: string, keptAt: Date): Promise<string> {
    const blobId = newId();
    this.blobs.set(blobId, text);
    await this.pool.query('insert into blobs values ($1, $2, $3, $4, $5, $6)', [
      ...[blobId, keyId, createHash('sha256').update(blobId).digest(), text.length, blobId, keptAt],
    ]);
    return blobId;
  }
}
