import type { PeopleReader } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';
import { guardiansOf, personsOf, restrictionsInForce, type OnePerson } from '@sightline/relations';
import { dateInZone, type Clock } from '@sightline/service-kit';
import type { Exclusion, Gap } from '../domain/index.js';

export interface Calendar {
  readonly clock: Clock;
  /** IANA name; restrictions and birthdays hold on dates of this zone. */
  readonly districtTimeZone: string;
}

/** What decides who may be told at this moment. */
export interface Entitling extends Calendar {
  /** Says who is of age; birth dates stay with their owner (design §1). */
  readonly people: Pick<PeopleReader, 'people'>;
}

/** Who may be told of a student at this moment, and who is kept from it (C6, C9). */
export interface Entitlement {
  readonly entitled: readonly string[];
  readonly restricted: readonly string[];
  /** A student of age stands in the parents' place: these are told no more (C9). */
  readonly replaced: readonly string[];
}

const peoplePerCallMax = 2_000;

/** Those of these students who are of age today. @throws OwnerUnavailable */
export const studentsOfAge = async (
  people: Pick<PeopleReader, 'people'>,
  studentIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const adults = new Set<string>();
  for (let start = 0; start < studentIds.length; start += peoplePerCallMax)
    for (const [studentId, { adult }] of await people.people(studentIds.slice(start, start + peoplePerCallMax)))
      if (adult) adults.add(studentId);
  return adults;
};

/** What is known of these students, and which records of the guardians among them are one natural person. */
export interface Entitlements extends ReadonlyMap<string, Entitlement> {
  readonly persons: ReadonlyMap<string, OnePerson>;
}

/**
 * Three statements and one call, however many students there are. A guardian is one natural person, known under one
 * record; a restriction on any record keeps the person. @throws OwnerUnavailable
 */
export const entitlementsOf = async (
  transaction: Transaction,
  studentIds: readonly string[],
  { clock, districtTimeZone, people }: Entitling,
): Promise<Entitlements> => {
  const today = dateInZone(clock.now(), districtTimeZone);
  const adults = await studentsOfAge(people, studentIds);
  const guardianships = await guardiansOf(transaction, studentIds);
  const restrictions = await restrictionsInForce(transaction, studentIds, today);
  const persons = await personsOf(transaction, [
    ...new Set([...guardianships, ...restrictions].map(({ guardianId }) => guardianId)),
  ]);
  const known = (guardianId: string): string => persons.get(guardianId)!.personId;
  const barred = new Set(
    restrictions
      .filter(({ kinds }) => kinds.includes('contact'))
      .map(({ studentId, guardianId }) => `${studentId}/${known(guardianId)}`),
  );
  const found = new Map(
    studentIds.map((studentId) => [
      studentId,
      { entitled: adults.has(studentId) ? [studentId] : [], restricted: [] as string[], replaced: [] as string[] },
    ]),
  );
  for (const { studentId, guardianId: recordId } of guardianships) {
    const entitlement = found.get(studentId)!;
    const guardianId = known(recordId);
    if ([entitlement.entitled, entitlement.restricted, entitlement.replaced].some((ids) => ids.includes(guardianId)))
      continue;
    if (adults.has(studentId)) entitlement.replaced.push(guardianId);
    else if (barred.has(`${studentId}/${guardianId}`)) entitlement.restricted.push(guardianId);
    else entitlement.entitled.push(guardianId);
  }
  return Object.assign(found, {
    persons: new Map([...persons.values()].map((person) => [person.personId, person])),
  });
};

/** Why a student has nobody to be told, or which guardian may not be. */
export const gapsOf = (studentId: string, { entitled, restricted }: Entitlement): Gap[] => [
  ...(entitled.length + restricted.length === 0
    ? [{ studentId, guardianId: null, reason: 'no-guardian' as const }]
    : []),
  ...restricted.map((guardianId) => ({ studentId, guardianId, reason: 'restricted' as const })),
];

/** Who is a guardian and still kept from what the student's family is told. */
export const keptFrom = (studentId: string, { restricted, replaced }: Entitlement): Exclusion[] => [
  ...restricted.map((guardianId) => ({ studentId, guardianId, reason: 'restricted' as const })),
  ...replaced.map((guardianId) => ({ studentId, guardianId, reason: 'student-of-age' as const })),
];
