export type {
  Clause,
  ClauseId,
  EscalationStep,
  FindingName,
  KindSettings,
  PolicySettings,
  PolicyVersion,
  PrincipalsAsked,
} from './policy-version.js';
export { clauseIds, findingNames } from './policy-version.js';
export { policyBookOf, PolicyVersionUnknown, type PolicyBook } from './policy-book.js';
export { amendedVersion, publishedVersion } from './amend-version.js';
export { noLongerAllowed, type ImpactReason, type LiveAuthorization } from './version-impact.js';
export { policyVersionFaults } from './policy-version-faults.js';
export { policyInForce, policyVersionById, policyVersions } from './policy-versions.js';
export { addDays, addDaysToMoment, isCalendarDate, isOfAge } from './calendar-date.js';
export { endReminders, renewalOpensOn } from './authorization-ends.js';
export type { FamilyOnRoster, OwnFamilySplit } from './rules.js';
export { copiesRequired, decidingBuildings, isStaff, latestEnd, ownFamily, requiredSides, taskDueAt } from './rules.js';
export { mayAccess, relationsWithAccess, type Relation, type Resource, type Verb } from './access.js';
export { rosterRules, type Consequence, type RosterRule } from './roster-changes.js';
