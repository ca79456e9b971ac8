export * from './roster.js';
export type { AgentLink, RosterSnapshot, RosterCoverage, Coverage } from './roster-snapshot.js';
export {
  changesBetween,
  type KnownRoster,
  type ChangeOptions,
  type RosterChanges,
  type AwaitsConfirmation,
} from './roster-changes.js';
export { type RosterIdentities } from './roster-identities.js';
export { rosterFact, type RosterFact } from './roster-facts.js';
export { rolesOfPerson } from './roster-people-changes.js';
export { enrollmentRoles, oneRosterRoles } from './roster-roles.js';
export * from './role-assignment.decider.js';
export * from './district-form.decider.js';
export * from './policy-versions.decider.js';
export { recordedFacts } from './recorded-facts.decider.js';
