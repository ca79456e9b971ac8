import { parse } from 'csv-parse/sync';
import { unzip } from './unzip.js';

type Row = Readonly<Record<string, string>>;

export interface RosterPerson {
  readonly sourcedId: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  /** Who is told of a student: the guardians, or from the 18th birthday on the student (C9). */
  readonly readerIds: readonly string[];
}

/** The district's bundle read once more, by other code than the product's: what the specs hold its answers against. */
export interface SampleRoster {
  person(sourcedId: string): RosterPerson;
  studentsOf(classSourcedId: string): readonly RosterPerson[];
  /** Every class and activity with students, and who leads it. */
  readonly groups: readonly { readonly sourcedId: string; readonly leader: RosterPerson }[];
}

export async function readSampleRoster(bundle: Buffer): Promise<SampleRoster> {
  const files = await unzip(bundle);
  const rows = (file: string): Row[] => parse(files.get(file)!, { columns: true, bom: true });
  const ofAgeSince = new Date();
  ofAgeSince.setFullYear(ofAgeSince.getFullYear() - 18);
  const ofAge = new Set(
    rows('demographics.csv').flatMap(({ sourcedId, birthDate }) =>
      birthDate && new Date(birthDate) <= ofAgeSince ? [sourcedId!] : [],
    ),
  );
  const people = new Map(
    rows('users.csv').map((row): [string, RosterPerson] => [
      row['sourcedId']!,
      {
        sourcedId: row['sourcedId']!,
        username: row['username']!,
        name: `${row['preferredGivenName'] || row['givenName']} ${row['preferredFamilyName'] || row['familyName']}`,
        email: row['email']!,
        readerIds: ofAge.has(row['sourcedId']!)
          ? [row['sourcedId']!]
          : row['agentSourcedIds']!.split(',').filter(Boolean),
      },
    ]),
  );
  const enrollments = rows('enrollments.csv');
  const students = Map.groupBy(
    enrollments.filter(({ role }) => role === 'student'),
    (row) => row['classSourcedId']!,
  );
  const person = (sourcedId: string): RosterPerson => people.get(sourcedId)!;
  return {
    person,
    studentsOf: (classSourcedId) => (students.get(classSourcedId) ?? []).map((row) => person(row['userSourcedId']!)),
    groups: enrollments
      .filter(({ role, classSourcedId }) => role === 'teacher' && students.has(classSourcedId!))
      .map((row) => ({ sourcedId: row['classSourcedId']!, leader: person(row['userSourcedId']!) })),
  };
}
