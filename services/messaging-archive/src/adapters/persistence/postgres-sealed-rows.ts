import type { Queryable } from '@sightline/event-store';
import type { SealedRow, SealedRows } from '../../application/sealing/open-messages.js';

export class PostgresSealedRows implements SealedRows {
  constructor(private readonly database: Queryable) {}

  async messages(messageIds: readonly string[]): Promise<readonly SealedRow[]> {
    const { rows } = await this.database.query<SealedRow>({
      name: 'sealed-rows.messages',
      text: `select message_id as "messageId", key_id as "keyId", authorization_id as "authorizationId", medium, direction,
               sent_at as "sentAt", received_at as "receivedAt", content, blob_id as "blobId",
               coalesce((select jsonb_agg(jsonb_build_object('attachmentId', attachment_id, 'sealedName', encode(sealed_name, 'hex'),
                   'mediaType', media_type, 'size', size, 'inline', inline, 'blobId', attachments.blob_id) order by ordinal)
                 from attachments where attachments.message_id = messages.message_id), '[]') as attachments
             from messages where message_id = any($1) and content is not null`,
      values: [messageIds],
    });
    return rows;
  }

  async blob(blobId: string): Promise<{ readonly keyId: string; readonly storedAs: string } | undefined> {
    const { rows } = await this.database.query<{ keyId: string; storedAs: string }>({
      name: 'sealed-rows.blob',
      text: `select key_id as "keyId", stored_as as "storedAs" from blobs where blob_id = $1 and destroyed_at is null`,
      values: [blobId],
    });
    return rows[0];
  }
}
