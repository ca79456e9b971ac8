export { canonicalJson } from './canonical-json.js';
export { clausesOfEvent } from './clauses-of-event.js';
export { causesFirst } from './causes-first.js';
export {
  completeSubtrees,
  consistencyPath,
  inclusionPath,
  joinSubtrees,
  rootOfInclusion,
  rootOfRow,
  rootsOfConsistency,
  TreeBuilder,
  type Hash,
  type HashPair,
  type LeafRange,
  type Subtree,
} from './merkle-tree.js';
