import { familyNames, givenNames, inUsername, type UsernameRegister } from './name-lists.js';
import { staffId, type SampleStaff } from './sample-roster.js';
import { districtOffice, lincoln, roosevelt, washington, type SampleSchool } from './sample-schools.js';
import type { SeededRandom } from './seeded-random.js';

interface NamedStaff {
  readonly key: string;
  readonly username: string;
  readonly name: readonly [given: string, family: string];
  readonly role: string;
  readonly org: string;
  readonly subject?: string;
}

const office = districtOffice.sourcedId;

const officeStaff: readonly NamedStaff[] = [
  {
    key: 'superintendent',
    username: 'superintendent',
    name: ['Margaret', 'Whitfield'],
    role: 'districtAdministrator',
    org: office,
  },
  {
    key: 'okafor',
    username: 'tech.okafor',
    name: ['Chidi', 'Okafor'],
    role: 'systemAdministrator',
    org: office,
  },
  {
    key: 'lindqvist',
    username: 'tech.lindqvist',
    name: ['Astrid', 'Lindqvist'],
    role: 'systemAdministrator',
    org: office,
  },
  { key: 'athletics', username: 'athletics.director', name: ['Ray', 'Dawson'], role: 'aide', org: office },
  { key: 'district-it', username: 'district-it', name: ['Priya', 'Raman'], role: 'aide', org: office },
  { key: 'auditor', username: 'auditor', name: ['Howard', 'Finch'], role: 'aide', org: office },
];

const principal = (place: string, given: string, family: string): NamedStaff => ({
  key: `principal-${place}`,
  username: `principal.${place}`,
  name: [given, family],
  role: 'principal',
  org: `org-${place}`,
});

const principals = [
  principal('lincoln', 'Denise', 'Holloway'),
  principal('washington', 'Martin', 'Bauer'),
  principal('roosevelt', 'Yolanda', 'Price'),
];

const namedTeacher = (key: string, prefix: string, given: string, family: string, subject: string): NamedStaff => ({
  key,
  username: `${prefix}.${key}`,
  name: [given, family],
  role: 'teacher',
  org: lincoln.sourcedId,
  subject,
});

const namedTeachers = [
  namedTeacher('rivera', 'coach', 'Alex', 'Rivera', 'History'),
  namedTeacher('nguyen', 'teacher', 'Thanh', 'Nguyen', 'Mathematics'),
  namedTeacher('brooks', 'coach', 'Jordan', 'Brooks', 'Science'),
];

/** How many teachers of a subject are generated beside those with a name. */
const generatedTeachers: readonly (readonly [SampleSchool, string, number])[] = [
  [lincoln, 'English', 3],
  [lincoln, 'Mathematics', 2],
  [lincoln, 'Science', 2],
  [lincoln, 'History', 2],
  [lincoln, 'Music', 1],
  [washington, 'English', 2],
  [washington, 'Mathematics', 2],
  [washington, 'Science', 2],
  [washington, 'History', 2],
  [washington, 'Physical Education', 1],
  [washington, 'Music', 1],
  [roosevelt, 'Homeroom', 6],
  [roosevelt, 'Art', 1],
];

/** Everybody who works for the district; the Washington music teacher also works at Roosevelt. */
export function sampleStaff(random: SeededRandom, usernames: UsernameRegister): SampleStaff[] {
  const surnames = random.sample(familyNames.en, 60);
  const generated = (key: string, prefix: string, role: string, orgs: readonly string[], subject?: string) => {
    const familyName = surnames.pop()!;
    const username = usernames.take(`${prefix}.${inUsername(familyName)}`);
    return {
      sourcedId: staffId(key),
      username,
      givenName: random.pick(givenNames.en[random.chance(0.6) ? 'girl' : 'boy']),
      familyName,
      email: `${username}@district.example.org`,
      roles: orgs.map((org) => ({ role, org })),
      ...(subject === undefined ? {} : { subject }),
    };
  };
  const staff: SampleStaff[] = [...officeStaff, ...principals, ...namedTeachers].map(
    ({ key, username, name: [givenName, familyName], role, org, subject }) => ({
      sourcedId: staffId(key),
      username: usernames.take(username),
      givenName,
      familyName,
      email: `${username}@district.example.org`,
      roles: [{ role, org }, ...(key === 'nguyen' ? [{ role: 'guardian', org: office }] : [])],
      ...(subject === undefined ? {} : { subject }),
    }),
  );
  for (const [school, subject, count] of generatedTeachers)
    for (let number = 1; number <= count; number += 1) {
      const orgs = [school.sourcedId, ...(school === washington && subject === 'Music' ? [roosevelt.sourcedId] : [])];
      const key = [school.sourcedId.replace('org-', ''), subject.toLowerCase().replace(' ', '-'), number].join('-');
      staff.push(generated(key, 'teacher', 'teacher', orgs, subject));
    }
  for (const { sourcedId } of [lincoln, washington, roosevelt])
    for (const role of ['counselor', 'aide'])
      staff.push(generated(`${sourcedId.replace('org-', '')}-${role}`, role, role, [sourcedId]));
  return staff;
}
