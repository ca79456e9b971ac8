import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { schools, type Group, type StartRoster } from './start-district.js';

type Row = readonly string[];
const csv = (rows: readonly Row[]): string => rows.map((row) => `${row.join(',')}\r\n`).join('');
const columns = (names: string): Row => names.split(' ');

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
export async function writeBundle(
  { groups, guardians, students, restricted }: StartRoster,
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
      columns('sourcedId status dateLastModified name type identifier parentSourcedId'),
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
      columns('sourcedId status dateLastModified title type startDate endDate parentSourcedId schoolYear'),
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
      columns('sourcedId status dateLastModified schoolYearSourcedId title courseCode grades orgSourcedId'),
      ...schools.map((school) => [`course-${school}`, '', '', 'year', 'Activities', 'ACT', '', `org-${school}`]),
    ],
    classes: [
      columns(
        'sourcedId status dateLastModified title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds',
      ),
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
      columns(
        'sourcedId status dateLastModified enabledUser username userIds givenName familyName email sms agentSourcedIds grades primaryOrgSourcedId',
      ),
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
      columns('sourcedId status dateLastModified userSourcedId roleType role beginDate endDate orgSourcedId'),
      ...[
        ...staff.map(({ id, role, org }) => [id, role, org]),
        ...students.map(({ id }) => [id, 'student', schoolOf.get(id)!]),
        ...[...guardians.keys()].map((id) => [id, 'guardian', orgOfGuardian.get(id)!]),
      ].map(([id, role, org]) => [`role-${id}`, '', '', id!, 'primary', role!, '', '', org!]),
    ],
    enrollments: [
      columns('sourcedId status dateLastModified classSourcedId schoolSourcedId userSourcedId role primary'),
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
      columns('type sourcedId relatedSourcedId buildingSourcedId from until kinds reference'),
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
  const absent = columns(
    'categories classResources courseResources lineItemLearningObjectiveIds lineItems lineItemScoreScales resources resultLearningObjectiveIds results resultScoreScales scoreScales userProfiles userResources',
  );
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
