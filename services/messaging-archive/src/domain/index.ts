export * from './access.decider.js';
export * from './communication.js';
export * from './disclosure.decider.js';
export * from './masking/index.js';
export * from './records-requests/index.js';
export * from './search/index.js';
