/** Injection tokens of this service's controllers. */
export const DATABASE = Symbol('approval.database');
export const PEOPLE = Symbol('approval.people');
export const REQUEST_WORDS = Symbol('approval.request-words');
export const DECIDE_TASK = Symbol('approval.decide-task');
export const MOVE_TASK = Symbol('approval.move-task');
