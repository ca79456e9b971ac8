import { ExportUnreadable } from '../../../application/message-formats.js';
import { formatLimits } from '../format-limits.js';
import { ByteWindow } from './byte-window.js';
import { declaredEnd } from './content-length.js';
import { judgeSeparator, separatorLookAhead } from './separator-line.js';
import { withoutQuotes } from './unquote.js';

export interface MboxMessage {
  /** As it was before it was put into the mbox; null when it is larger than a message may be. */
  readonly bytes: Buffer | null;
  /** Where its separator line begins, in bytes. */
  readonly offset: number;
}

const separator = Buffer.from('\nFrom ');
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

const notAnMbox = (): ExportUnreadable =>
  new ExportUnreadable(
    'not-an-mbox',
    'This is no mbox: it does not begin with a line "From …". Send the file as the mail program wrote it.',
  );

/** Skips blank lines at the beginning. @throws ExportUnreadable when no separator line follows */
async function findFirst(window: ByteWindow): Promise<void> {
  do {
    if (window.offset === 0 && window.bytes.subarray(0, 3).equals(byteOrderMark)) window.drop(3);
    while (window.length > 0 && (window.bytes[0] === 10 || window.bytes[0] === 13)) window.drop(1);
    if (window.length >= separatorLookAhead) break;
  } while (await window.fill());
  if (window.length === 0) throw new ExportUnreadable('empty-file', 'The file is empty.');
  const { bytes } = window;
  if (bytes.toString('latin1', 0, 5) !== 'From ' || judgeSeparator(bytes, 0, true) !== 'separator') throw notAnMbox();
}

/** The end of the message that begins the window: where the next separator line starts, or all there is. */
async function findEnd(window: ByteWindow, tooLarge: () => void): Promise<number> {
  let from = 0;
  for (;;) {
    const hit = window.bytes.indexOf(separator, from);
    if (hit >= 0) {
      const verdict = judgeSeparator(window.bytes, hit + 1, window.complete);
      if (verdict === 'separator') return hit + 1;
      if (verdict === 'text') {
        from = hit + 1;
        continue;
      }
      from = hit;
    } else from = Math.max(from, window.length - separator.length);
    if (window.length > formatLimits.messageBytesMax && from > separatorLookAhead) {
      tooLarge();
      // What is dropped is looked at no more; the blank line before a separator still is.
      const dropped = from - 4;
      window.drop(dropped);
      from -= dropped;
    }
    if (!(await window.fill())) return hit >= 0 ? await findEndAtLast(window, from) : window.length;
  }
}

/** The stream ended while a verdict was open: it can be given now. */
async function findEndAtLast(window: ByteWindow, from: number): Promise<number> {
  for (let hit = window.bytes.indexOf(separator, from); hit >= 0; hit = window.bytes.indexOf(separator, hit + 1))
    if (judgeSeparator(window.bytes, hit + 1, true) === 'separator') return hit + 1;
  return window.length;
}

/**
 * Parts an mbox into its messages, however it is cut into chunks: mboxo, mboxrd, mboxcl and mboxcl2, with CRLF or LF, in
 * memory of one message. A `Content-Length` is believed only where a separator or the end follows.
 * @throws ExportUnreadable when it is no mbox
 */
export async function* splitMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<MboxMessage> {
  const window = new ByteWindow(chunks[Symbol.asyncIterator]());
  await findFirst(window);
  while (window.length > 0) {
    const { offset } = window;
    let fits = true;
    let end = await findEnd(window, () => (fits = false));
    const declared = fits ? await declaredEnd(window, end) : undefined;
    if (declared !== undefined) end = declared;
    if (end > formatLimits.messageBytesMax) fits = false;
    const head = window.bytes.indexOf(10) + 1;
    const whole = fits && head > 0 ? window.bytes.subarray(head, end) : undefined;
    yield { bytes: fits ? withoutQuotes(whole ?? Buffer.alloc(0), declared !== undefined) : null, offset };
    window.drop(end);
  }
}
