export * from './access.decider.js';
export * from './communication.js';
