import type { Group, StartRoster, Student } from './start-district.js';

/** What the roster alone says must reach families of one authorization: worked out here, without the product. */
export interface Expected {
  /** `<address> | <staff> | <students named>`, one a mail. */
  readonly mails: readonly string[];
  /** Those of them that come back. */
  readonly returned: readonly string[];
  /** One number a text message. */
  readonly texts: readonly string[];
  /** `<student> <guardian>` to `told by <channel>` or why not. */
  readonly lines: ReadonlyMap<string, string>;
}

interface Moment {
  readonly students: readonly Student[];
  /** Those who answer STOP have done so. */
  readonly stopped: boolean;
}

/** Who is to be told of a student: the student, when of age (C9), or else the guardians without a contact restriction. */
const readersOf = ({ id, ofAge, guardianIds }: Student, { restricted }: StartRoster): readonly string[] =>
  ofAge ? [id] : guardianIds.filter((guardian) => !restricted.has(`${guardian} ${id}`));

/** How somebody is reached: the channel, and the address or number. */
const way = (
  reader: string,
  roster: StartRoster,
  stopped: boolean,
): { readonly channel: string; readonly to: string } => {
  const guardian = roster.guardians.get(reader);
  if (!guardian) return { channel: 'email', to: `${reader}@family.example` };
  const { email, sms, bounces, returns, stops } = guardian;
  const byMail = email !== null && !bounces && !returns;
  if (sms !== null && ((stops && !stopped) || !byMail)) return { channel: 'text-message', to: sms };
  return byMail ? { channel: 'email', to: email } : { channel: 'letter', to: reader };
};

const moments = ({ members, joining }: Group): readonly Moment[] => [
  { students: members, stopped: false },
  { students: joining, stopped: true },
];

export function expectedOf(group: Group, roster: StartRoster): Expected {
  const mails: string[] = [];
  const returned: string[] = [];
  const texts: string[] = [];
  const lines = new Map<string, string>();
  for (const { students, stopped } of moments(group)) {
    // One notice a reader and moment, siblings joined.
    const told = new Map<string, Student[]>();
    for (const student of students) {
      const readers = readersOf(student, roster);
      for (const reader of readers) {
        told.set(reader, [...(told.get(reader) ?? []), student]);
        lines.set(`${student.id} ${reader}`, `told by ${way(reader, roster, stopped).channel}`);
      }
      for (const guardian of student.guardianIds)
        if (!readers.includes(guardian))
          lines.set(`${student.id} ${guardian}`, student.ofAge ? 'student-of-age' : 'restricted');
      if (student.guardianIds.length === 0 && !student.ofAge) lines.set(`${student.id} nobody`, 'no-guardian');
    }
    for (const [reader, about] of told) {
      const { channel, to } = way(reader, roster, stopped);
      const named = about.filter(({ id }) => id !== reader).map(({ name }) => name);
      const guardian = roster.guardians.get(reader);
      if (guardian?.returns) returned.push(guardian.email!);
      if (guardian?.returns) mails.push(mailKey(guardian.email!, group.coach.name, named));
      if (channel === 'email') mails.push(mailKey(to, group.coach.name, named));
      if (channel === 'text-message') texts.push(to);
    }
  }
  return { mails, returned, texts, lines };
}

export const mailKey = (address: string, staff: string, students: readonly string[]): string =>
  `${address} | ${staff} | ${[...students].sort().join(', ')}`;
