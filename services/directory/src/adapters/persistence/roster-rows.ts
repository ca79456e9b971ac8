import type { RestrictionKind } from '@sightline/contracts';
import type { BuildingType, RosterRoleAt } from '../../domain/index.js';

/** The roster's tables as PostgreSQL gives them; dates as text. */
export interface BuildingRow {
  id: string;
  sourced_id: string;
  name: string;
  type: BuildingType;
  parent_sourced_id: string | null;
}

export interface PersonRow {
  id: string;
  sourced_id: string;
  active: boolean;
  username: string;
  given_name: string;
  family_name: string;
  preferred_given_name: string | null;
  preferred_family_name: string | null;
  email: string | null;
  phone: string | null;
  sms: string | null;
  enabled: boolean;
  language: string | null;
  birth_date: string | null;
  roles: readonly RosterRoleAt[];
  technology: readonly (string | null)[];
  supervisor_sourced_id: string | null;
  sibling_sourced_ids: readonly string[];
}

export interface GroupRow {
  id: string;
  sourced_id: string;
  active: boolean;
  title: string;
  kind: 'class' | 'activity';
  building_sourced_id: string;
  ends_on: string | null;
}

export interface MemberRow {
  group_sourced_id: string;
  person_sourced_id: string;
  role: 'student' | 'staff';
}

export interface GuardianshipRow {
  student_sourced_id: string;
  guardian_sourced_id: string;
  place_on_student_row: number | null;
  on_guardian_row: boolean;
}

export interface RestrictionRow {
  id: string;
  key: string;
  student_sourced_id: string;
  guardian_sourced_id: string;
  kinds: readonly RestrictionKind[];
  starts_on: string;
  ends_on: string | null;
  reference: string;
}
