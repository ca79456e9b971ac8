import { parse, type CsvError, type Info } from 'csv-parse';
import type { OpenBundle } from './open-bundle.js';
import type { BundleLimits } from './bundle-limits.js';
import { DecodeText } from './decode-text.js';
import type { ReportBuilder } from './report-builder.js';

/** One data row: its line and its values by column name. */
export interface Row {
  readonly line: number;
  /** The trimmed value; empty when the column is blank or absent. */
  get(column: string): string;
}

export interface FileColumns {
  /** Without these the file says nothing that can be used. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Never read into the roster: passwords, race and the like. */
  readonly refused?: readonly string[];
}

/** `whole`: read to its end. `cut-off`: the rest could not be read. `unusable`: no row was read. */
export type FileOutcome = 'whole' | 'cut-off' | 'unusable';

const spellings: Readonly<Record<string, string>> = {
  datelastmodified: 'dateLastModified',
  datalastmodified: 'dateLastModified',
  prefferedgivenname: 'preferredGivenName',
};
const rowSizeMax = 1024 * 1024;

/** Streams the rows of one file; what cannot be read is in the report, with file, line and column. */
export async function readRows(
  bundle: OpenBundle,
  name: string,
  columns: FileColumns,
  limits: BundleLimits,
  report: ReportBuilder,
  take: (row: Row) => boolean,
): Promise<FileOutcome> {
  const file = bundle.spelledAs(name);
  const parser = parse({
    bom: true,
    info: true,
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
  let positions: ReadonlyMap<string, number> | undefined;
  let width = 0;
  let lastLine = 1;
  let rows = 0;
  try {
    const source = await bundle.open(name);
    source.on('error', (error) => parser.destroy(error));
    decode.on('error', (error) => parser.destroy(error));
    source.pipe(decode).pipe(parser);
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      // `lines` counts the line on which the row ends; a row with line breaks in quotes began earlier.
      lastLine = info.lines;
      if (!positions) {
        positions = readHeader(file, record, columns, report);
        width = record.length;
        if (!positions) {
          source.destroy();
          return 'unusable';
        }
        continue;
      }
      rows += 1;
      if (rows > limits.rowsPerFileMax) {
        report.refuse(
          file,
          info.lines,
          undefined,
          'too-many-rows',
          `Only the first ${limits.rowsPerFileMax} rows are read.`,
        );
        source.destroy();
        return 'cut-off';
      }
      report.count(file, takeRow(file, record, info.lines, width, positions, limits, report, take));
    }
  } catch (error) {
    report.refuse(file, lastLine, undefined, ...describeFailure(error as CsvError));
    return 'cut-off';
  }
  if (!positions) {
    report.refuse(file, undefined, undefined, 'empty-file', 'The file has no header row.');
    return 'unusable';
  }
  return 'whole';
}

const describeFailure = (error: Error & { code?: string }): [string, string] => {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return ['quote-not-closed', 'A quotation mark is opened and never closed; nothing after this line was read.'];
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return ['row-too-long', 'A row is too long to be one; nothing after this line was read.'];
  if (error.code?.startsWith('CSV_'))
    return ['not-csv', 'The file is no CSV from this line on; nothing after it was read.'];
  return [
    'file-damaged',
    'The file cannot be unpacked further; nothing after this line was read. Send the bundle again.',
  ];
};

function readHeader(
  file: string,
  header: readonly string[],
  columns: FileColumns,
  report: ReportBuilder,
): ReadonlyMap<string, number> | undefined {
  const known = new Map([...columns.required, ...columns.optional].map((column) => [column.toLowerCase(), column]));
  const refused = new Set((columns.refused ?? []).map((column) => column.toLowerCase()));
  const positions = new Map<string, number>();
  const unknown: string[] = [];
  const keptOut: string[] = [];
  header.forEach((title, index) => {
    const spelled = title.trim().toLowerCase();
    const column = known.get((spellings[spelled] ?? spelled).toLowerCase());
    if (column && !positions.has(column)) positions.set(column, index);
    else if (refused.has(spelled)) keptOut.push(title.trim());
    else if (spelled !== '') unknown.push(title.trim());
  });
  const printable = (titles: readonly string[]): string =>
    titles
      .map((title) => title.replace(/[^\x20-\x7e]/g, '?').slice(0, 60))
      .slice(0, 20)
      .join(', ');
  if (keptOut.length > 0)
    report.note(
      file,
      'column-refused',
      `Not needed and never stored: ${printable(keptOut)}. Leave it out of the export.`,
      1,
    );
  if (unknown.length > 0) report.note(file, 'column-unknown', `Columns that are not read: ${printable(unknown)}.`, 1);
  const missing = columns.required.filter((column) => !positions.has(column));
  if (missing.length === 0) return positions;
  report.refuse(
    file,
    1,
    missing[0],
    'column-missing',
    `The file lacks the column ${missing.join(', ')}; none of its rows was read.`,
  );
  return undefined;
}

function takeRow(
  file: string,
  record: readonly string[],
  line: number,
  width: number,
  positions: ReadonlyMap<string, number>,
  limits: BundleLimits,
  report: ReportBuilder,
  take: (row: Row) => boolean,
): boolean {
  if (record.length < width && record.length === 1 && record[0]!.trim() === '') return false;
  if (record.length > width && record.slice(width).some((value) => value !== '')) {
    report.refuse(
      file,
      line,
      undefined,
      'too-many-values',
      `The row has ${record.length} values, the header ${width}. Is a comma not quoted?`,
    );
    return false;
  }
  if (record.length < width) {
    report.refuse(file, line, undefined, 'too-few-values', `The row has ${record.length} values, the header ${width}.`);
    return false;
  }
  for (const [column, index] of positions) {
    const value = record[index] ?? '';
    if (value.length > limits.fieldLengthMax || value.includes('\0')) {
      report.refuse(
        file,
        line,
        column,
        'value-unusable',
        value.includes('\0') ? 'The value holds a NUL byte.' : 'The value is too long.',
      );
      return false;
    }
  }
  return take({
    line,
    get: (column) => {
      const index = positions.get(column);
      return index === undefined ? '' : (record[index] ?? '').trim();
    },
  });
}
