import type { BundleLimits } from './bundle-limits.js';
import type { Header } from './read-header.js';

type Objection = readonly [column: string | undefined, code: string, message: string];

export const hasLineBreak = (cell: string): boolean => cell.includes('\n') || cell.includes('\r');

/** Why a file cannot be read on: a code and a message. */
export const describeFailure = (error: Error & { code?: string }): [string, string] => {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return ['quote-not-closed', 'A quotation mark is opened and never closed; nothing from this line on was read.'];
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return ['row-too-long', 'A row is too long to be one; nothing from this line on was read.'];
  if (error.code?.startsWith('CSV_'))
    return ['not-csv', 'The file is no CSV from this line on; nothing from there on was read.'];
  return [
    'file-damaged',
    'The file cannot be unpacked further; nothing from this line on was read. Send the bundle again.',
  ];
};

/** Why a row cannot be read as one; undefined when it can. */
export function objectionTo(
  record: readonly string[],
  { width, positions }: Header,
  limits: BundleLimits,
  delimiter: string,
): Objection | undefined {
  if (record.some((cell) => swallowsRows(cell, record.length, width, delimiter)))
    return [
      undefined,
      'quote-not-closed',
      'A quotation mark seems to be opened and not closed on this row, so that the rows after it are part of a value.',
    ];
  if (record.length > width && record.slice(width).some((cell) => cell.trim() !== ''))
    return [
      undefined,
      'too-many-values',
      `The row has ${record.length} values, the header ${width}. Is a comma not quoted?`,
    ];
  if (record.length < width)
    return [undefined, 'too-few-values', `The row has ${record.length} values, the header ${width}.`];
  for (const [column, index] of positions) {
    const value = record[index]!;
    if (value.includes('\0')) return [column, 'value-unusable', 'The value holds a NUL byte.'];
    if (value.length > limits.fieldLengthMax) return [column, 'value-unusable', 'The value is too long.'];
  }
  return undefined;
}

/** A quotation mark opened on one row and closed by that of a later one makes what lies between, whole rows even, one value. */
const swallowsRows = (cell: string, length: number, width: number, delimiter: string): boolean =>
  hasLineBreak(cell) && (length !== width || (width > 1 && cell.split(delimiter).length >= width));
