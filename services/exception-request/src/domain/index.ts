export * from './request.js';
export * from './request.commands.js';
export { requestDecider } from './request.decider.js';
export * from './authorization.decider.js';
