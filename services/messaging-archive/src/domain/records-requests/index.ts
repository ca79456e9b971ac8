export * from './records-request.js';
export * from './records-request.commands.js';
export * from './records-request.decider.js';
export * from './records-rules.js';
