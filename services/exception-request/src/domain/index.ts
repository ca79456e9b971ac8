export * from './request.js';
export * from './request.commands.js';
export type { JoinedAuthorization, RenewedAuthorization } from './follow-on-rules.js';
export { requestDecider } from './request.decider.js';
export * from './authorization.decider.js';
