import { newId } from '@sightline/service-kit';
import type { IncomingCopy } from '../archive-intake.js';
import { scopeOf, type KeyRing, type ScopeKey } from '../sealing/key-ring.js';
import type { KeptBytes, SealedBlobs } from '../sealing/sealed-blobs.js';
import type { BlobRow } from './capture-tables.js';
import type { Matched } from './match-copies.js';
import { identityOf } from './sealed-message.js';

/** A copy whose bytes are sealed and on disk, and whose rows are not written yet. */
export interface PreparedCopy {
  readonly copy: IncomingCopy;
  readonly matched: Matched;
  readonly key: ScopeKey;
  readonly messageId: string;
  readonly identity: Buffer;
  readonly original: BlobRow;
  readonly attachments: readonly BlobRow[];
}

const blobRow = (key: ScopeKey, kept: KeptBytes): BlobRow => ({ blobId: newId(), keyId: key.keyId, ...kept });

/** How many copies' files are written at a time: the disk's queue is used, memory is not. */
const writersMax = 16;

/** Seals and keeps the bytes of every copy; durable when it resolves. Blobs of a batch that then fails name nobody and are found again by the next try. */
export async function prepareCopies(
  batch: readonly IncomingCopy[],
  matched: readonly Matched[],
  keys: KeyRing,
  blobs: SealedBlobs,
): Promise<readonly PreparedCopy[]> {
  const scopes = matched.map(({ coverage }) => scopeOf(coverage.authorization?.authorizationId ?? null));
  const ring = await keys.ofScopes(scopes);
  const prepared = new Array<PreparedCopy>(batch.length);
  let next = 0;
  const write = async (): Promise<void> => {
    for (let index = next++; index < batch.length; index = next++) {
      const copy = batch[index]!;
      const key = ring.get(scopes[index]!)!;
      const original = await blobs.keep(copy.original, key);
      const attachments: BlobRow[] = [];
      for (const attachment of copy.communication?.attachments ?? [])
        attachments.push(blobRow(key, await blobs.keep(attachment, key)));
      prepared[index] = {
        ...{ copy, matched: matched[index]!, key, messageId: newId() },
        identity: identityOf(
          copy,
          key,
          original.sha256,
          attachments.map(({ sha256 }) => sha256),
        ),
        ...{ original: blobRow(key, original), attachments },
      };
    }
  };
  await Promise.all(Array.from({ length: Math.min(writersMax, batch.length) }, write));
  return prepared;
}
