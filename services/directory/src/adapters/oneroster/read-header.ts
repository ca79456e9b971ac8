import type { ReportBuilder } from './report-builder.js';

export interface FileColumns {
  /** Without these the file says nothing that can be used. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Columns of the binding that the policy has no use for; not worth a word. */
  readonly ignored?: readonly string[];
  /** What other forms call a column; read only where the column itself is not there. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Never read into the roster: passwords, race and the like. */
  readonly refused?: readonly string[];
}

export interface Header {
  readonly width: number;
  readonly positions: ReadonlyMap<string, number>;
  /** Where refused columns stand, by the title that the file gives them. */
  readonly refused: ReadonlyMap<number, string>;
}

const spellings: Readonly<Record<string, string>> = {
  datalastmodified: 'datelastmodified',
  prefferedgivenname: 'preferredgivenname',
  prefferedmiddlename: 'preferredmiddlename',
  prefferedfamilyname: 'preferredfamilyname',
};

/** A title without what exports change about it: case, spaces, underscores, hyphens, and marks that cannot be seen. */
const plainTitle = (title: string): string => title.toLowerCase().replace(/[\s_\-\u200b-\u200f\u2060\ufeff]/g, '');

const plainTitles = (columns: readonly string[] = []): Set<string> => new Set(columns.map(plainTitle));

const printable = (titles: Iterable<string>): string =>
  [...titles]
    .map((title) => title.replace(/[^\x20-\x7e]/g, '?').slice(0, 60))
    .slice(0, 20)
    .join(', ');

/** @returns undefined, and says so, when the file lacks a column without which it is of no use */
export function readHeader(
  file: string,
  line: number,
  titles: readonly string[],
  columns: FileColumns,
  report: ReportBuilder,
): Header | undefined {
  const known = new Map([...columns.required, ...columns.optional].map((column) => [plainTitle(column), column]));
  const ignored = plainTitles(columns.ignored);
  const kept = plainTitles(columns.refused);
  const aliases = new Map(
    Object.entries(columns.aliases ?? {}).map(([alias, column]) => [plainTitle(alias), plainTitle(column)]),
  );
  const present = new Set(titles.map(plainTitle));
  const positions = new Map<string, number>();
  const refused = new Map<number, string>();
  const unknown: string[] = [];
  titles.forEach((title, index) => {
    const plain = plainTitle(title);
    const alias = aliases.get(plain);
    const spelled = alias !== undefined && !present.has(alias) ? alias : (spellings[plain] ?? plain);
    const column = known.get(spelled);
    if (column && !positions.has(column)) positions.set(column, index);
    else if (kept.has(spelled)) refused.set(index, title.trim());
    else if (spelled !== '' && !ignored.has(spelled)) unknown.push(title.trim());
  });
  if (unknown.length > 0)
    report.note(file, 'column-unknown', `Columns that are not read: ${printable(unknown)}.`, line);
  const missing = columns.required.filter((column) => !positions.has(column));
  // A comma behind the last title makes a column of nothing, which rows may lack.
  const width = titles.findLastIndex((title) => plainTitle(title) !== '') + 1;
  if (missing.length === 0) return { width, positions, refused };
  report.refuse(
    file,
    line,
    missing[0],
    'column-missing',
    `The file lacks the column ${missing.join(', ')}; none of its rows was read.`,
  );
  return undefined;
}

/** Says which refused columns hold anything; a column that is blank throughout needs no word. */
export function noteRefusedColumns(file: string, titles: ReadonlySet<string>, report: ReportBuilder): void {
  if (titles.size > 0)
    report.note(
      file,
      'column-refused',
      `Not needed and never stored: ${printable(titles)}. Leave it out of the export.`,
      1,
    );
}
