import { foldAddress, numberTail } from './name-forms.js';

/** A stretch of a text in UTF-16 units; the end is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const mailPattern = /[^\s<>()[\]",;]+[@＠﹫][^\s<>()[\]",;]+/gu;
const handlePattern = /(?<![\p{L}\p{N}])[@＠﹫][\p{L}\p{N}_.-]+/gu;
const numberPattern = /[+＋]?[(]?\p{Nd}(?:[\s().\-‐-―/·_]{0,3}\p{Nd}){6,}/gu;
const dayPattern =
  /(?<!\p{Nd})(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:19|20)?\d\d)(?!\p{Nd})/gu;

/**
 * Every mail address, account name and telephone number in a text that is not a shown person's, whether anybody knows
 * whose it is or not. A calendar day is no number.
 */
export function foundAddresses(
  text: string,
  shownAddresses: ReadonlySet<string>,
  shownNumbers: ReadonlySet<string>,
): Range[] {
  const ranges: Range[] = [];
  for (const pattern of [mailPattern, handlePattern])
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const address = found.replace(/[.:!?'’]+$/u, '');
      if (!shownAddresses.has(foldAddress(address))) ranges.push({ start: index, end: index + address.length });
    }
  // Of the same length, so that places stay what they are; a letter ends a number.
  const withoutDays = text.replace(dayPattern, (day) => 'x'.repeat(day.length));
  for (const { 0: found, index } of withoutDays.matchAll(numberPattern))
    if (!shownNumbers.has(numberTail(found)) || digitsIn(found) > 13)
      ranges.push({ start: index, end: index + found.length });
  return ranges;
}

const digitsIn = (text: string): number => text.match(/\p{Nd}/gu)?.length ?? 0;
