import type { Gender, HomeLanguage } from './name-lists.js';
import { staffId } from './sample-roster.js';

export interface NamedStudent {
  /** Ends the sourcedId, and the username behind `student.`. */
  readonly key: string;
  readonly givenName: string;
  readonly gender: Gender;
  readonly grade: string;
  /** Already 18 on the first day of the school year. */
  readonly adult?: true;
}

export interface NamedGuardian {
  /** Ends the sourcedId, and the username behind `parent.`. */
  readonly key: string;
  readonly givenName: string;
  readonly reachedBy: readonly ('email' | 'sms')[];
}

export interface NamedFamily {
  readonly familyName: string;
  readonly language: HomeLanguage;
  readonly students: readonly NamedStudent[];
  readonly guardians: readonly NamedGuardian[];
  /** Members of staff who are guardians of these students (C4), before the others in contact order. */
  readonly staffGuardians?: readonly string[];
}

const everyWay = ['email', 'sms'] as const;

/** The families behind the memorable people. */
export const namedFamilies: readonly NamedFamily[] = [
  {
    familyName: 'García',
    language: 'es',
    students: [
      { key: 'garcia', givenName: 'Sofía', gender: 'girl', grade: '10' },
      { key: 'garcia.mateo', givenName: 'Mateo', gender: 'boy', grade: '07' },
    ],
    guardians: [
      { key: 'garcia', givenName: 'Elena', reachedBy: everyWay },
      { key: 'garcia.marcos', givenName: 'Marcos', reachedBy: ['email'] },
    ],
  },
  {
    familyName: 'Hassan',
    language: 'so',
    students: [{ key: 'hassan', givenName: 'Amina', gender: 'girl', grade: '11' }],
    guardians: [{ key: 'hassan', givenName: 'Fadumo', reachedBy: ['sms'] }],
  },
  {
    familyName: 'Carter',
    language: 'en',
    students: [{ key: 'carter', givenName: 'Emma', gender: 'girl', grade: '09' }],
    guardians: [
      { key: 'carter', givenName: 'Susan', reachedBy: everyWay },
      { key: 'carter.dale', givenName: 'Dale', reachedBy: everyWay },
    ],
  },
  {
    familyName: 'Mitchell',
    language: 'en',
    students: [{ key: 'mitchell', givenName: 'Grace', gender: 'girl', grade: '12', adult: true }],
    guardians: [{ key: 'mitchell', givenName: 'Karen', reachedBy: everyWay }],
  },
  {
    familyName: 'Walker',
    language: 'en',
    students: [{ key: 'walker', givenName: 'Olivia', gender: 'girl', grade: '09' }],
    guardians: [{ key: 'walker', givenName: 'Ruth', reachedBy: [] }],
  },
  {
    familyName: 'Nguyen',
    language: 'en',
    students: [{ key: 'nguyen', givenName: 'Linh', gender: 'girl', grade: '10' }],
    guardians: [{ key: 'nguyen', givenName: 'Bao', reachedBy: everyWay }],
    staffGuardians: [staffId('nguyen')],
  },
  {
    familyName: 'Oduya',
    language: 'en',
    students: [{ key: 'oduya', givenName: 'Faith', gender: 'girl', grade: '10' }],
    guardians: [],
  },
  {
    familyName: 'Brooks',
    language: 'en',
    students: [{ key: 'brooks', givenName: 'Riley', gender: 'boy', grade: '11' }],
    guardians: [{ key: 'brooks', givenName: 'Angela', reachedBy: everyWay }],
  },
];

export const studentId = (key: string): string => `student-${key}`;
export const guardianId = (key: string): string => `guardian-${key}`;
