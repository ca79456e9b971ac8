import type {
  GroupMembers,
  Guardianship,
  RosterBuilding,
  RosterGroup,
  RosterPerson,
  RosterRestriction,
  RosterRoleAt,
  RosterSnapshot,
} from '../../domain/index.js';
import { inContactOrder } from '../../domain/index.js';

/** A user's list of agents, kept until everybody's roles are known. */
export interface AgentLinks {
  readonly sourcedId: string;
  readonly line: number;
  readonly agentIds: readonly string[];
}

/** The snapshot while its files are read. */
export class RosterDraft {
  readonly buildings = new Map<string, RosterBuilding>();
  readonly termEnds = new Map<string, string>();
  readonly people = new Map<string, RosterPerson>();
  readonly roles = new Map<string, RosterRoleAt[]>();
  readonly birthDates = new Map<string, string>();
  readonly languages = new Map<string, string>();
  readonly groups = new Map<string, RosterGroup>();
  readonly members = new Map<string, { students: Set<string>; staff: Set<string> }>();
  readonly agentLinks: AgentLinks[] = [];
  readonly guardianships = new Map<string, Map<string, Guardianship>>();
  readonly siblings = new Map<string, Set<string>>();
  readonly supervisors = new Map<string, string>();
  readonly technology = new Map<string, (string | null)[]>();
  readonly restrictions = new Map<string, RosterRestriction>();

  readonly coverage: { -readonly [Part in keyof RosterSnapshot['coverage']]: RosterSnapshot['coverage'][Part] } = {
    people: 'absent',
    roles: 'absent',
    birthDates: 'absent',
    groups: 'absent',
    members: 'absent',
    relations: 'absent',
  };
  readonly removedPeople = new Set<string>();
  readonly removedGroups = new Set<string>();
  readonly removedRoles = new Map<string, RosterRoleAt[]>();
  readonly removedMembers = new Map<string, { students: Set<string>; staff: Set<string> }>();
  readonly heldPeople = new Set<string>();
  readonly heldRoles = new Set<string>();
  readonly heldGroups = new Set<string>();
  readonly heldMembers = new Set<string>();

  /** In a delta, those known before the bundle may be referred to as well. */
  constructor(private readonly referencesMayBeKnown: { people: boolean; groups: boolean; buildings: boolean }) {}

  hasBuilding(sourcedId: string): boolean {
    return this.buildings.has(sourcedId) || this.referencesMayBeKnown.buildings;
  }
  hasPerson(sourcedId: string): boolean {
    return this.people.has(sourcedId) || this.referencesMayBeKnown.people;
  }
  hasGroup(sourcedId: string): boolean {
    return this.groups.has(sourcedId) || this.referencesMayBeKnown.groups;
  }
  hasRole(sourcedId: string, role: RosterRoleAt['role']): boolean {
    return this.roles.get(sourcedId)?.some((at) => at.role === role) ?? false;
  }

  addRole(sourcedId: string, role: RosterRoleAt): void {
    const held = this.roles.get(sourcedId);
    if (!held) this.roles.set(sourcedId, [role]);
    else if (!held.some((at) => at.role === role.role && at.buildingSourcedId === role.buildingSourcedId))
      held.push(role);
  }

  link(studentSourcedId: string, guardianSourcedId: string, placeOnStudentRow: number | null): void {
    const links = this.guardianships.get(studentSourcedId) ?? new Map<string, Guardianship>();
    const known = links.get(guardianSourcedId);
    links.set(guardianSourcedId, {
      guardianSourcedId,
      placeOnStudentRow: placeOnStudentRow ?? known?.placeOnStudentRow ?? null,
      onGuardianRow: placeOnStudentRow === null || (known?.onGuardianRow ?? false),
    });
    this.guardianships.set(studentSourcedId, links);
  }

  snapshot(): RosterSnapshot {
    return {
      stated: {
        buildings: this.buildings,
        people: this.people,
        roles: this.roles,
        birthDates: this.birthDates,
        languages: this.languages,
        groups: this.groups,
        members: sortedMembers(this.members),
        guardianships: new Map(
          [...this.guardianships].map(([student, links]) => [student, inContactOrder(links.values())]),
        ),
        siblings: new Map([...this.siblings].map(([person, others]) => [person, [...others].sort()])),
        supervisors: this.supervisors,
        technology: this.technology,
        restrictions: this.restrictions,
      },
      coverage: this.coverage,
      removed: {
        people: this.removedPeople,
        groups: this.removedGroups,
        roles: this.removedRoles,
        members: sortedMembers(this.removedMembers),
      },
      held: { people: this.heldPeople, roles: this.heldRoles, groups: this.heldGroups, members: this.heldMembers },
    };
  }
}

const sortedMembers = (
  members: ReadonlyMap<string, { students: Set<string>; staff: Set<string> }>,
): Map<string, GroupMembers> =>
  new Map(
    [...members].map(([group, { students, staff }]) => [
      group,
      { students: [...students].sort(), staff: [...staff].sort() },
    ]),
  );
