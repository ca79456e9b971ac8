export { canonicalJson, NotCanonical } from './canonical-json.js';
export { leafHash } from './leaf-hash.js';
export { clausesOfEvent } from './clauses-of-event.js';
