import type { RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import {
  inContactOrder,
  restrictionKey,
  type Guardianship,
  type KnownRoster,
  type RosterBuilding,
  type RosterGroup,
  type RosterPerson,
  type RosterRestriction,
  type RosterRoleAt,
} from '../../domain/index.js';
import type { BuildingRow, GroupRow, GuardianshipRow, MemberRow, PersonRow, RestrictionRow } from './roster-rows.js';

/** Drops what is null: the domain leaves out what the roster does not say. */
const present = <Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], null> } =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) as never;

/** The whole roster as it stands, one statement a table. */
export async function loadRoster(database: Queryable): Promise<KnownRoster> {
  const rowsOf = async <Row extends object>(text: string): Promise<Row[]> => (await database.query<Row>(text)).rows;
  const buildings = await rowsOf<BuildingRow>('select * from buildings');
  const people = await rowsOf<PersonRow>('select *, birth_date::text as birth_date from people');
  const groups = await rowsOf<GroupRow>('select *, ends_on::text as ends_on from groups');
  const members = await rowsOf<MemberRow>('select * from group_members order by person_sourced_id');
  const guardianships = await rowsOf<GuardianshipRow>('select * from guardianships');
  const restrictions = await rowsOf<RestrictionRow>(
    'select *, starts_on::text as starts_on, ends_on::text as ends_on from restrictions',
  );
  const active = people.filter((person) => person.active);
  return {
    state: {
      buildings: new Map(buildings.map((row) => [row.sourced_id, buildingOf(row)])),
      people: new Map(active.map((row) => [row.sourced_id, personOf(row)])),
      roles: filled(active, ({ roles }) => roles as readonly RosterRoleAt[]),
      birthDates: texts(active, ({ birth_date }) => birth_date),
      languages: texts(active, ({ language }) => language),
      groups: new Map(groups.filter((row) => row.active).map((row) => [row.sourced_id, groupOf(row)])),
      members: membersOf(members),
      guardianships: guardianshipsOf(guardianships),
      siblings: filled(active, ({ sibling_sourced_ids }) => sibling_sourced_ids),
      supervisors: texts(active, ({ supervisor_sourced_id }) => supervisor_sourced_id),
      technology: filled(active, ({ technology }) => technology),
      restrictions: new Map(
        restrictions.map(restrictionOf).map((restriction) => [restrictionKey(restriction), restriction]),
      ),
    },
    ids: {
      buildings: new Map(buildings.map(({ sourced_id, id }) => [sourced_id, id])),
      people: new Map(people.map(({ sourced_id, id }) => [sourced_id, id])),
      groups: new Map(groups.map(({ sourced_id, id }) => [sourced_id, id])),
      restrictions: new Map(restrictions.map(({ key, id }) => [key, id])),
    },
  };
}

/** Roles that an operator gave, by person uuid. */
export async function loadAssignedRoles(
  database: Queryable,
): Promise<Map<string, { readonly role: RosterRole; readonly buildingId?: string }[]>> {
  const { rows } = await database.query<{ person_id: string; roles: { role: RosterRole; buildingId?: string }[] }>(
    'select person_id, roles from assigned_roles',
  );
  return new Map(rows.map(({ person_id, roles }) => [person_id, roles]));
}

const buildingOf = (row: BuildingRow): RosterBuilding =>
  present({
    sourcedId: row.sourced_id,
    name: row.name,
    type: row.type,
    parentSourcedId: row.parent_sourced_id,
  }) as RosterBuilding;

const personOf = (row: PersonRow): RosterPerson =>
  present({
    sourcedId: row.sourced_id,
    username: row.username,
    givenName: row.given_name,
    familyName: row.family_name,
    preferredGivenName: row.preferred_given_name,
    preferredFamilyName: row.preferred_family_name,
    email: row.email,
    phone: row.phone,
    sms: row.sms,
    enabled: row.enabled,
  }) as RosterPerson;

const groupOf = (row: GroupRow): RosterGroup =>
  present({
    sourcedId: row.sourced_id,
    title: row.title,
    kind: row.kind,
    buildingSourcedId: row.building_sourced_id,
    endsOn: row.ends_on,
  }) as RosterGroup;

const restrictionOf = (row: RestrictionRow): RosterRestriction => ({
  studentSourcedId: row.student_sourced_id,
  guardianSourcedId: row.guardian_sourced_id,
  kinds: row.kinds,
  from: row.starts_on,
  until: row.ends_on,
  reference: row.reference,
});

const texts = (people: readonly PersonRow[], pick: (row: PersonRow) => string | null): Map<string, string> =>
  new Map(people.flatMap((row) => (pick(row) === null ? [] : [[row.sourced_id, pick(row)!] as const])));

const filled = <Value>(
  people: readonly PersonRow[],
  pick: (row: PersonRow) => readonly Value[],
): Map<string, readonly Value[]> =>
  new Map(people.filter((row) => pick(row).length > 0).map((row) => [row.sourced_id, pick(row)]));

const membersOf = (rows: readonly MemberRow[]): Map<string, { students: string[]; staff: string[] }> => {
  const members = new Map<string, { students: string[]; staff: string[] }>();
  for (const { group_sourced_id, person_sourced_id, role } of rows) {
    const group = members.get(group_sourced_id) ?? { students: [], staff: [] };
    group[role === 'student' ? 'students' : 'staff'].push(person_sourced_id);
    members.set(group_sourced_id, group);
  }
  for (const group of members.values()) {
    group.students.sort();
    group.staff.sort();
  }
  return members;
};

const guardianshipsOf = (rows: readonly GuardianshipRow[]): Map<string, readonly Guardianship[]> => {
  const links = new Map<string, Guardianship[]>();
  for (const row of rows) {
    const list = links.get(row.student_sourced_id) ?? [];
    list.push({
      guardianSourcedId: row.guardian_sourced_id,
      placeOnStudentRow: row.place_on_student_row,
      onGuardianRow: row.on_guardian_row,
    });
    links.set(row.student_sourced_id, list);
  }
  return new Map([...links].map(([student, list]) => [student, inContactOrder(list)]));
};
