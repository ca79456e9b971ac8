import type { RosterSink, StagedOrg } from '../../application/staged-rows.js';
import { dateIn, idsIn, isToBeDeleted, noDate, valueOrNull } from './cell-values.js';
import type { Row } from './read-rows.js';
import type { ReportBuilder } from './report-builder.js';

/** Reads one row; false when it was refused. */
export type Collect = (row: Row) => boolean;

/** Who reads a file: its name as the bundle spells it, where its rows go and who is told what cannot be taken. */
export interface Collecting {
  readonly file: string;
  readonly sink: RosterSink;
  readonly report: ReportBuilder;
}

const buildingTypes: Readonly<Record<string, StagedOrg['type']>> = {
  school: 'school',
  district: 'district',
  department: 'department',
};

/** @returns the first of these columns that is blank, reported; undefined when none is */
export const missingValue = (
  { file, report }: Collecting,
  row: Row,
  columns: readonly string[],
): string | undefined => {
  const missing = columns.find((column) => row.get(column) === '');
  if (missing !== undefined) report.refuse(file, row.line, missing, 'value-missing', `The row lacks ${missing}.`);
  return missing;
};

/** Orgs: buildings of every kind. */
export const collectOrgs = (collecting: Collecting): Collect => {
  const { file, sink, report } = collecting;
  return (row) => {
    const deleted = isToBeDeleted(row.get('status')) === true;
    if (missingValue(collecting, row, deleted ? ['sourcedId'] : ['sourcedId', 'name', 'type'])) return false;
    if (deleted)
      report.note(
        file,
        'building-kept',
        'A building is never removed by an import; its people and classes are.',
        row.line,
      );
    sink.stage('orgs', {
      line: row.line,
      id: row.get('sourcedId'),
      deleted,
      name: row.get('name'),
      type: buildingTypes[row.get('type').toLowerCase()] ?? 'other',
      parent: valueOrNull(row.get('parentSourcedId')),
    });
    return true;
  };
};

/** Academic sessions: only when each ends. */
export const collectSessions = (collecting: Collecting): Collect => {
  const { file, sink, report } = collecting;
  return (row) => {
    const deleted = isToBeDeleted(row.get('status')) === true;
    if (missingValue(collecting, row, ['sourcedId'])) return false;
    const ends = dateIn(row.get('endDate'));
    if (ends === undefined && !deleted) {
      report.refuse(file, row.line, ...noDate('endDate'));
      return false;
    }
    sink.stage('terms', { line: row.line, id: row.get('sourcedId'), deleted, ends: ends ?? null });
    return true;
  };
};

const isActivity = (row: Row): boolean =>
  [row.get('ext_kind'), row.get('metadata.kind')].some((kind) => kind.toLowerCase() === 'activity') ||
  /^ACT\b|^ACT[-_ ]/i.test(row.get('classCode'));

/** Classes and activities. */
export const collectClasses = (collecting: Collecting): Collect => {
  const { sink } = collecting;
  return (row) => {
    const id = row.get('sourcedId');
    const deleted = isToBeDeleted(row.get('status')) === true;
    if (missingValue(collecting, row, deleted ? ['sourcedId'] : ['sourcedId', 'title', 'schoolSourcedId'])) {
      sink.hold('groups', id);
      return false;
    }
    sink.stage('classes', {
      line: row.line,
      id,
      deleted,
      title: row.get('title'),
      kind: isActivity(row) ? 'activity' : 'class',
      school: row.get('schoolSourcedId'),
      terms: idsIn(row.get('termSourcedIds')),
    });
    return true;
  };
};
