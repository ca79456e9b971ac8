import type { Guardianship, RosterRoleAt, RosterState } from './roster.js';
import { inContactOrder } from './roster.js';
import type { RosterSnapshot } from './roster-snapshot.js';

type Links = ReadonlyMap<string, readonly Guardianship[]>;

/**
 * Everybody's guardians once the snapshot is taken: a row takes back only what that row had stated, and a link stands
 * only to somebody who is there and has the role of a guardian (C9).
 */
export const guardianshipsAfter = (
  known: RosterState,
  { stated, agents }: RosterSnapshot,
  people: ReadonlyMap<string, unknown>,
  roles: ReadonlyMap<string, readonly RosterRoleAt[]>,
): Links => {
  const has = (person: string, role: RosterRoleAt['role']): boolean =>
    roles.get(person)?.some((at) => at.role === role) ?? false;
  const result = new Map<string, readonly Guardianship[]>();
  const given = withAgents(stated.guardianships, agents, has);
  for (const student of new Set([...known.guardianships.keys(), ...given.keys()])) {
    if (!people.has(student)) continue;
    const studentRowGiven = stated.people.has(student);
    const links = new Map<string, Guardianship>();
    for (const link of known.guardianships.get(student) ?? [])
      add(links, {
        guardianSourcedId: link.guardianSourcedId,
        placeOnStudentRow: studentRowGiven ? null : link.placeOnStudentRow,
        onGuardianRow: link.onGuardianRow && !stated.people.has(link.guardianSourcedId),
      });
    for (const link of given.get(student) ?? []) add(links, link);
    const standing = inContactOrder(
      [...links.values()].filter(
        ({ guardianSourcedId, placeOnStudentRow, onGuardianRow }) =>
          (placeOnStudentRow !== null || onGuardianRow) &&
          people.has(guardianSourcedId) &&
          has(guardianSourcedId, 'guardian'),
      ),
    );
    if (standing.length > 0) result.set(student, standing);
  }
  return result;
};

const add = (links: Map<string, Guardianship>, link: Guardianship): void => {
  const before = links.get(link.guardianSourcedId);
  links.set(link.guardianSourcedId, {
    guardianSourcedId: link.guardianSourcedId,
    placeOnStudentRow: link.placeOnStudentRow ?? before?.placeOnStudentRow ?? null,
    onGuardianRow: link.onGuardianRow || (before?.onGuardianRow ?? false),
  });
};

/** Links of which only the whole roster knows which end is the student; a link between two students is none. */
const withAgents = (
  stated: Links,
  agents: RosterSnapshot['agents'],
  has: (person: string, role: RosterRoleAt['role']) => boolean,
): Links => {
  if (agents.length === 0) return stated;
  const result = new Map(stated);
  const link = (student: string, guardianship: Guardianship): void => {
    result.set(student, [...(result.get(student) ?? []), guardianship]);
  };
  for (const { personSourcedId: person, agentSourcedId: agent, place } of agents) {
    if (has(person, 'student') && has(agent, 'student')) continue;
    if (has(person, 'student') && has(agent, 'guardian'))
      link(person, { guardianSourcedId: agent, placeOnStudentRow: place, onGuardianRow: false });
    else if (has(person, 'guardian') && has(agent, 'student'))
      link(agent, { guardianSourcedId: person, placeOnStudentRow: null, onGuardianRow: true });
  }
  return result;
};
