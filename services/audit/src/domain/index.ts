export { canonicalJson, isCanonicalJson } from './canonical-json.js';
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
export {
  judgeCase,
  type Breach,
  type CaseJudgement,
  type Duty,
  type DutyStatus,
  type ProveRound,
} from './conformance/judge-case.js';
export { obligations } from './conformance/obligations.js';
export { rules, type Known } from './conformance/rules.js';
export { countJudgement, nextDue, type Counts } from './conformance/count-judgement.js';
export { judgedTypes } from './conformance/judged-types.js';
