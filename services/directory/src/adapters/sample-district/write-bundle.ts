import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { tableColumns, type TableName, type Tables } from './file-tables.js';

/** Files of the OneRoster 1.2 CSV binding that a sample district has no need of. */
const absentFiles = [
  'categories',
  'classResources',
  'courseResources',
  'lineItemLearningObjectiveIds',
  'lineItems',
  'lineItemScoreScales',
  'resources',
  'resultLearningObjectiveIds',
  'results',
  'resultScoreScales',
  'scoreScales',
  'userProfiles',
  'userResources',
];

// Archives keep no year before 1980 and no zone; one fixed moment makes two bundles of a year the same, byte for byte.
const writtenAt = new Date(2000, 0, 1);

/** Puts the tables into a zip as a student information system exports them: `manifest.csv` and one file a table. */
export async function writeBundle(tables: Tables): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (name: string, lines: readonly (readonly string[])[]): void =>
    zip.addBuffer(Buffer.from(csv(lines)), `${name}.csv`, { mtime: writtenAt, forceDosTimestamp: true });
  const names = Object.keys(tableColumns) as TableName[];
  add('manifest', manifest(names));
  for (const name of names) {
    const columns: readonly string[] = tableColumns[name];
    const rows: readonly Readonly<Record<string, string | undefined>>[] = tables[name];
    add(name, [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]);
  }
  zip.end();
  return buffer(zip.outputStream);
}

const manifest = (names: readonly TableName[]): string[][] => [
  ['propertyName', 'value'],
  ['manifest.version', '1.0'],
  ['oneroster.version', '1.2'],
  ...absentFiles.map((name) => [`file.${name}`, 'absent']),
  ...names.map((name) => [`file.${name}`, 'bulk']),
  ['source.systemName', 'Sightline sample district'],
  ['source.systemCode', 'sample-district'],
];

const csv = (lines: readonly (readonly string[])[]): string =>
  lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');

const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
