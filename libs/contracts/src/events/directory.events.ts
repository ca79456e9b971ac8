import type { EventEnvelope } from '../envelope.js';
import type { RosterRole } from '../enums.js';

export interface RoleAtBuilding {
  readonly role: RosterRole;
  /** Absent for a role that holds in the whole district. */
  readonly buildingId?: string;
}

/** A person as far as other services may know one: ids and roles, no name and no address. */
export interface PersonFacts {
  readonly personId: string;
  /** The OneRoster `sourcedId`; accepted on REST wherever a person is named. */
  readonly sourcedId: string;
  readonly roles: readonly RoleAtBuilding[];
}

export type PersonRegistered = EventEnvelope<'sightline.directory.person-registered.v1', PersonFacts>;
/** Carries the whole of the facts, not the difference. */
export type PersonChanged = EventEnvelope<'sightline.directory.person-changed.v1', PersonFacts>;
export type PersonRemoved = EventEnvelope<
  'sightline.directory.person-removed.v1',
  { readonly personId: string; readonly sourcedId: string }
>;

/** The whole set of a student's guardians, in contact order (C6, C9). Subject `guardianship/<studentId>`. */
export type GuardiansChanged = EventEnvelope<
  'sightline.directory.guardians-changed.v1',
  { readonly studentId: string; readonly guardianIds: readonly string[] }
>;

/** The whole set of a person's siblings on the roster (C4). Subject `siblings/<personId>`. */
export type SiblingsChanged = EventEnvelope<
  'sightline.directory.siblings-changed.v1',
  { readonly personId: string; readonly siblingIds: readonly string[] }
>;

/** Who supervises a staff member (C5, C7); null when nobody does. Subject `supervision/<staffId>`. */
export type SupervisorChanged = EventEnvelope<
  'sightline.directory.supervisor-changed.v1',
  { readonly staffId: string; readonly supervisorId: string | null; readonly previousSupervisorId: string | null }
>;

export const restrictionKinds = ['contact', 'records', 'address'] as const;
export type RestrictionKind = (typeof restrictionKinds)[number];

/** A court's or school's restriction on a guardian towards a student; it fails closed (C9). Subject `restriction/<restrictionId>`. */
export type RestrictionRecorded = EventEnvelope<
  'sightline.directory.restriction-recorded.v1',
  {
    readonly restrictionId: string;
    readonly studentId: string;
    readonly guardianId: string;
    readonly kinds: readonly RestrictionKind[];
    /** Dates in the district's time zone, both inclusive; `until` null is without end. */
    readonly from: string;
    readonly until: string | null;
  }
>;

export type BuildingRegistered = EventEnvelope<
  'sightline.directory.building-registered.v1',
  {
    readonly buildingId: string;
    readonly sourcedId: string;
    readonly type: 'school' | 'district' | 'department' | 'other';
    readonly parentId: string | null;
  }
>;
export type BuildingChanged = EventEnvelope<
  'sightline.directory.building-changed.v1',
  {
    readonly buildingId: string;
    readonly sourcedId: string;
    readonly type: 'school' | 'district' | 'department' | 'other';
    readonly parentId: string | null;
  }
>;

/** A class or activity. */
export interface GroupFacts {
  readonly groupId: string;
  readonly sourcedId: string;
  readonly kind: 'class' | 'activity';
  readonly buildingId: string;
  /** Last day of its term, a date in the district's time zone; null when the roster names none. */
  readonly endsOn: string | null;
}
export type GroupRegistered = EventEnvelope<'sightline.directory.group-registered.v1', GroupFacts>;
export type GroupChanged = EventEnvelope<'sightline.directory.group-changed.v1', GroupFacts>;
export type GroupRemoved = EventEnvelope<
  'sightline.directory.group-removed.v1',
  { readonly groupId: string; readonly sourcedId: string }
>;

/** Who joined and who left a group; at most 500 ids an event. Subject `group/<groupId>`. */
export type GroupMembersChanged = EventEnvelope<
  'sightline.directory.group-members-changed.v1',
  {
    readonly groupId: string;
    readonly joined: readonly { readonly personId: string; readonly role: 'student' | 'staff' }[];
    readonly left: readonly { readonly personId: string; readonly role: 'student' | 'staff' }[];
  }
>;

export type RosterImportCompleted = EventEnvelope<
  'sightline.directory.roster-import-completed.v1',
  {
    readonly importId: string;
    readonly seen: number;
    readonly taken: number;
    readonly unchanged: number;
    readonly refused: number;
  }
>;

/** An operator gave or took a role that the roster cannot give: auditor, operator, reviewer, technology. Subject `role-assignment/<personId>`. */
export type RoleAssigned = EventEnvelope<
  'sightline.directory.role-assigned.v1',
  { readonly personId: string; readonly role: RosterRole; readonly buildingId: string | null }
>;
export type RoleUnassigned = EventEnvelope<
  'sightline.directory.role-unassigned.v1',
  { readonly personId: string; readonly role: RosterRole; readonly buildingId: string | null }
>;

/** A form of communication that the district provides (C2). Subject `district-form/<districtFormId>`. */
export type DistrictFormRegistered = EventEnvelope<
  'sightline.directory.district-form-registered.v1',
  {
    readonly districtFormId: string;
    readonly kind: string;
    readonly buildingIds: readonly string[];
    readonly available: boolean;
  }
>;
export type DistrictFormAvailabilityChanged = EventEnvelope<
  'sightline.directory.district-form-availability-changed.v1',
  { readonly districtFormId: string; readonly available: boolean; readonly from: string }
>;

export type DirectoryEvent =
  | PersonRegistered
  | PersonChanged
  | PersonRemoved
  | GuardiansChanged
  | SiblingsChanged
  | SupervisorChanged
  | RestrictionRecorded
  | BuildingRegistered
  | BuildingChanged
  | GroupRegistered
  | GroupChanged
  | GroupRemoved
  | GroupMembersChanged
  | RosterImportCompleted
  | RoleAssigned
  | RoleUnassigned
  | DistrictFormRegistered
  | DistrictFormAvailabilityChanged;
