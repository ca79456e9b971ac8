import type { TableRow, Tables } from './file-tables.js';
import { UsernameRegister } from './name-lists.js';
import { relationRows } from './relation-rows.js';
import { sampleFamilies } from './sample-families.js';
import { sampleGroups } from './sample-groups.js';
import type { SampleGroup, SamplePersonRow, SampleStudent } from './sample-roster.js';
import { districtOffice, sampleSchools } from './sample-schools.js';
import { sampleStaff } from './sample-staff.js';
import { schoolYearOf, type SchoolYear } from './school-year.js';
import { SeededRandom } from './seeded-random.js';

const seed = 4650;

/** Every row of the sample district; two days of one school year give the same rows. */
export function sampleTables(today: Date): Tables {
  const year = schoolYearOf(today);
  const random = new SeededRandom(seed);
  const usernames = new UsernameRegister();
  const staff = sampleStaff(random, usernames);
  const { students, guardians } = sampleFamilies(year.startYear, random, usernames);
  const groups = sampleGroups(staff, students, random);
  const people: readonly SamplePersonRow[] = [...staff, ...students, ...guardians];
  const studentsById = new Map(students.map((student) => [student.sourcedId, student]));
  return {
    orgs: orgRows(),
    academicSessions: year.sessions.map((session) => ({ ...session, schoolYear: String(year.startYear + 1) })),
    courses: courseRows(groups, year),
    classes: groups.map((group) => classRow(group, year)),
    users: people.map((person) => userRow(person, studentsById.get(person.sourcedId))),
    roles: people.flatMap(roleRows),
    enrollments: groups.flatMap(enrollmentRows),
    demographics: students.map(({ sourcedId, birthDate }) => ({ sourcedId, birthDate })),
    relations: relationRows(year.startYear, staff, [...students, ...guardians], groups),
  };
}

const orgRows = (): TableRow<'orgs'>[] => [
  { ...districtOffice, type: 'district' },
  ...sampleSchools.map(({ sourcedId, name, identifier }) => ({
    sourcedId,
    name,
    identifier,
    type: 'school',
    parentSourcedId: districtOffice.sourcedId,
  })),
];

const courseRows = (groups: readonly SampleGroup[], year: SchoolYear): TableRow<'courses'>[] => [
  ...new Map(
    groups.map(({ courseSourcedId, courseTitle, classCode, grades, school, subject, kind }) => [
      courseSourcedId,
      {
        sourcedId: courseSourcedId,
        schoolYearSourcedId: year.sourcedId,
        title: courseTitle,
        courseCode: kind === 'activity' ? classCode : courseSourcedId.replace('course-', '').toUpperCase(),
        grades: grades.join(','),
        orgSourcedId: school,
        subjects: subject,
      },
    ]),
  ).values(),
];

const classRow = (
  { sourcedId, title, grades, courseSourcedId, classCode, classType, school, subject }: SampleGroup,
  year: SchoolYear,
): TableRow<'classes'> => ({
  sourcedId,
  title,
  grades: grades.join(','),
  courseSourcedId,
  classCode,
  classType,
  schoolSourcedId: school,
  termSourcedIds: year.termSourcedIds.join(','),
  subjects: subject,
});

const userRow = (person: SamplePersonRow, student: SampleStudent | undefined): TableRow<'users'> => ({
  sourcedId: person.sourcedId,
  enabledUser: 'true',
  username: person.username,
  givenName: person.givenName,
  familyName: person.familyName,
  email: person.email ?? '',
  sms: person.sms ?? '',
  agentSourcedIds: student?.guardianSourcedIds.join(',') ?? '',
  grades: student?.grade ?? '',
  primaryOrgSourcedId: person.roles[0]?.org ?? '',
});

const roleRows = ({ sourcedId, roles }: SamplePersonRow): TableRow<'roles'>[] =>
  roles.map(({ role, org }, place) => ({
    sourcedId: `role-${sourcedId}-${place + 1}`,
    userSourcedId: sourcedId,
    roleType: place === 0 ? 'primary' : 'secondary',
    role,
    orgSourcedId: org,
  }));

const enrollmentRows = ({
  sourcedId,
  school,
  leaderSourcedId,
  studentSourcedIds,
}: SampleGroup): TableRow<'enrollments'>[] => {
  const enrollment = (userSourcedId: string, role: 'teacher' | 'student') => ({
    sourcedId: `enrollment-${sourcedId}-${userSourcedId}`,
    classSourcedId: sourcedId,
    schoolSourcedId: school,
    userSourcedId,
    role,
    primary: String(role === 'teacher'),
  });
  return [
    enrollment(leaderSourcedId, 'teacher'),
    ...studentSourcedIds.map((student) => enrollment(student, 'student')),
  ];
};
