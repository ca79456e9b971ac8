export { districtFormDecider, type DistrictFormCommand } from './district-form.decider.js';
export * from './policy-versions.decider.js';
export { recordedFacts } from './recorded-facts.decider.js';
export { needsConfirmation, type StudentsLeaving } from './removal-share.js';
export { roleAssignmentDecider, type RoleCommand } from './role-assignment.decider.js';
export { rolesOfPerson } from './roles-of-person.js';
export type { RosterFact } from './roster-facts.js';
export { enrollmentRoles, oneRosterRoles } from './roster-roles.js';
export * from './relation-proposal.decider.js';
