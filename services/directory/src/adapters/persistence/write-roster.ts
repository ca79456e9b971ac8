import type { Transaction } from '@sightline/event-store';
import type { KnownRoster, RosterState } from '../../domain/index.js';
import type { BuildingRow, GroupRow, GuardianshipRow, MemberRow, PersonRow, RestrictionRow } from './roster-rows.js';

const rowsPerStatementMax = 5_000;

/** Keys whose value differs; values that were taken over unchanged are the same object. */
const changedKeys = <Value>(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => {
    const [left, right] = [before.get(key), after.get(key)];
    return left !== right && JSON.stringify(left) !== JSON.stringify(right);
  });

/** Writes what an import changed; a fixed number of statements for every 5,000 rows. */
export async function writeRoster(transaction: Transaction, before: KnownRoster, after: KnownRoster): Promise<void> {
  const upsert = (table: string, key: string, rows: readonly object[]) => upsertRows(transaction, table, key, rows);
  await upsert('buildings', 'id', buildingRows(before.state, after));
  await upsert('people', 'id', personRows(before.state, after));
  await upsert('groups', 'id', groupRows(before.state, after));
  await upsert('restrictions', 'id', restrictionRows(before.state, after));

  const groups = changedKeys(before.state.members, after.state.members);
  await replaceRows(transaction, 'group_members', 'group_sourced_id', groups, memberRows(groups, after.state));
  const students = changedKeys(before.state.guardianships, after.state.guardianships);
  await replaceRows(
    transaction,
    'guardianships',
    'student_sourced_id',
    students,
    guardianshipRows(students, after.state),
  );
}

async function upsertRows(
  transaction: Transaction,
  table: string,
  key: string,
  rows: readonly object[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatementMax) {
    const names = Object.keys(rows[0]!);
    await transaction.query(
      `insert into ${table} (${names.join(', ')}) select ${names.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)
       on conflict (${key}) do update set ${names
         .filter((name) => name !== key)
         .map((name) => `${name} = excluded.${name}`)
         .join(', ')}`,
      [JSON.stringify(rows.slice(start, start + rowsPerStatementMax))],
    );
  }
}

async function replaceRows(
  transaction: Transaction,
  table: string,
  column: string,
  keys: readonly string[],
  rows: readonly object[],
): Promise<void> {
  if (keys.length > 0) await transaction.query(`delete from ${table} where ${column} = any($1)`, [keys]);
  for (let start = 0; start < rows.length; start += rowsPerStatementMax)
    await transaction.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
      JSON.stringify(rows.slice(start, start + rowsPerStatementMax)),
    ]);
}

const buildingRows = (before: RosterState, { state, ids }: KnownRoster): BuildingRow[] =>
  changedKeys(before.buildings, state.buildings).map((sourcedId) => {
    const building = state.buildings.get(sourcedId)!;
    return {
      id: ids.buildings.get(sourcedId)!,
      sourced_id: sourcedId,
      name: building.name,
      type: building.type,
      parent_sourced_id: building.parentSourcedId ?? null,
    };
  });

const personRows = (before: RosterState, { state, ids }: KnownRoster): PersonRow[] => {
  const maps = (roster: RosterState) =>
    [
      roster.people,
      roster.roles,
      roster.birthDates,
      roster.languages,
      roster.siblings,
      roster.supervisors,
      roster.technology,
    ] as const;
  const left = maps(before);
  const right = maps(state);
  const changed = new Set(left.flatMap((map, index) => changedKeys<unknown>(map, right[index]!)));
  return [...changed].map((sourcedId) => {
    const active = state.people.has(sourcedId);
    const person = state.people.get(sourcedId) ?? before.people.get(sourcedId)!;
    return {
      id: ids.people.get(sourcedId)!,
      sourced_id: sourcedId,
      active,
      username: person.username,
      given_name: person.givenName,
      family_name: person.familyName,
      preferred_given_name: person.preferredGivenName ?? null,
      preferred_family_name: person.preferredFamilyName ?? null,
      email: person.email ?? null,
      phone: person.phone ?? null,
      sms: person.sms ?? null,
      enabled: person.enabled,
      language: state.languages.get(sourcedId) ?? null,
      birth_date: state.birthDates.get(sourcedId) ?? null,
      roles: state.roles.get(sourcedId) ?? [],
      technology: state.technology.get(sourcedId) ?? [],
      supervisor_sourced_id: state.supervisors.get(sourcedId) ?? null,
      sibling_sourced_ids: state.siblings.get(sourcedId) ?? [],
    };
  });
};

const groupRows = (before: RosterState, { state, ids }: KnownRoster): GroupRow[] =>
  changedKeys(before.groups, state.groups).map((sourcedId) => {
    const group = state.groups.get(sourcedId) ?? before.groups.get(sourcedId)!;
    return {
      id: ids.groups.get(sourcedId)!,
      sourced_id: sourcedId,
      active: state.groups.has(sourcedId),
      title: group.title,
      kind: group.kind,
      building_sourced_id: group.buildingSourcedId,
      ends_on: group.endsOn ?? null,
    };
  });

const restrictionRows = (before: RosterState, { state, ids }: KnownRoster): RestrictionRow[] =>
  changedKeys(before.restrictions, state.restrictions).map((key) => {
    const restriction = state.restrictions.get(key)!;
    return {
      id: ids.restrictions.get(key)!,
      key,
      student_sourced_id: restriction.studentSourcedId,
      guardian_sourced_id: restriction.guardianSourcedId,
      kinds: restriction.kinds,
      starts_on: restriction.from,
      ends_on: restriction.until,
      reference: restriction.reference,
    };
  });

const memberRows = (groups: readonly string[], state: RosterState): MemberRow[] =>
  groups.flatMap((group) => {
    const members = state.members.get(group);
    const rows = (people: readonly string[] | undefined, role: MemberRow['role']): MemberRow[] =>
      (people ?? []).map((person) => ({ group_sourced_id: group, person_sourced_id: person, role }));
    return [...rows(members?.students, 'student'), ...rows(members?.staff, 'staff')];
  });

const guardianshipRows = (students: readonly string[], state: RosterState): GuardianshipRow[] =>
  students.flatMap((student) =>
    (state.guardianships.get(student) ?? []).map((link) => ({
      student_sourced_id: student,
      guardian_sourced_id: link.guardianSourcedId,
      place_on_student_row: link.placeOnStudentRow,
      on_guardian_row: link.onGuardianRow,
    })),
  );
