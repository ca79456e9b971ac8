import {
  familyNames,
  givenNames,
  inUsername,
  type Gender,
  type HomeLanguage,
  type UsernameRegister,
} from './name-lists.js';
import { guardianId, namedFamilies, studentId, type NamedStudent } from './named-families.js';
import type { SampleGuardian, SampleStudent } from './sample-roster.js';
import { districtOffice, sampleSchools, type SampleSchool } from './sample-schools.js';
import type { SeededRandom } from './seeded-random.js';

export interface SampleFamilies {
  readonly students: readonly SampleStudent[];
  readonly guardians: readonly SampleGuardian[];
}

interface Family {
  readonly familyName: string;
  readonly language: HomeLanguage;
  readonly guardianSourcedIds: readonly string[];
}

const areaCodes = [314, 417, 573, 636, 660, 816, 217, 309, 618, 620, 785, 913];
const oneDayMs = 86_400_000;

/** Students and guardians: first the named families, then as many generated ones as fill every grade. */
export function sampleFamilies(startYear: number, random: SeededRandom, usernames: UsernameRegister): SampleFamilies {
  const builder = new FamilyBuilder(startYear, random, usernames);
  builder.addNamed();
  for (const school of sampleSchools) for (const grade of school.grades) builder.fill(school, grade);
  return builder;
}

class FamilyBuilder {
  readonly students: SampleStudent[] = [];
  readonly guardians: SampleGuardian[] = [];
  private readonly familiesOfOne: Family[] = [];
  private readonly inGrade = new Map<string, number>();
  private numbersGiven = 0;

  constructor(
    private readonly startYear: number,
    private readonly random: SeededRandom,
    private readonly usernames: UsernameRegister,
  ) {}

  addNamed(): void {
    for (const { students, guardians, staffGuardians = [], ...family } of namedFamilies) {
      const guardianSourcedIds = [...staffGuardians];
      for (const { key, givenName, reachedBy } of guardians) {
        const sourcedId = guardianId(key);
        this.addGuardian(sourcedId, `parent.${key}`, givenName, family, reachedBy);
        guardianSourcedIds.push(sourcedId);
      }
      for (const student of students) {
        const school = sampleSchools.find(({ grades }) => grades.includes(student.grade))!;
        this.addStudent(studentId(student.key), `student.${student.key}`, student, school, {
          ...family,
          guardianSourcedIds,
        });
      }
    }
  }

  fill(school: SampleSchool, grade: string): void {
    while ((this.inGrade.get(grade) ?? 0) < school.studentsPerGrade) {
      const family =
        this.familiesOfOne.length > 0 && this.random.chance(0.12)
          ? this.familiesOfOne.splice(this.random.below(this.familiesOfOne.length), 1)[0]!
          : this.newFamily();
      const gender: Gender = this.random.chance(0.5) ? 'girl' : 'boy';
      const givenName = this.random.pick(givenNames[family.language][gender]);
      const number = String(this.students.length + 1).padStart(4, '0');
      this.addStudent(
        studentId(number),
        `${inUsername(givenName)}.${inUsername(family.familyName)}`,
        { givenName, gender, grade },
        school,
        family,
      );
    }
  }

  private newFamily(): Family {
    const draw = this.random.next();
    const language: HomeLanguage = draw < 0.7 ? 'en' : draw < 0.9 ? 'es' : 'so';
    const familyName = this.random.pick(familyNames[language]);
    const count = this.random.chance(0.12) ? 1 : this.random.chance(0.04) ? 3 : 2;
    const guardianSourcedIds = Array.from({ length: count }, (_, place) => {
      const givenName = this.random.pick(givenNames[language][place === 1 ? 'boy' : 'girl']);
      const sourcedId = guardianId(String(this.guardians.length + 1).padStart(4, '0'));
      const reachedBy = this.random.chance(0.96)
        ? (['email', 'sms'] as const)
        : this.random.chance(0.6)
          ? (['sms'] as const)
          : [];
      const username = `${inUsername(givenName)}.${inUsername(familyName)}`;
      this.addGuardian(sourcedId, username, givenName, { familyName, language }, reachedBy);
      return sourcedId;
    });
    const family = { familyName, language, guardianSourcedIds };
    this.familiesOfOne.push(family);
    return family;
  }

  private addGuardian(
    sourcedId: string,
    wanted: string,
    givenName: string,
    { familyName, language }: Pick<Family, 'familyName' | 'language'>,
    reachedBy: readonly ('email' | 'sms')[],
  ): void {
    const username = this.usernames.take(wanted);
    this.guardians.push({
      sourcedId,
      username,
      givenName,
      familyName,
      language,
      roles: [{ role: 'guardian', org: districtOffice.sourcedId }],
      ...(reachedBy.includes('email') ? { email: `${username}@families.example.org` } : {}),
      ...(reachedBy.includes('sms') ? { sms: this.nextNumber() } : {}),
    });
  }

  private addStudent(
    sourcedId: string,
    wanted: string,
    { givenName, gender, grade, adult }: Omit<NamedStudent, 'key'>,
    school: SampleSchool,
    { familyName, language, guardianSourcedIds }: Family,
  ): void {
    const username = this.usernames.take(wanted);
    this.inGrade.set(grade, (this.inGrade.get(grade) ?? 0) + 1);
    this.students.push({
      sourcedId,
      username,
      givenName,
      familyName,
      gender,
      grade,
      language,
      guardianSourcedIds,
      school: school.sourcedId,
      email: `${username}@students.example.org`,
      birthDate: adult ? `${this.startYear - 18}-01-15` : this.birthDateIn(grade),
      roles: [{ role: 'student', org: school.sourcedId }],
    });
  }

  /** A kindergartner is five on 1 September, and so on. */
  private birthDateIn(grade: string): string {
    const year = this.startYear - 6 - (grade === 'KG' ? 0 : Number(grade));
    return new Date(Date.UTC(year, 8, 2) + this.random.below(365) * oneDayMs).toISOString().slice(0, 10);
  }

  private nextNumber(): string {
    const areaCode = areaCodes[Math.floor(this.numbersGiven / 100)];
    if (areaCode === undefined) throw new RangeError('no fictional telephone number is left');
    const line = String(this.numbersGiven % 100).padStart(2, '0');
    this.numbersGiven += 1;
    return `+1${areaCode}55501${line}`;
  }
}
