import type { ReadRoster } from '../src/application/ports.js';
import type { HeldPart, RosterSink, StagedName, StagedRows } from '../src/application/staged-rows.js';
import type { BundleLimits } from '../src/adapters/oneroster/bundle-limits.js';
import { oneRosterBundleReader } from '../src/adapters/oneroster/index.js';
import { bundleOf, withFile, type Files } from './roster-bundle.js';

export interface ReadBundle extends ReadRoster {
  readonly rows: { readonly [Name in StagedName]: readonly StagedRows[Name][] };
  /** Each as `part id`. */
  readonly held: readonly string[];
  /** Each entry of the report as `file:line column code`. */
  readonly entries: readonly string[];
}

/** Keeps in memory what the reader hands on; for bundles of a few rows. */
class RowsInMemory implements RosterSink {
  readonly rows: { [Name in StagedName]: StagedRows[Name][] } = {
    orgs: [],
    terms: [],
    classes: [],
    users: [],
    roles: [],
    birthDates: [],
    enrollments: [],
    relations: [],
    contacts: [],
  };
  readonly held: string[] = [];

  stage<Name extends StagedName>(name: Name, row: StagedRows[Name]): void {
    this.rows[name].push(row);
  }
  hold(part: HeldPart, id: string): void {
    this.held.push(`${part} ${id}`);
  }
  settled(): undefined {
    return undefined;
  }
}

export const readZip = async (zip: Buffer, limits?: BundleLimits): Promise<ReadBundle> => {
  const sink = new RowsInMemory();
  const read = await withFile(zip, (file) => oneRosterBundleReader(limits).read(file, sink));
  return {
    ...read,
    rows: sink.rows,
    held: sink.held,
    entries: read.report.entries.map(({ file, line, column, code }) => `${file}:${line ?? ''} ${column ?? ''} ${code}`),
  };
};

export const readBundle = async (files: Files = {}, limits?: BundleLimits): Promise<ReadBundle> =>
  readZip(await bundleOf(files), limits);

/** Rows without their lines. */
export const said = (rows: readonly { readonly line: number }[]): readonly object[] =>
  rows.map(({ line, ...row }) => (line > 0 ? row : { line, ...row }));
