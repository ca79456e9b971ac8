/** What mail programs write between messages ends with a date, whatever stands before it. */
const dated =
  /^From .*\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\b\d{1,2}:\d{2}(:\d{2})?\b.*\b(19|20)\d{2}\b|^From .*\b\d{1,2}:\d{2}(:\d{2})?\b.*\b(19|20)\d{2}\s*([+-]\d{4})?$/i;
const header = /^(>?From |[!-9;-~]{1,76}[ \t]*:)/;

/** An address and nothing else. */
const bare = /^From (\S+@\S*|-|MAILER-DAEMON)$/i;

const startsLikeHeader = (bytes: Buffer): boolean => header.test(bytes.toString('latin1'));

const isBlankBefore = (bytes: Buffer, at: number): boolean =>
  bytes[at - 1] === 10 && (bytes[at - 2] === 10 || (bytes[at - 2] === 13 && bytes[at - 3] === 10));

/** As far as a separator and the beginning of the next line are looked at. */
export const separatorLookAhead = 2_048;

export type SeparatorVerdict = 'separator' | 'text' | 'more';

/**
 * Whether the line at `at`, which begins with `From `, parts two messages. Programs forget to quote such lines in the
 * text, and some forget the blank line before the separator or the date in it.
 * @param complete there is nothing after these bytes
 */
export function judgeSeparator(bytes: Buffer, at: number, complete: boolean): SeparatorVerdict {
  if (!complete && bytes.length - at < separatorLookAhead) return 'more';
  const lineEnd = bytes.indexOf(10, at);
  const line = bytes.toString('latin1', at, Math.min(lineEnd < 0 ? bytes.length : lineEnd, at + 1_000)).trimEnd();
  const afterBlank = at === 0 || isBlankBefore(bytes, at);
  const headed = lineEnd >= 0 && startsLikeHeader(bytes.subarray(lineEnd + 1, lineEnd + 257));
  const parts = dated.test(line) ? afterBlank || headed : bare.test(line) && afterBlank && headed;
  return parts ? 'separator' : 'text';
}
