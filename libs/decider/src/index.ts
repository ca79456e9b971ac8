export type { Decider, Decision, Refusal } from './decider.js';
export { accept, refuse, isRefusal, unchanged, fold } from './decider.js';
export { decisionSpecification } from './decision-specification.js';
