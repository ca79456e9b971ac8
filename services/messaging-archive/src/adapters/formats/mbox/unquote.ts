const quoted = Buffer.from('>From ');
const isQuote = (bytes: Buffer, lineStart: number): boolean => {
  let at = lineStart;
  while (bytes[at] === 62) at += 1;
  return at > lineStart && bytes.toString('latin1', at, at + 5) === 'From ';
};
const holdsBareSeparator = (bytes: Buffer): boolean => bytes.indexOf('\nFrom ') >= 0;

/**
 * Takes one `>` from each line `>From `, `>>From ` … that writing into the mbox had put there, and the blank line that
 * belongs to the separator.
 * @param believedLength the end came from a Content-Length: with bare `From ` lines in it nothing was quoted (mboxcl2)
 */
export function withoutQuotes(message: Buffer, believedLength: boolean): Buffer {
  const bytes = withoutLastBlankLine(message);
  if (bytes.indexOf(quoted) < 0 || (believedLength && holdsBareSeparator(bytes))) return Buffer.from(bytes);
  const kept: Buffer[] = [];
  let from = 0;
  for (let hit = bytes.indexOf(quoted); hit >= 0; hit = bytes.indexOf(quoted, hit + 1)) {
    const lineStart = bytes.lastIndexOf(10, hit) + 1;
    if (!isQuote(bytes, lineStart) || lineStart < from) continue;
    kept.push(bytes.subarray(from, lineStart));
    from = lineStart + 1;
  }
  kept.push(bytes.subarray(from));
  return Buffer.concat(kept);
}

const withoutLastBlankLine = (bytes: Buffer): Buffer => {
  const { length } = bytes;
  if (bytes[length - 1] !== 10) return bytes;
  if (bytes[length - 2] === 10) return bytes.subarray(0, length - 1);
  return bytes[length - 2] === 13 && bytes[length - 3] === 10 ? bytes.subarray(0, length - 2) : bytes;
};
