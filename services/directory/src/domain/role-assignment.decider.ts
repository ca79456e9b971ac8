import type { FactOf, RoleAssigned, RoleAtBuilding, RoleUnassigned, RosterRole } from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider } from '@sightline/decider';

type RoleFact = FactOf<RoleAssigned | RoleUnassigned>;

/** Roles that a person holds by an operator's word, beside those of the roster. */
export interface AssignedRoles {
  readonly held: readonly RoleAtBuilding[];
}

/** What the roster cannot say; every other role comes from the roster alone. */
const assignableRoles = ['operator', 'auditor', 'reviewer', 'technology'] as const satisfies readonly RosterRole[];

export type RoleCommand =
  | {
      readonly kind: 'assign';
      readonly personId: string;
      readonly role: RosterRole;
      readonly buildingId: string | null;
      readonly byPersonId: string | null;
    }
  | {
      readonly kind: 'unassign';
      readonly personId: string;
      readonly role: RosterRole;
      readonly buildingId: string | null;
      readonly byPersonId: string | null;
    };

export type RoleRefusal = 'role-comes-from-roster' | 'own-role';

const isHeld = (state: AssignedRoles, role: RosterRole, buildingId: string | null): boolean =>
  state.held.some((at) => at.role === role && (at.buildingId ?? null) === buildingId);

/** Who is auditor, operator, reviewer or of the technology department beyond the roster. Nobody gives a role to himself. */
export const roleAssignmentDecider: Decider<AssignedRoles, RoleCommand, RoleFact, RoleRefusal> = {
  initialState: { held: [] },
  evolve(state, { type, data }) {
    const others = state.held.filter((at) => at.role !== data.role || (at.buildingId ?? null) !== data.buildingId);
    if (type === 'sightline.directory.role-unassigned.v1') return { held: others };
    return {
      held: [...others, { role: data.role, ...(data.buildingId === null ? {} : { buildingId: data.buildingId }) }],
    };
  },
  decide(command, state) {
    const { personId, role, buildingId, byPersonId } = command;
    if (!assignableRoles.some((assignable) => assignable === role))
      return refuse({
        refused: 'role-comes-from-roster',
        detail: `The role ${role} comes from the roster alone.`,
        remedy: `Roles that can be given here: ${assignableRoles.join(', ')}.`,
        field: 'role',
      });
    if (byPersonId === personId)
      return refuse({
        refused: 'own-role',
        detail: 'Nobody gives a role to himself or takes one from himself.',
        remedy: 'Ask another operator.',
        field: 'person',
      });
    const held = isHeld(state, role, buildingId);
    if (command.kind === 'assign')
      return held
        ? unchanged
        : accept({ type: 'sightline.directory.role-assigned.v1', data: { personId, role, buildingId } });
    return held
      ? accept({ type: 'sightline.directory.role-unassigned.v1', data: { personId, role, buildingId } })
      : unchanged;
  },
};
