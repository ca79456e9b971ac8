export * from './round.js';
export * from './round.commands.js';
export { evolveRound } from './evolve-round.js';
export { roundDecider } from './round.decider.js';
export { nextDeadline } from './deadlines.js';
export { withSubstitutes, type SubstituteOf } from './substitution.js';
export { absenceDecider } from './absence.decider.js';
export * from './absence.js';
export { breachesOf, roundRules, type RoundBreach, type RoundRule } from './prove-round.js';
