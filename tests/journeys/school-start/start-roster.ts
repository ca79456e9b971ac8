import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

export interface Student {
  readonly id: string;
  readonly name: string;
  readonly ofAge: boolean;
  readonly guardianIds: readonly string[];
}

export interface Guardian {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly sms: string | null;
  /** The mail server does not know this address. */
  readonly bounces: boolean;
  /** Wants texts before mail, and later answers STOP to one. */
  readonly stops: boolean;
}

/** One activity, its coach, who takes part from the beginning, and who joins later. */
export interface Group {
  readonly id: string;
  readonly school: string;
  readonly coach: { readonly id: string; readonly username: string; readonly name: string };
  readonly members: readonly Student[];
  /** Its authorization follows the group (C5); otherwise it names some students (C3). */
  readonly follows: boolean;
  readonly joining: readonly Student[];
}

/** A district at the start of school, made in the spec and known to it alone: what the product says is held against this. */
export interface StartRoster {
  readonly groups: readonly Group[];
  readonly guardians: ReadonlyMap<string, Guardian>;
  readonly students: readonly Student[];
  /** Guardian and student between whom no contact is allowed. */
  readonly restricted: ReadonlySet<string>;
  bundle(withJoining: boolean): Promise<Buffer>;
}

export const schools = ['north', 'middle', 'south'] as const;
const membersOfGroup = 18;
/** In every tenth group are all the families that need care; the place of each in its group. */
const places = { households: [0, 2], restricted: 4, noAddress: 6, noGuardian: 8, text: 10, letter: 12, textOnly: 14 };
const [stopping, lateOfStopping, ofAge, sibling, lateSibling] = [16, 18, 3, 17, 19];

type Row = readonly string[];
const csv = (rows: readonly Row[]): string => rows.map((row) => `${row.join(',')}\r\n`).join('');
const two = (number: number): string => String(number).padStart(2, '0');

export function startRoster(studentCount: number, groupCount: number, startYear: number): StartRoster {
  const perGroup = Math.floor(studentCount / groupCount);
  const guardians = new Map<string, Guardian>();
  const restricted = new Set<string>();
  const guardian = (id: string, more: Partial<Guardian> = {}): string => {
    guardians.set(id, {
      ...{ id, name: `Parent Of${id.replaceAll('-', '')}`, email: `${id}@family.example`, sms: null },
      ...{ bounces: false, stops: false, ...more },
    });
    return id;
  };
  const number = (group: number, place: number): string => `+1555${two(group)}${two(place)}100`.slice(0, 12);

  /** Who the guardians of a student of a group with special families are; undefined for an ordinary family. */
  const special = (group: number, place: number): readonly string[] | undefined => {
    const id = `g-${group}-${place}`;
    const sms = number(group, place);
    switch (place) {
      case places.households[0]:
      case places.households[1]:
        return [guardian(`g-${group}-both`), guardian(id)];
      case places.restricted:
        restricted.add(`${guardian(`${id}-r`)} s-${group}-${place}`);
        return [guardian(id), `${id}-r`];
      case places.noAddress:
        return [guardian(id, { email: null })];
      case places.noGuardian:
        return [];
      case places.text:
        return [guardian(id, { bounces: true, sms })];
      case places.letter:
        return [guardian(id, { bounces: true })];
      case places.textOnly:
        return [guardian(id, { email: null, sms })];
      case stopping:
      case lateOfStopping:
        return [guardian(`g-${group}-${stopping}`, { sms: number(group, stopping), stops: true })];
      default:
        return undefined;
    }
  };

  const students: Student[] = [];
  const groups: Group[] = [];
  for (let group = 0; group < groupCount; group += 1) {
    const block: Student[] = [];
    for (let place = 0; place < perGroup; place += 1) {
      const id = `s-${group}-${place}`;
      const known = group % 10 === 0 ? special(group, place) : undefined;
      // A sibling who joins later; a sibling in the next group; two siblings in one group; or a family of its own.
      const family =
        place === lateSibling
          ? block[sibling]!.guardianIds
          : place === 5 && group % 2 === 1
            ? [`g-${group - 1}-5`, `g-${group - 1}-5b`]
            : place === 9
              ? block[7]!.guardianIds
              : undefined;
      const guardianIds = known ?? family ?? [guardian(`g-${group}-${place}`), guardian(`g-${group}-${place}b`)];
      block.push({ id, name: `Kid${group}x${place} Of${group}x${place}`, ofAge: place === ofAge, guardianIds });
    }
    students.push(...block);
    const school = schools[group % schools.length]!;
    groups.push({
      ...{ id: `class-${group}`, school, follows: group % 2 === 0 },
      coach: { id: `staff-coach-${group}`, username: `coach.${group}`, name: `Coach Number${group}x` },
      members: block.slice(0, group % 2 === 0 ? membersOfGroup : 8),
      joining: group % 2 === 0 ? block.slice(membersOfGroup, membersOfGroup + (group % 10 === 0 ? 2 : 1)) : [],
    });
  }
  return {
    ...{ groups, guardians, students, restricted },
    bundle: (withJoining) => writeBundle({ groups, guardians, students, restricted }, withJoining, startYear),
  };
}

const staffOf = (
  groups: readonly Group[],
): { id: string; username: string; name: string; role: string; org: string; boss: string }[] => [
  {
    id: 'staff-head',
    username: 'head',
    name: 'Sam Head',
    role: 'districtAdministrator',
    org: 'org-district',
    boss: '',
  },
  {
    id: 'staff-it',
    username: 'district-it',
    name: 'Ira Tools',
    role: 'siteAdministrator',
    org: 'org-district',
    boss: 'staff-tech-1',
  },
  {
    id: 'staff-auditor',
    username: 'auditor',
    name: 'Ada Auditor',
    role: 'siteAdministrator',
    org: 'org-district',
    boss: 'staff-head',
  },
  ...[1, 2].map((at) => ({
    ...{ id: `staff-tech-${at}`, username: `tech.${at}`, name: `Tech Number${at}`, role: 'siteAdministrator' },
    ...{ org: 'org-district', boss: 'staff-head' },
  })),
  ...schools.map((school) => ({
    ...{ id: `staff-principal-${school}`, username: `principal.${school}`, name: `Pat ${school}`, role: 'principal' },
    ...{ org: `org-${school}`, boss: 'staff-head' },
  })),
  ...groups.map(({ school, coach }) => ({
    ...{ ...coach, role: 'teacher', org: `org-${school}`, boss: `staff-principal-${school}` },
  })),
];

/** OneRoster 1.2, bulk, and the relations file beside it. */
async function writeBundle(
  { groups, guardians, students, restricted }: Omit<StartRoster, 'bundle'>,
  withJoining: boolean,
  startYear: number,
): Promise<Buffer> {
  const staff = staffOf(groups);
  const schoolOf = new Map<string, string>();
  for (const { id } of students) schoolOf.set(id, `org-${schools[Number(id.split('-')[1]) % schools.length]}`);
  const orgOfGuardian = new Map(
    students.flatMap(({ id, guardianIds }) => guardianIds.map((each) => [each, schoolOf.get(id)!])),
  );
  const named = (name: string): string => name.split(' ').join(',');
  const files: Readonly<Record<string, readonly Row[]>> = {
    orgs: [
      ['sourcedId', 'status', 'dateLastModified', 'name', 'type', 'identifier', 'parentSourcedId'],
      ['org-district', '', '', 'Start District', 'district', '1', ''],
      ...schools.map((school, at) => [
        `org-${school}`,
        '',
        '',
        `${school} School`,
        'school',
        `10${at}`,
        'org-district',
      ]),
    ],
    academicSessions: [
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'title',
        'type',
        'startDate',
        'endDate',
        'parentSourcedId',
        'schoolYear',
      ],
      [
        'year',
        '',
        '',
        'School year',
        'schoolYear',
        `${startYear}-08-01`,
        `${startYear + 1}-07-31`,
        '',
        String(startYear + 1),
      ],
      ['term', '', '', 'Fall', 'term', `${startYear}-08-01`, `${startYear + 1}-07-31`, 'year', String(startYear + 1)],
    ],
    courses: [
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'schoolYearSourcedId',
        'title',
        'courseCode',
        'grades',
        'orgSourcedId',
      ],
      ...schools.map((school) => [`course-${school}`, '', '', 'year', 'Activities', 'ACT', '', `org-${school}`]),
    ],
    classes: [
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'title',
        'grades',
        'courseSourcedId',
        'classCode',
        'classType',
        'location',
        'schoolSourcedId',
        'termSourcedIds',
      ],
      ...groups.map(({ id, school }) => [
        id,
        '',
        '',
        `Team ${id}`,
        '',
        `course-${school}`,
        `ACT-${id}`,
        'scheduled',
        '',
        `org-${school}`,
        'term',
      ]),
    ],
    users: [
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'enabledUser',
        'username',
        'userIds',
        'givenName',
        'familyName',
        'email',
        'sms',
        'agentSourcedIds',
        'grades',
        'primaryOrgSourcedId',
      ],
      ...staff.map(({ id, username, name, org }) => [
        id,
        '',
        '',
        'true',
        username,
        '',
        named(name),
        `${username}@district.example`,
        '',
        '',
        '',
        org,
      ]),
      ...students.map(({ id, name, guardianIds, ofAge: adult }) => [
        ...[id, '', '', 'true', id, '', named(name), adult ? `${id}@family.example` : '', ''],
        ...[guardianIds.length > 1 ? `"${guardianIds.join(',')}"` : (guardianIds[0] ?? ''), '09', schoolOf.get(id)!],
      ]),
      ...[...guardians.values()].map(({ id, name, email, sms }) => [
        id,
        '',
        '',
        'true',
        id,
        '',
        named(name),
        email ?? '',
        sms ?? '',
        '',
        '',
        orgOfGuardian.get(id)!,
      ]),
    ],
    roles: [
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'userSourcedId',
        'roleType',
        'role',
        'beginDate',
        'endDate',
        'orgSourcedId',
      ],
      ...[
        ...staff.map(({ id, role, org }) => [id, role, org]),
        ...students.map(({ id }) => [id, 'student', schoolOf.get(id)!]),
        ...[...guardians.keys()].map((id) => [id, 'guardian', orgOfGuardian.get(id)!]),
      ].map(([id, role, org]) => [`role-${id}`, '', '', id!, 'primary', role!, '', '', org!]),
    ],
    enrollments: [
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'classSourcedId',
        'schoolSourcedId',
        'userSourcedId',
        'role',
        'primary',
      ],
      ...groups.flatMap(({ id, school, coach, members, joining }) =>
        [
          [coach.id, 'teacher'],
          ...[...members, ...(withJoining ? joining : [])].map((student) => [student.id, 'student']),
        ].map(([person, role]) => [
          `e-${id}-${person}`,
          '',
          '',
          id,
          `org-${school}`,
          person!,
          role!,
          String(role === 'teacher'),
        ]),
      ),
    ],
    demographics: [
      ['sourcedId', 'status', 'dateLastModified', 'birthDate'],
      ...students.map(({ id, ofAge: adult }) => [id, '', '', `${startYear - (adult ? 19 : 14)}-01-15`]),
    ],
    relations: [
      ['type', 'sourcedId', 'relatedSourcedId', 'buildingSourcedId', 'from', 'until', 'kinds', 'reference'],
      ...staff.filter(({ boss }) => boss !== '').map(({ id, boss }) => ['supervisor', id, boss, '', '', '', '', '']),
      ...[1, 2].map((at) => ['technology', `staff-tech-${at}`, '', '', '', '', '', '']),
      ...[...restricted].map((pair, at) => [
        'restriction',
        ...pair.split(' '),
        '',
        `${startYear - 1}-09-01`,
        '',
        'contact',
        `Order ${at}`,
      ]),
    ],
  };
  const absent = [
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
  const zip = new yazl.ZipFile();
  const manifest: Row[] = [
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.2'],
    ...absent.map((name) => [`file.${name}`, 'absent']),
    ...Object.keys(files).map((name) => [`file.${name}`, 'bulk']),
  ];
  zip.addBuffer(Buffer.from(csv(manifest)), 'manifest.csv');
  for (const [name, rows] of Object.entries(files)) zip.addBuffer(Buffer.from(csv(rows)), `${name}.csv`);
  zip.end();
  return buffer(zip.outputStream);
}
