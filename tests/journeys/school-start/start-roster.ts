import { schools, type Group, type Guardian, type StartRoster, type Student } from './start-district.js';

const membersOfGroup = 18;
/** In every tenth group are all the families that need care; the place of each in its group. */
const places = { households: [0, 2], restricted: 4, noAddress: 6, noGuardian: 8, text: 10, letter: 12, textOnly: 14 };
const returned = { text: 11, letter: 13 };
const [stopping, lateOfStopping, ofAge, sibling, lateSibling] = [16, 18, 3, 17, 19];

const two = (number: number): string => String(number).padStart(2, '0');

/** The same district each time: ordinary families, and in every tenth group one of each kind that needs care. */
export function startRoster(studentCount: number, groupCount: number): StartRoster {
  const perGroup = Math.floor(studentCount / groupCount);
  const guardians = new Map<string, Guardian>();
  const restricted = new Set<string>();
  const guardian = (id: string, more: Partial<Guardian> = {}): string => {
    guardians.set(id, {
      ...{ id, name: `Parent Of${id.replaceAll('-', '')}`, email: `${id}@family.example`, sms: null },
      ...{ bounces: false, returns: false, stops: false, ...more },
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
      case returned.text:
        return [guardian(id, { returns: true, sms })];
      case returned.letter:
        return [guardian(id, { returns: true })];
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
  return { groups, guardians, students, restricted };
}
