import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import type { BundleLimits } from './bundle-limits.js';
import { DecodeText } from './decode-text.js';
import { delimiterOf } from './find-delimiter.js';
import type { OpenBundle } from './open-bundle.js';
import { noteRefusedColumns, readHeader, type FileColumns, type Header } from './read-header.js';
import type { ReportBuilder } from './report-builder.js';
import { describeFailure, hasLineBreak, objectionTo } from './row-objections.js';

/** One data row: the line on which it begins and its values by column name. */
export interface Row {
  readonly line: number;
  /** The trimmed value; empty when the column is blank or absent. */
  get(column: string): string;
  /** Whether the file has the column at all. */
  has(column: string): boolean;
}

export interface RowTaker {
  /** Reads one row; false when it was refused. */
  take(row: Row): boolean;
  /** The cells of a row that cannot be read as one: any of them may be the id of which it speaks. */
  hold(cells: readonly string[]): void;
  /** Awaited before more of the file is read: the rows so far have found their place. */
  settled?(): Promise<void> | undefined;
}

/**
 * `whole`: every row was read or held back. `empty`: a header and no row. `cut-off`: some rows could not be read.
 * `unusable`: no row was read.
 */
export type FileOutcome = 'whole' | 'empty' | 'cut-off' | 'unusable';

const rowSizeMax = 1024 * 1024;
const nothing: readonly string[] = [];

/** Where rows begin. The parser counts the line on which a row ends, and a CR LF inside quotation marks as two. */
class LineCount {
  private countedTwice = 0;
  next = 1;

  beginOf(record: readonly string[], endLine: number): number {
    const breaks = record.some(hasLineBreak) ? record.join('').match(/\r\n|\n|\r/g)! : nothing;
    this.countedTwice += breaks.filter((lineBreak) => lineBreak.length === 2).length;
    this.next = endLine - this.countedTwice + 1;
    return this.next - 1 - breaks.length;
  }
}

/** Ends the reading of a file before its end. */
class EnoughRead extends Error {
  constructor(readonly outcome: FileOutcome) {
    super('enough was read');
  }
}

/** Streams the rows of one file; what cannot be read is in the report, with file, line and column. */
export async function readRows(
  bundle: OpenBundle,
  name: string,
  columns: FileColumns,
  limits: BundleLimits,
  report: ReportBuilder,
  { take, hold, settled }: RowTaker,
): Promise<FileOutcome> {
  const file = bundle.spelledAs(name);
  const decode = new DecodeText((to) =>
    report.note(
      file,
      'not-utf-8',
      to === 'utf-16'
        ? 'The file is not UTF-8; it was read as UTF-16.'
        : 'The file is not UTF-8; it was read as Windows-1252 (Latin-1). Export it as UTF-8 if names look wrong.',
    ),
  );
  const atTheirPace = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const waiting = settled?.();
      if (!waiting) return done(null, chunk);
      waiting.then(
        () => done(null, chunk),
        (error: Error) => done(error),
      );
    },
  });
  const delimiter = await delimiterOf(await bundle.open(name));
  const refusedColumns = new Set<string>();
  let header: Header | undefined;
  const lines = new LineCount();
  let rows = 0;
  let outcome: FileOutcome = 'whole';
  const takeRecord = (record: string[], endLine: number): void => {
    const line = lines.beginOf(record, endLine);
    if (!header) {
      // A line by which spreadsheets tell each other the separator.
      if (/^sep=.?$/i.test(record.join('').trim())) return;
      header = readHeader(file, line, record, columns, report);
      if (!header) throw new EnoughRead('unusable');
      return;
    }
    if (rows >= limits.rowsPerFileMax) {
      report.refuse(file, line, undefined, 'too-many-rows', `Only the first ${limits.rowsPerFileMax} rows are read.`);
      throw new EnoughRead('cut-off');
    }
    rows += 1;
    for (const [index, title] of header.refused) if (record[index]?.trim()) refusedColumns.add(title);
    const wrong = objectionTo(record, header, limits, delimiter);
    if (wrong) {
      report.refuse(file, line, ...wrong);
      hold(record);
      if (wrong[1] === 'quote-not-closed') outcome = 'cut-off';
    }
    report.count(file, !wrong && take(rowOf(line, record, header)));
  };
  // Rows are taken while they are parsed: those before a fault in the file are not lost with it.
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    delimiter,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: rowSizeMax,
    on_record: (record: string[], info) => {
      takeRecord(record, info.lines);
      return null;
    },
  });
  try {
    parser.resume();
    await pipeline(await bundle.open(name), decode, atTheirPace, parser);
  } catch (error) {
    if (error instanceof EnoughRead) outcome = error.outcome;
    else {
      report.refuse(file, lines.next, undefined, ...describeFailure(error as Error & { code?: string }));
      outcome = 'cut-off';
    }
  }
  if (outcome === 'unusable') return outcome;
  noteRefusedColumns(file, refusedColumns, report);
  if (outcome === 'cut-off') return header ? outcome : 'unusable';
  if (header) return rows === 0 ? 'empty' : outcome;
  report.refuse(file, undefined, undefined, 'empty-file', 'The file has no header row.');
  return 'unusable';
}

const unseenAtAnEnd = /^[\s\u200b-\u200f\u2060]+|[\s\u200b-\u200f\u2060]+$/g;
/** Without spaces and marks that cannot be seen at its ends. */
const trimmed = (cell: string): string => (isPlain(cell) ? cell : cell.replace(unseenAtAnEnd, ''));
const isPlain = (cell: string): boolean => {
  const last = cell.charCodeAt(cell.length - 1);
  const first = cell.charCodeAt(0);
  return cell === '' || (first > 32 && first < 127 && last > 32 && last < 127);
};

const rowOf = (line: number, record: readonly string[], { positions }: Header): Row => ({
  line,
  get: (column) => {
    const index = positions.get(column);
    return index === undefined ? '' : trimmed(record[index]!);
  },
  has: (column) => positions.has(column),
});
