import type { Queryable } from '@sightline/event-store';
import { guardiansOf, holdersOf, supervisorsOf } from '@sightline/relations';
import type { DecidersFound, DecidersQuestion } from '../../application/ports.js';

/** Three statements for a whole batch of submissions. */
export async function findDeciders(database: Queryable, question: DecidersQuestion): Promise<DecidersFound> {
  const holders = await holdersOf(database, ['principal', 'technology', 'administrator'], question.buildingIds);
  const supervisors = await supervisorsOf(database, question.staffIds);
  const guardianships = await guardiansOf(database, question.studentIds);

  const principals = new Map<string, string[]>();
  const technology = new Map<string | null, string[]>();
  const guardians = new Map<string, string[]>();
  const add = <Key>(map: Map<Key, string[]>, key: Key, id: string): void => {
    const list = map.get(key);
    if (list) list.push(id);
    else map.set(key, [id]);
  };
  for (const { personId, role, buildingId } of holders) {
    if (role === 'principal' && buildingId !== null) add(principals, buildingId, personId);
    if (role === 'technology') add(technology, buildingId, personId);
  }
  for (const { studentId, guardianId } of guardianships) add(guardians, studentId, guardianId);
  return {
    principals,
    technology,
    supervisors,
    administrators: [
      ...new Set(holders.filter(({ role }) => role === 'administrator').map(({ personId }) => personId)),
    ],
    guardians,
  };
}
