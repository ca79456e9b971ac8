import type { Transaction } from '@sightline/event-store';
import type { ReadRoster, RosterReport, RosterReportEntry } from '../../../application/ports.js';
import type { HeldPart, StagedName } from '../../../application/staged-rows.js';
import { stagedTable } from './staged-roster.js';

export interface RefusedRows {
  readonly table: StagedName;
  /** A condition on the row, named `s`. */
  readonly where: string;
  readonly file: string;
  readonly column: string;
  readonly code: string;
  readonly message: string;
  /** What stays as it is known, and the columns that name it. */
  readonly holds?: readonly (readonly [part: HeldPart, column: string])[];
}

const entriesMax = 10_000;

/** What only the whole roster can tell of a row. Refused rows leave the staging tables; each is in the report. */
export class Problems {
  constructor(private readonly transaction: Transaction) {}

  async create(): Promise<void> {
    await this.transaction.query(
      `create temp table problems (file text, line int, "column" text, code text, message text, severity text, is_row boolean) on commit drop`,
    );
  }

  async refuse({ table, where, file, column, code, message, holds = [] }: RefusedRows): Promise<void> {
    const held = holds.map(
      ([part, named], index) => `, held${index} as (insert into held select '${part}', gone.${named} from gone)`,
    );
    await this.transaction.query(
      `with gone as (delete from ${stagedTable(table)} s where ${where} returning s.*)${held.join('')}
       insert into problems select $1, line, $2, $3, $4, 'refused', true from gone`,
      [file, column, code, message],
    );
  }

  /** @param key columns that make two rows the same; the first of them is taken */
  async refuseRepeated(
    table: StagedName,
    key: readonly string[],
    { file, column, code, where = 'true' }: Pick<RefusedRows, 'file' | 'column' | 'code'> & { readonly where?: string },
  ): Promise<void> {
    const same = key.map((name) => `s.${name} is not distinct from twice.${name}`).join(' and ');
    const what = code === 'duplicate-id' ? 'The same sourcedId is' : 'The same is said';
    await this.transaction.query(
      `with twice as (select ${key.join(', ')}, min(line) as first from ${stagedTable(table)} s where ${where}
         group by ${key.join(', ')} having count(*) > 1),
       gone as (delete from ${stagedTable(table)} s using twice
         where s.${key[0]!} = twice.${key[0]!} and ${same} and s.line > twice.first and ${where}
         returning s.line, twice.first)
       insert into problems
       select $1, line, $2, $3, format('${what} on line %s; that row was taken.', first), 'refused', true from gone`,
      [file, column, code],
    );
  }

  /** Words about cells; the rows themselves were taken. @param select gives line, column, code, message and severity */
  async remark(file: string, select: string, values: readonly unknown[] = []): Promise<void> {
    await this.transaction.query(
      `insert into problems select $1, line, "column", code, message, severity, false from (${select}) as found`,
      [file, ...values],
    );
  }

  /** The report of the reading with what was found since, file by file and line by line. */
  async addedTo({ report, fileNames }: ReadRoster): Promise<RosterReport> {
    const { rows } = await this.transaction.query<RosterReportEntry & { total: number }>(
      `select file, line, "column", code, message, severity, (count(*) over ())::int as total from problems
       order by array_position($1::text[], file), line, code limit $2`,
      [Object.values(fileNames), Math.max(entriesMax - report.entries.length, 1)],
    );
    const refused = await this.refusedRows();
    const total = rows[0]?.total ?? 0;
    const found = rows.slice(0, entriesMax - report.entries.length).map(entryOf);
    const order = ['manifest.csv', ...Object.values(fileNames)];
    const rank = ({ file }: RosterReportEntry): number => order.indexOf(file) + 1 || order.length + 1;
    const files = report.files.map((file) => {
      const more = refused.get(file.file) ?? 0;
      return { ...file, taken: file.taken - more, refused: file.refused + more };
    });
    const sum = [...refused.values()].reduce((left, right) => left + right, 0);
    const { seen, taken, refused: before } = report.counts;
    return {
      ...report,
      files,
      entries: [...report.entries, ...found].sort(
        (left, right) => rank(left) - rank(right) || (left.line ?? Infinity) - (right.line ?? Infinity),
      ),
      entriesLeftOut: report.entriesLeftOut + total - found.length,
      counts: { seen, taken: taken - sum, refused: before + sum },
    };
  }

  private async refusedRows(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.transaction.query<{ file: string; refused: number }>(
      'select file, count(distinct line)::int as refused from problems where is_row group by file',
    );
    return new Map(rows.map(({ file, refused }) => [file, refused]));
  }
}

const entryOf = ({ file, line, column, code, message, severity }: RosterReportEntry): RosterReportEntry => ({
  file,
  ...(line === null ? {} : { line: line! }),
  ...(column === null ? {} : { column: column! }),
  code,
  message,
  severity,
});
