export * from './message-record.js';
export * from './message-record.decider.js';
