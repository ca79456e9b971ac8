/** Injection tokens of this service's controllers. */
export const DATABASE = Symbol('approval.database');
export const PEOPLE = Symbol('approval.people');
export const REQUEST_WORDS = Symbol('approval.request-words');
export const CLOCK = Symbol('approval.clock');
export const POLICY_TODAY = Symbol('approval.policy-today');
export const DECIDE_TASK = Symbol('approval.decide-task');
export const MOVE_TASK = Symbol('approval.move-task');
export const DELEGATE_TASK = Symbol('approval.delegate-task');
export const COMMENT_TASK = Symbol('approval.comment-task');
export const ABSENCES = Symbol('approval.absences');
