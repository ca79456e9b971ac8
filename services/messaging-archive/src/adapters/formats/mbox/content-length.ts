import { formatLimits } from '../format-limits.js';
import type { ByteWindow } from './byte-window.js';

/** Where the body begins: after the first empty line. */
const bodyStart = (bytes: Buffer, end: number): number => {
  for (let at = bytes.indexOf(10); at >= 0 && at < end; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return -1;
};

/**
 * Where a message with a `Content-Length` ends by what it says (mboxcl2 does not quote lines that begin with `From `).
 * @param found where the first separator stands
 * @returns undefined when it says nothing, or nothing beyond `found`, or when no separator and no end stands there
 */
export async function declaredEnd(window: ByteWindow, found: number): Promise<number | undefined> {
  const body = bodyStart(window.bytes, found);
  if (body < 0 || body > formatLimits.headerBytesMax) return undefined;
  const stated = /^content-length:[ \t]*(\d{1,10})[ \t]*\r?$/im.exec(window.bytes.toString('latin1', 0, body))?.[1];
  if (stated === undefined) return undefined;
  const end = body + Number(stated);
  if (end <= found || end > formatLimits.messageBytesMax) return undefined;
  while (window.length < end + 16 && (await window.fill()));
  if (window.length < end) return undefined;
  const after = /^(\r?\n){0,2}(From |$)/.exec(window.bytes.toString('latin1', end, end + 16));
  if (!after || (window.bytes[end - 1] !== 10 && after[0] === 'From ')) return undefined;
  return end + after[0].length - after[2]!.length;
}
