import type { RosterRole } from '@sightline/contracts';

export interface RoleMeaning {
  readonly role: RosterRole;
  /** `building`: at the organisation that the row names; `district`: everywhere, whichever organisation the row names. */
  readonly reach: 'building' | 'district';
  /** What the role means when its organisation is not a school; the same when left out. */
  readonly outsideSchool?: { readonly role: RosterRole; readonly reach: 'building' | 'district' };
}

const administrator: RoleMeaning = {
  role: 'principal',
  reach: 'building',
  outsideSchool: { role: 'administrator', reach: 'district' },
};

/**
 * OneRoster roles (1.1 `users.role`, 1.2 `roles.role`), in lower case, and what they are here. A 1.1 `administrator`
 * and a 1.2 `siteAdministrator` of a school decide as its building principal (C3). A `relative` is not a guardian:
 * a relative is told nothing and sees nothing.
 */
export const oneRosterRoles: ReadonlyMap<string, RoleMeaning> = new Map<string, RoleMeaning>([
  ['student', { role: 'student', reach: 'building' }],
  ['teacher', { role: 'teacher', reach: 'building' }],
  ['aide', { role: 'aide', reach: 'building' }],
  ['proctor', { role: 'aide', reach: 'building' }],
  ['counselor', { role: 'counselor', reach: 'building' }],
  ['principal', { role: 'principal', reach: 'building', outsideSchool: { role: 'administrator', reach: 'district' } }],
  ['siteadministrator', administrator],
  ['administrator', administrator],
  ['districtadministrator', { role: 'administrator', reach: 'district' }],
  [
    'systemadministrator',
    { role: 'technology', reach: 'building', outsideSchool: { role: 'technology', reach: 'district' } },
  ],
  ['guardian', { role: 'guardian', reach: 'district' }],
  ['parent', { role: 'guardian', reach: 'district' }],
  ['relative', { role: 'relative', reach: 'district' }],
]);

/** Enrolment roles, in lower case, and on which side of a class or activity they stand. */
export const enrollmentRoles: ReadonlyMap<string, 'student' | 'staff'> = new Map([
  ['student', 'student'],
  ['teacher', 'staff'],
  ['aide', 'staff'],
  ['administrator', 'staff'],
  ['proctor', 'staff'],
]);
