import type { RestrictionKind, RosterRole } from '@sightline/contracts';

/** What a roster knows, keyed by OneRoster `sourcedId` throughout; every date is a date in the district's time zone. */
export interface RosterState {
  readonly buildings: ReadonlyMap<string, RosterBuilding>;
  readonly people: ReadonlyMap<string, RosterPerson>;
  readonly roles: ReadonlyMap<string, readonly RosterRoleAt[]>;
  readonly birthDates: ReadonlyMap<string, string>;
  /** BCP 47. */
  readonly languages: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, RosterGroup>;
  /** By group. */
  readonly members: ReadonlyMap<string, GroupMembers>;
  /** By student, in contact order. */
  readonly guardianships: ReadonlyMap<string, readonly Guardianship[]>;
  /** By person, both directions of each pair, sorted. */
  readonly siblings: ReadonlyMap<string, readonly string[]>;
  /** Supervisor by staff member. */
  readonly supervisors: ReadonlyMap<string, string>;
  /** People of the technology department and where; null stands for the whole district. */
  readonly technology: ReadonlyMap<string, readonly (string | null)[]>;
  /** By `restrictionKey`. */
  readonly restrictions: ReadonlyMap<string, RosterRestriction>;
}

export type BuildingType = 'school' | 'district' | 'department' | 'other';

export interface RosterBuilding {
  readonly sourcedId: string;
  readonly name: string;
  readonly type: BuildingType;
  readonly parentSourcedId?: string;
}

export interface RosterPerson {
  readonly sourcedId: string;
  readonly username: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly preferredGivenName?: string;
  readonly preferredFamilyName?: string;
  readonly email?: string;
  readonly phone?: string;
  /** A number that takes text messages. */
  readonly sms?: string;
  /** Whether the source lets the person sign in; a guardian without an account is still told (C6). */
  readonly enabled: boolean;
}

export interface RosterRoleAt {
  readonly role: RosterRole;
  /** Absent for a role that holds in the whole district. */
  readonly buildingSourcedId?: string;
}

export interface RosterGroup {
  readonly sourcedId: string;
  readonly title: string;
  readonly kind: 'class' | 'activity';
  readonly buildingSourcedId: string;
  /** Last day of its last term. */
  readonly endsOn?: string;
}

/** Sorted, each person once a list. */
export interface GroupMembers {
  readonly students: readonly string[];
  readonly staff: readonly string[];
}

/**
 * One guardian of a student, and whose row says so. Both sides are kept, because a changed row may only take back
 * what that row had stated.
 */
export interface Guardianship {
  readonly guardianSourcedId: string;
  /** Place in the list on the student's own row, from 0; null when that row does not name this guardian. */
  readonly placeOnStudentRow: number | null;
  readonly onGuardianRow: boolean;
}

export interface RosterRestriction {
  readonly studentSourcedId: string;
  readonly guardianSourcedId: string;
  /** Sorted. */
  readonly kinds: readonly RestrictionKind[];
  readonly from: string;
  /** The last day; null is without end. */
  readonly until: string | null;
  /** The document that orders it; empty when the file names none. */
  readonly reference: string;
}

/** Two rows speak of one restriction when the pair and the document agree; without a document, the kinds stand for it. */
export const restrictionKey = (
  restriction: Pick<RosterRestriction, 'studentSourcedId' | 'guardianSourcedId' | 'kinds' | 'reference'>,
): string =>
  [
    restriction.studentSourcedId,
    restriction.guardianSourcedId,
    restriction.reference || [...restriction.kinds].sort().join(';'),
  ].join('\n');

/** Student's row first and in its order, then those whom only the guardian's own row names. */
export const inContactOrder = (links: Iterable<Guardianship>): readonly Guardianship[] =>
  [...links].sort(
    (left, right) =>
      (left.placeOnStudentRow ?? Infinity) - (right.placeOnStudentRow ?? Infinity) ||
      (left.guardianSourcedId < right.guardianSourcedId ? -1 : 1),
  );

export const emptyRoster: RosterState = {
  buildings: new Map(),
  people: new Map(),
  roles: new Map(),
  birthDates: new Map(),
  languages: new Map(),
  groups: new Map(),
  members: new Map(),
  guardianships: new Map(),
  siblings: new Map(),
  supervisors: new Map(),
  technology: new Map(),
  restrictions: new Map(),
};
