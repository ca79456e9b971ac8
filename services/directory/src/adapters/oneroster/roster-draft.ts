import type { UncertainReference } from '../../application/ports.js';
import type {
  AgentLink,
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

/** The cell that names something. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: string;
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
  readonly heldBirthDates = new Set<string>();
  readonly heldRelations = new Set<string>();
  readonly heldLastDays = new Set<string>();
  readonly agents: AgentLink[] = [];
  private readonly uncertain = new Map<string, UncertainReference & { rows: number }>();

  /** What the bundle does not list to its end may be known to the directory all the same. */
  readonly mayBeKnown = { people: true, roles: true, groups: true, buildings: true };

  hasBuilding(sourcedId: string, place: Place): boolean {
    return this.buildings.has(sourcedId) || (this.mayBeKnown.buildings && this.note('buildings', sourcedId, place));
  }
  hasPerson(sourcedId: string, place: Place, kind: 'people' | 'anybody' = 'people'): boolean {
    if (this.people.has(sourcedId)) return true;
    return (this.mayBeKnown.people || this.heldPeople.has(sourcedId)) && this.note(kind, sourcedId, place);
  }
  hasGroup(sourcedId: string, place: Place): boolean {
    if (this.groups.has(sourcedId)) return true;
    return (this.mayBeKnown.groups || this.heldGroups.has(sourcedId)) && this.note('groups', sourcedId, place);
  }
  /** Whether the bundle leaves open which roles this person has. */
  rolesMayBeKnown(sourcedId: string): boolean {
    if (this.heldRoles.has(sourcedId)) return true;
    return this.mayBeKnown.roles && !this.roles.has(sourcedId);
  }
  /** Only the directory can tell which end is the student. */
  leaveOpen(link: AgentLink, place: Place): void {
    this.agents.push(link);
    this.note('guardianships', link.agentSourcedId, place, link.personSourcedId);
  }
  get uncertainReferences(): readonly UncertainReference[] {
    return [...this.uncertain.values()];
  }

  private note(kind: UncertainReference['kind'], sourcedId: string, place: Place, other?: string): true {
    const key = `${kind}\n${sourcedId}\n${other ?? ''}`;
    const earlier = this.uncertain.get(key);
    if (earlier) earlier.rows += 1;
    else this.uncertain.set(key, { kind, sourcedId, ...(other === undefined ? {} : { other }), ...place, rows: 1 });
    return true;
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
      held: {
        people: this.heldPeople,
        roles: this.heldRoles,
        groups: this.heldGroups,
        members: this.heldMembers,
        birthDates: this.heldBirthDates,
        relations: this.heldRelations,
        lastDays: this.heldLastDays,
      },
      agents: this.agents,
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
