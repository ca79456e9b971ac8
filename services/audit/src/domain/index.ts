export { canonicalJson } from './canonical-json.js';
export { clausesOfEvent } from './clauses-of-event.js';
export { causesFirst } from './causes-first.js';
