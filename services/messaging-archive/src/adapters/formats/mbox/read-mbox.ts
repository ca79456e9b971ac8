import type { ReadItem } from '../../../application/message-formats.js';
import { readMail } from '../eml/read-mail.js';
import { splitMbox } from './split-mbox.js';

/** Each mail of an mbox; one that cannot be read is refused with its place, and the rest goes on. */
export async function* readMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ReadItem> {
  let number = 0;
  for await (const { bytes, offset } of splitMbox(chunks)) {
    number += 1;
    const place = `message ${number}, at byte ${offset}`;
    const read = bytes === null ? ({ outcome: 'refused', because: 'too-large' } as const) : await readMail(bytes);
    if (read.outcome === 'refused') yield { kind: 'refused', because: read.because, place };
    else
      yield {
        kind: 'communication',
        communication: read.communication,
        original: { bytes: bytes! },
        originalMediaType: 'message/rfc822',
        place,
      };
  }
}
