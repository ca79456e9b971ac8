import { oneRosterRoles, type RosterPerson, type RosterRoleAt } from '../../domain/index.js';
import { idsIn, isToBeDeleted } from './cell-values.js';
import { firstOfItsId, missingValue, type Collect } from './collect-places.js';
import type { Row } from './read-rows.js';
import type { ReportBuilder } from './report-builder.js';
import type { RosterDraft } from './roster-draft.js';

/** A OneRoster role at an organisation as a role here; undefined for a word that is none. */
const roleAt = (word: string, org: string, draft: RosterDraft): RosterRoleAt | undefined => {
  const meaning = oneRosterRoles.get(word.toLowerCase());
  if (!meaning) return undefined;
  const building = draft.buildings.get(org);
  const inSchool = building === undefined || building.type === 'school';
  const { role, reach } = inSchool ? meaning : (meaning.outsideSchool ?? meaning);
  return reach === 'district' || org === '' ? { role } : { role, buildingSourcedId: org };
};

const personOf = (row: Row): RosterPerson => {
  const optional = {
    preferredGivenName: row.get('preferredGivenName'),
    preferredFamilyName: row.get('preferredFamilyName'),
    email: row.get('email'),
    phone: row.get('phone'),
    sms: row.get('sms'),
  };
  return {
    sourcedId: row.get('sourcedId'),
    username: row.get('username'),
    givenName: row.get('givenName'),
    familyName: row.get('familyName'),
    enabled: row.get('enabledUser').toLowerCase() !== 'false',
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
  };
};

/** Users, and in OneRoster 1.1 their roles too. */
export const collectUsers = (
  file: string,
  rolesInUsers: boolean,
  draft: RosterDraft,
  report: ReportBuilder,
): Collect => {
  const isFirst = firstOfItsId(file, report);
  return (row) => {
    const sourcedId = row.get('sourcedId');
    if (!isFirst(row)) return false;
    if (isToBeDeleted(row.get('status'))) {
      draft.removedPeople.add(sourcedId);
      return true;
    }
    if (
      missingValue(file, row, ['username', 'givenName', 'familyName'], report) ||
      (rolesInUsers && !takeRoles(file, row, draft, report))
    ) {
      draft.heldPeople.add(sourcedId);
      draft.heldRoles.add(sourcedId);
      return false;
    }
    draft.people.set(sourcedId, personOf(row));
    const agentIds = idsIn(row.get('agentSourcedIds'));
    if (agentIds.length > 0) draft.agentLinks.push({ sourcedId, line: row.line, agentIds });
    return true;
  };
};

function takeRoles(file: string, row: Row, draft: RosterDraft, report: ReportBuilder): boolean {
  const word = row.get('role');
  const orgs = idsIn(row.get('orgSourcedIds'));
  if (!oneRosterRoles.has(word.toLowerCase())) {
    report.refuse(
      file,
      row.line,
      'role',
      word === '' ? 'value-missing' : 'unknown-role',
      'A role of OneRoster 1.1 is expected, as in teacher or student.',
    );
    return false;
  }
  const unknown = orgs.find((org) => !draft.hasBuilding(org, { file, line: row.line, column: 'orgSourcedIds' }));
  if (unknown !== undefined) {
    report.refuse(
      file,
      row.line,
      'orgSourcedIds',
      'unknown-reference',
      'No row of orgs.csv has one of these sourcedIds.',
    );
    return false;
  }
  for (const org of orgs.length > 0 ? orgs : ['']) draft.addRole(row.get('sourcedId'), roleAt(word, org, draft)!);
  return true;
}

/** OneRoster 1.2 roles, and the role rows that some exports put into userProfiles.csv. */
export const collectRoles = (file: string, draft: RosterDraft, report: ReportBuilder): Collect => {
  const refuse = (row: Row, column: string, code: string, message: string): false => {
    report.refuse(file, row.line, column, code, message);
    draft.heldRoles.add(row.get('userSourcedId'));
    return false;
  };
  return (row) => {
    const user = row.get('userSourcedId');
    const word = row.get('role');
    const org = row.get('orgSourcedId');
    if (file.toLowerCase() === 'userprofiles.csv' && word === '') return true;
    if (user === '' || !draft.hasPerson(user, { file, line: row.line, column: 'userSourcedId' }))
      return refuse(row, 'userSourcedId', 'unknown-reference', 'No row of users.csv has this sourcedId.');
    if (!oneRosterRoles.has(word.toLowerCase()))
      return refuse(row, 'role', 'unknown-role', 'A role of OneRoster 1.2 is expected, as in teacher or principal.');
    if (org !== '' && !draft.hasBuilding(org, { file, line: row.line, column: 'orgSourcedId' }))
      return refuse(row, 'orgSourcedId', 'unknown-reference', 'No row of orgs.csv has this sourcedId.');
    const role = roleAt(word, org, draft)!;
    if (isToBeDeleted(row.get('status'))) draft.removedRoles.set(user, [...(draft.removedRoles.get(user) ?? []), role]);
    else draft.addRole(user, role);
    return true;
  };
};
