import type { BuildingType } from '../../domain/index.js';
import { dateIn, idsIn, isToBeDeleted } from './cell-values.js';
import type { Row } from './read-rows.js';
import type { ReportBuilder } from './report-builder.js';
import type { RosterDraft } from './roster-draft.js';

/** Reads one row; false when it was refused. */
export type Collect = (row: Row) => boolean;

const buildingTypes: Readonly<Record<string, BuildingType>> = {
  school: 'school',
  district: 'district',
  department: 'department',
};

/** Refuses a row whose `sourcedId` is blank or was on an earlier row of the file. */
export const firstOfItsId = (file: string, report: ReportBuilder): ((row: Row) => boolean) => {
  const lines = new Map<string, number>();
  return (row) => {
    const id = row.get('sourcedId');
    if (id === '') {
      report.refuse(file, row.line, 'sourcedId', 'value-missing', 'The row has no sourcedId.');
      return false;
    }
    const earlier = lines.get(id);
    if (earlier !== undefined) {
      report.refuse(
        file,
        row.line,
        'sourcedId',
        'duplicate-id',
        `The same sourcedId is on line ${earlier}; that row was taken.`,
      );
      return false;
    }
    lines.set(id, row.line);
    return true;
  };
};

/** @returns the first of these columns that is blank, reported; undefined when none is */
export const missingValue = (
  file: string,
  row: Row,
  columns: readonly string[],
  report: ReportBuilder,
): string | undefined => {
  const missing = columns.find((column) => row.get(column) === '');
  if (missing !== undefined) report.refuse(file, row.line, missing, 'value-missing', `The row lacks ${missing}.`);
  return missing;
};

/** Orgs: buildings of every kind. */
export const collectOrgs = (file: string, draft: RosterDraft, report: ReportBuilder): Collect => {
  const isFirst = firstOfItsId(file, report);
  return (row) => {
    if (!isFirst(row) || missingValue(file, row, ['name', 'type'], report)) return false;
    if (isToBeDeleted(row.get('status'))) {
      report.note(
        file,
        'building-kept',
        'A building is never removed by an import; its people and classes are.',
        row.line,
      );
      return true;
    }
    const parent = row.get('parentSourcedId');
    draft.buildings.set(row.get('sourcedId'), {
      sourcedId: row.get('sourcedId'),
      name: row.get('name'),
      type: buildingTypes[row.get('type').toLowerCase()] ?? 'other',
      ...(parent === '' ? {} : { parentSourcedId: parent }),
    });
    return true;
  };
};

/** Academic sessions: only when each ends. */
export const collectSessions = (file: string, draft: RosterDraft, report: ReportBuilder): Collect => {
  const isFirst = firstOfItsId(file, report);
  return (row) => {
    if (!isFirst(row)) return false;
    const endsOn = dateIn(row.get('endDate'));
    if (endsOn === undefined) {
      report.refuse(file, row.line, 'endDate', 'not-a-date', 'A date is YYYY-MM-DD or M/D/YYYY.');
      return false;
    }
    draft.termEnds.set(row.get('sourcedId'), endsOn);
    return true;
  };
};

const isActivity = (row: Row): boolean =>
  [row.get('ext_kind'), row.get('metadata.kind')].some((kind) => kind.toLowerCase() === 'activity') ||
  /^ACT\b|^ACT[-_ ]/i.test(row.get('classCode'));

/** Classes and activities. */
export const collectClasses = (file: string, draft: RosterDraft, report: ReportBuilder): Collect => {
  const isFirst = firstOfItsId(file, report);
  return (row) => {
    const sourcedId = row.get('sourcedId');
    if (!isFirst(row)) return false;
    if (isToBeDeleted(row.get('status'))) {
      draft.removedGroups.add(sourcedId);
      return true;
    }
    const school = row.get('schoolSourcedId');
    if (
      missingValue(file, row, ['title', 'schoolSourcedId'], report) ||
      !knownSchool(file, row, school, draft, report)
    ) {
      draft.heldGroups.add(sourcedId);
      return false;
    }
    const terms = idsIn(row.get('termSourcedIds'));
    const ends = terms.flatMap((term) => draft.termEnds.get(term) ?? []).sort();
    if (ends.length < terms.length) draft.heldLastDays.add(sourcedId);
    if (terms.length > 0 && ends.length === 0)
      report.note(
        file,
        'term-unknown',
        'None of its terms is in academicSessions.csv; a new class has no last day, a known one keeps it.',
        row.line,
      );
    const endsOn = ends[ends.length - 1];
    draft.groups.set(sourcedId, {
      sourcedId,
      title: row.get('title'),
      kind: isActivity(row) ? 'activity' : 'class',
      buildingSourcedId: school,
      ...(endsOn === undefined ? {} : { endsOn }),
    });
    return true;
  };
};

const knownSchool = (file: string, row: Row, school: string, draft: RosterDraft, report: ReportBuilder): boolean => {
  if (draft.hasBuilding(school, { file, line: row.line, column: 'schoolSourcedId' })) return true;
  report.refuse(file, row.line, 'schoolSourcedId', 'unknown-reference', 'No row of orgs.csv has this sourcedId.');
  return false;
};
