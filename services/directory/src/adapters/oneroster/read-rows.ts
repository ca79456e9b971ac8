import { parse, type Info } from 'csv-parse';
import type { BundleLimits } from './bundle-limits.js';
import { DecodeText } from './decode-text.js';
import type { OpenBundle } from './open-bundle.js';
import { noteRefusedColumns, readHeader, type FileColumns, type Header } from './read-header.js';
import type { ReportBuilder } from './report-builder.js';

/** One data row: the line on which it begins and its values by column name. */
export interface Row {
  readonly line: number;
  /** The trimmed value; empty when the column is blank or absent. */
  get(column: string): string;
}

export interface RowTaker {
  /** Reads one row; false when it was refused. */
  take(row: Row): boolean;
  /** The cells of a row that cannot be read as one: any of them may be the id of which it speaks. */
  hold(cells: readonly string[]): void;
}

/**
 * `whole`: every row was read or held back. `empty`: a header and no row. `cut-off`: some rows could not be read.
 * `unusable`: no row was read.
 */
export type FileOutcome = 'whole' | 'empty' | 'cut-off' | 'unusable';

type Objection = readonly [column: string | undefined, code: string, message: string];

const rowSizeMax = 1024 * 1024;
const lineBreaks = /\r\n|\n|\r/g;

const lineBreaksIn = (cells: readonly string[]): number => {
  let count = 0;
  for (const cell of cells)
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(lineBreaks)?.length ?? 0;
  return count;
};

/** Streams the rows of one file; what cannot be read is in the report, with file, line and column. */
export async function readRows(
  bundle: OpenBundle,
  name: string,
  columns: FileColumns,
  limits: BundleLimits,
  report: ReportBuilder,
  { take, hold }: RowTaker,
): Promise<FileOutcome> {
  const file = bundle.spelledAs(name);
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: rowSizeMax,
  });
  const decode = new DecodeText(() =>
    report.note(
      file,
      'not-utf-8',
      'The file is not UTF-8; it was read as Windows-1252 (Latin-1). Export it as UTF-8 if names look wrong.',
    ),
  );
  const refusedColumns = new Set<string>();
  let header: Header | undefined;
  let nextLine = 1;
  let rows = 0;
  let outcome: FileOutcome = 'whole';
  try {
    const source = await bundle.open(name);
    source.on('error', (error) => parser.destroy(error));
    decode.on('error', (error) => parser.destroy(error));
    source.pipe(decode).pipe(parser);
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      // The parser counts the line on which a row ends; a row with line breaks in quotes began earlier.
      const line = info.lines - lineBreaksIn(record);
      nextLine = info.lines + 1;
      if (!header) {
        header = readHeader(file, line, record, columns, report);
        if (!header) {
          source.destroy();
          return 'unusable';
        }
        continue;
      }
      if (rows >= limits.rowsPerFileMax) {
        report.refuse(file, line, undefined, 'too-many-rows', `Only the first ${limits.rowsPerFileMax} rows are read.`);
        source.destroy();
        outcome = 'cut-off';
        break;
      }
      rows += 1;
      for (const [index, title] of header.refused) if (record[index]?.trim()) refusedColumns.add(title);
      const wrong = objectionTo(record, header, limits);
      if (wrong) {
        report.refuse(file, line, ...wrong);
        hold(record);
        if (wrong[1] === 'quote-not-closed') outcome = 'cut-off';
      }
      report.count(file, !wrong && take(rowOf(line, record, header)));
    }
  } catch (error) {
    report.refuse(file, nextLine, undefined, ...describeFailure(error as Error & { code?: string }));
    outcome = 'cut-off';
  }
  noteRefusedColumns(file, refusedColumns, report);
  if (outcome === 'cut-off') return header ? outcome : 'unusable';
  if (header) return rows === 0 ? 'empty' : outcome;
  report.refuse(file, undefined, undefined, 'empty-file', 'The file has no header row.');
  return 'unusable';
}

const rowOf = (line: number, record: readonly string[], { positions }: Header): Row => ({
  line,
  get: (column) => {
    const index = positions.get(column);
    return index === undefined ? '' : record[index]!.trim();
  },
});

const describeFailure = (error: Error & { code?: string }): [string, string] => {
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
function objectionTo(
  record: readonly string[],
  { width, positions }: Header,
  limits: BundleLimits,
): Objection | undefined {
  if (record.some((cell) => swallowsRows(cell, width)))
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

/** A quotation mark that is opened on one row and closed by that of a later one makes whole rows part of a value. */
const swallowsRows = (cell: string, width: number): boolean =>
  width > 2 && cell.includes('\n') && cell.split('\n').some((line) => line.split(',').length >= width - 1);
