import { oneRosterRoles } from '../../domain/index.js';
import type { StagedRole, StagedUser } from '../../application/staged-rows.js';
import {
  idsIn,
  isComposite,
  isEnabled,
  isPeriod,
  isToBeDeleted,
  periodIn,
  plainWord,
  valueOrNull,
  type Objection,
} from './cell-values.js';
import { missingValue, type Collect, type Collecting } from './collect-places.js';
import type { Row } from './read-rows.js';

/** The columns by which an export says that records are one natural person, the first that holds anything. */
const personKeys = ['userMasterIdentifier', 'metadata.personKey', 'ext_person_key'];

const userOf = (row: Row, composite: boolean): StagedUser => ({
  line: row.line,
  id: row.get('sourcedId'),
  deleted: isToBeDeleted(row.get('status')) === true,
  // Families often have no name to sign in by; they sign in by their address then.
  username: row.get('username') || row.get('email'),
  givenName: row.get('givenName'),
  familyName: row.get('familyName'),
  preferredGivenName: valueOrNull(row.get('preferredGivenName')),
  preferredFamilyName: valueOrNull(row.get('preferredFamilyName')),
  email: valueOrNull(row.get('email')),
  phone: valueOrNull(row.get('phone')),
  sms: valueOrNull(row.get('sms')),
  enabled: isEnabled(row.get('enabledUser')),
  personKey: valueOrNull(personKeys.map((column) => row.get(column)).find((key) => key !== '') ?? ''),
  agents: idsIn(row.get('agentSourcedIds'), composite),
  role: null,
  orgs: [],
  restatesRoles: false,
});

/** What exports write in place of a role of the binding. */
const roleWords: Readonly<Record<string, string>> = {
  legalguardian: 'guardian',
  teacherofrecord: 'teacher',
  faculty: 'teacher',
};
const roleWord = (cell: string): string => {
  const word = plainWord(cell);
  return roleWords[word] ?? word;
};

const objectionToRole = (word: string, version: string): Objection | undefined => {
  if (oneRosterRoles.has(word)) return undefined;
  return [
    'role',
    word === '' ? 'value-missing' : 'unknown-role',
    `A role of OneRoster ${version} is expected, as in teacher or student.`,
  ];
};

/**
 * Users, and in OneRoster 1.1 their roles too.
 * @param rolesInUsers `when-said`: the bundle has no file of roles, and a user may carry one all the same
 */
export const collectUsers = (collecting: Collecting, rolesInUsers: 'always' | 'when-said' | 'never'): Collect => {
  const { file, sink, report } = collecting;
  let composite = false;
  return (row) => {
    composite ||= isComposite(row.get('sourcedId'));
    const user = userOf(row, composite);
    if (user.deleted && user.id !== '') {
      sink.stage('users', user);
      return true;
    }
    const word = roleWord(row.get('role'));
    const carriesRole = rolesInUsers === 'always' || (rolesInUsers === 'when-said' && word !== '');
    const wrong = carriesRole ? objectionToRole(word, '1.1') : undefined;
    const isIncomplete = missingValue(collecting, row, [
      'sourcedId',
      ...(user.username === '' ? ['username'] : []),
      ...['givenName', 'familyName'],
    ]);
    if (isIncomplete || wrong) {
      if (!isIncomplete) report.refuse(file, row.line, ...wrong!);
      sink.hold('people', user.id);
      sink.hold('roles', user.id);
      return false;
    }
    sink.stage(
      'users',
      carriesRole
        ? { ...user, role: word, orgs: idsIn(row.get('orgSourcedIds'), composite), restatesRoles: true }
        : user,
    );
    return true;
  };
};

/** OneRoster 1.2 roles, and the role rows that some exports put into userProfiles.csv. */
export const collectRoles = (collecting: Collecting, source: StagedRole['file']): Collect => {
  const { file, sink, report } = collecting;
  return (row) => {
    const word = roleWord(row.get('role'));
    if (source === 'userprofiles.csv' && word === '') return true;
    const person = row.get('userSourcedId');
    const id = row.get('sourcedId');
    const deleted = isToBeDeleted(row.get('status')) === true;
    const period = periodIn(row);
    const isNamedGone = deleted && id !== '';
    const wrong = isNamedGone ? undefined : (objectionToRole(word, '1.2') ?? (isPeriod(period) ? undefined : period));
    if ((!isNamedGone && missingValue(collecting, row, ['userSourcedId'])) || wrong) {
      if (wrong && person !== '') report.refuse(file, row.line, ...wrong);
      sink.hold('roles', person);
      return false;
    }
    const org = row.get('orgSourcedId');
    const { begins, ends } = isPeriod(period) ? period : { begins: null, ends: null };
    sink.stage('roles', {
      line: row.line,
      file: source,
      id,
      key: id === '' ? `=${[person, word, org, begins].join('\n')}` : `${source} ${id}`,
      deleted,
      person,
      word,
      org,
      begins,
      ends,
    });
    return true;
  };
};
