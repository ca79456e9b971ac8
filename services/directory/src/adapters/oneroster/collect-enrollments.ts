import { enrollmentRoles } from '../../domain/index.js';
import { dateIn, isPeriod, isToBeDeleted, noDate, periodIn, plainWord, type Objection } from './cell-values.js';
import { missingValue, type Collect, type Collecting } from './collect-places.js';

const unknownRole: Objection = [
  'role',
  'unknown-role',
  'An enrolment role is student, teacher, administrator, aide or proctor.',
];

/** What exports write in place of a role of the binding. */
const roleWords: Readonly<Record<string, string>> = {
  teacherofrecord: 'teacher',
  primaryteacher: 'teacher',
  coteacher: 'teacher',
};

/** Who takes part in which class or activity. */
export const collectEnrollments = (collecting: Collecting): Collect => {
  const { file, sink, report } = collecting;
  return (row) => {
    const group = row.get('classSourcedId');
    const id = row.get('sourcedId');
    const deleted = isToBeDeleted(row.get('status')) === true;
    const side = enrollmentRoles.get(roleWords[plainWord(row.get('role'))] ?? plainWord(row.get('role')));
    const period = periodIn(row);
    const isNamedGone = deleted && id !== '';
    const refuse = (objection?: Objection): false => {
      if (objection) report.refuse(file, row.line, ...objection);
      sink.hold('members', group);
      return false;
    };
    if (!isNamedGone) {
      if (missingValue(collecting, row, ['classSourcedId', 'userSourcedId'])) return refuse();
      if (!side) return refuse(unknownRole);
      if (!isPeriod(period)) return refuse(period);
    }
    const person = row.get('userSourcedId');
    const { begins, ends } = isPeriod(period) ? period : { begins: null, ends: null };
    sink.stage('enrollments', {
      line: row.line,
      id,
      key: id === '' ? `=${[group, person, side, begins].join('\n')}` : id,
      deleted,
      group,
      person,
      side: side ?? 'student',
      school: row.get('schoolSourcedId'),
      begins,
      ends,
    });
    return true;
  };
};

/** Birth dates: the one column of demographics that the policy needs (C9, from 18). */
export const collectDemographics = (collecting: Collecting): Collect => {
  const { file, sink, report } = collecting;
  return (row) => {
    const id = row.get('sourcedId');
    if (missingValue(collecting, row, ['sourcedId'])) return false;
    const deleted = isToBeDeleted(row.get('status')) === true;
    const text = row.get('birthDate');
    const birthDate = text === '' || deleted ? null : dateIn(text);
    if (birthDate === undefined) {
      report.refuse(file, row.line, ...noDate('birthDate'));
      sink.hold('birthDates', id);
      return false;
    }
    sink.stage('birthDates', { line: row.line, id, deleted, birthDate });
    return true;
  };
};
