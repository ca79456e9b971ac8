import type { RosterRole } from '@sightline/contracts';
import type { Me } from '../api/resources.ts';

const staffRoles: readonly RosterRole[] = ['teacher', 'aide', 'counselor', 'principal', 'administrator', 'technology'];
const familyRoles: readonly RosterRole[] = ['guardian', 'student', 'relative'];

const holds = (me: Me, roles: readonly RosterRole[]): boolean => me.roles.some(({ role }) => roles.includes(role));

/** Who may ask, and may be asked to decide. The pages show what fits; what is allowed is decided behind the API. */
export const isStaff = (me: Me): boolean => holds(me, staffRoles);
export const isFamily = (me: Me): boolean => holds(me, familyRoles);
