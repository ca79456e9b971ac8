export * from './request.js';
export * from './request.commands.js';
export type { JoinedAuthorization, RenewedAuthorization } from './follow-on.js';
export { requestDecider } from './request.decider.js';
export * from './authorization.js';
export * from './authorization.commands.js';
export { authorizationDecider } from './authorization.decider.js';
export { buildingsNow, rosterFindings, type OnRoster, type RosterFinding } from './roster-findings.js';
