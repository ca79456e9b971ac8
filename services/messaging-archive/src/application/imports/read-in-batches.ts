import type { ImportRecord } from './import-store.js';
import type { ReadCommunication, ReadItem } from '../message-formats.js';
import type { IncomingCopy } from '../archive-intake.js';
import type { Communication } from '../../domain/index.js';

export interface ItemBatch {
  readonly items: readonly ReadItem[];
  /** Items read so far, these included. */
  readonly position: number;
}

const itemsMax = 200;
const bytesMax = 16 * 1024 ** 2;

const sizeOf = (item: ReadItem): number => {
  if (item.kind !== 'communication') return 0;
  const attached = item.communication.attachments.reduce(
    (sum, each) => sum + ('bytes' in each ? each.bytes.length : 0),
    0,
  );
  return attached + item.communication.text.length * 2 + ('bytes' in item.original ? item.original.bytes.length : 0);
};

/** Items in batches that are bounded in number and in memory; the last may be empty and ends the export. */
export async function* readInBatches(items: AsyncIterable<ReadItem>): AsyncGenerator<ItemBatch> {
  let batch: ReadItem[] = [];
  let bytes = 0;
  let position = 0;
  for await (const item of items) {
    batch.push(item);
    bytes += sizeOf(item);
    position += 1;
    if (batch.length < itemsMax && bytes < bytesMax) continue;
    yield { items: batch, position };
    batch = [];
    bytes = 0;
  }
  yield { items: batch, position };
}

/** An item of an export as an arrival at the archive. It is the owner's own statement: nothing proves a sender. */
export const copyOf = (
  { importId, staffId, createdAt }: ImportRecord,
  { original, originalMediaType, place }: Pick<ReadCommunication, 'original' | 'originalMediaType' | 'place'>,
  communication: Communication | null,
): IncomingCopy => ({
  ...{ communication, original, originalMediaType, importId, staffId },
  receivedAt: createdAt,
  by: communication?.medium === 'phone-call' ? 'call-log' : 'import',
  authorizationId: null,
  actor: `person:${staffId}`,
  unverified: true,
  facts: { place },
});
