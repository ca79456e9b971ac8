export * from './round.js';
export * from './round.commands.js';
export { roundDecider } from './round.decider.js';
