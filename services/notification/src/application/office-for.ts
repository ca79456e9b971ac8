import type { Queryable } from '@sightline/event-store';
import { childrenOf, findPeople, holdersOf, personsOf } from '@sightline/relations';

/** The schools of these people's students or of themselves as students; else where they work. */
export const buildingsOf = async (database: Queryable, personIds: readonly string[]): Promise<string[]> => {
  const persons = await personsOf(database, personIds);
  const recordIds = [...new Set([...persons.values()].flatMap((person) => person.recordIds))];
  const students = (await childrenOf(database, recordIds)).map(({ studentId }) => studentId);
  const people = await findPeople(database, [...new Set([...recordIds, ...students])]);
  const roles = people.filter(({ active }) => active).flatMap((person) => person.roles);
  const asStudents = roles.filter(({ role }) => role === 'student');
  const known = (held: typeof roles): string[] =>
    [...new Set(held.flatMap(({ buildingId }) => buildingId ?? []))].sort();
  const schools = known(asStudents);
  return schools.length > 0 ? schools : known(roles);
};

/** The principals of these buildings; where one has none, or no building is known, the administrators of the district too. */
export const officeFor = async (database: Queryable, buildingIds: readonly string[]): Promise<string[]> => {
  const principals = (await holdersOf(database, ['principal'], buildingIds)).filter(
    ({ buildingId }) => buildingId !== null,
  );
  const led = new Set(principals.map(({ buildingId }) => buildingId));
  const everyOneIsLed = buildingIds.length > 0 && buildingIds.every((buildingId) => led.has(buildingId));
  const administrators = everyOneIsLed ? [] : await holdersOf(database, ['administrator']);
  return [...new Set([...principals, ...administrators].map(({ personId }) => personId))];
};
