export * from './message-import.decider.js';
export * from './reckoning.js';
export * from './tally.js';
export * from './thread-of.js';
