import { enrollmentRoles } from '../../domain/index.js';
import { dateIn, isToBeDeleted } from './cell-values.js';
import type { Collect } from './collect-places.js';
import type { ReportBuilder } from './report-builder.js';
import type { RosterDraft } from './roster-draft.js';

type Objection = readonly [column: string, code: string, message: string];

const objection = (
  file: string,
  line: number,
  group: string,
  person: string,
  side: 'student' | 'staff' | undefined,
  draft: RosterDraft,
): Objection | undefined => {
  if (group === '' || !draft.hasGroup(group, { file, line, column: 'classSourcedId' }))
    return ['classSourcedId', 'unknown-reference', 'No row of classes.csv has this sourcedId.'];
  if (person === '' || !draft.hasPerson(person, { file, line, column: 'userSourcedId' }))
    return ['userSourcedId', 'unknown-reference', 'No row of users.csv has this sourcedId.'];
  if (side === undefined)
    return ['role', 'unknown-role', 'An enrolment role is student, teacher, administrator, aide or proctor.'];
  return undefined;
};

/** Who takes part in which class or activity. */
export const collectEnrollments = (file: string, draft: RosterDraft, report: ReportBuilder): Collect => {
  const sets = (members: RosterDraft['members'], group: string) => {
    let found = members.get(group);
    if (!found) {
      found = { students: new Set(), staff: new Set() };
      members.set(group, found);
    }
    return found;
  };
  return (row) => {
    const group = row.get('classSourcedId');
    const person = row.get('userSourcedId');
    const side = enrollmentRoles.get(row.get('role').toLowerCase());
    const wrong = objection(file, row.line, group, person, side, draft);
    if (wrong) {
      report.refuse(file, row.line, ...wrong);
      if (group !== '') draft.heldMembers.add(group);
      return false;
    }
    const deleted = isToBeDeleted(row.get('status'));
    const target = sets(deleted ? draft.removedMembers : draft.members, group);
    target[side === 'student' ? 'students' : 'staff'].add(person);
    return true;
  };
};

/** Birth dates: the one column of demographics that the policy needs (C9, from 18). */
export const collectDemographics = (file: string, draft: RosterDraft, report: ReportBuilder): Collect => {
  return (row) => {
    const person = row.get('sourcedId');
    if (person === '' || !draft.hasPerson(person, { file, line: row.line, column: 'sourcedId' })) {
      report.refuse(file, row.line, 'sourcedId', 'unknown-reference', 'No row of users.csv has this sourcedId.');
      return false;
    }
    const text = row.get('birthDate');
    if (text === '') return true;
    const birthDate = dateIn(text);
    if (birthDate === undefined) {
      report.refuse(file, row.line, 'birthDate', 'not-a-date', 'A date is YYYY-MM-DD or M/D/YYYY.');
      draft.heldBirthDates.add(person);
      return false;
    }
    draft.birthDates.set(person, birthDate);
    return true;
  };
};
