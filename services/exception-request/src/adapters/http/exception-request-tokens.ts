/** Injection tokens of this service's controllers. */
export const DATABASE = Symbol('exception-request.database');
export const REQUEST_WORDS = Symbol('exception-request.words');
export const SUBMIT_REQUEST = Symbol('exception-request.submit');
export const WITHDRAW_REQUEST = Symbol('exception-request.withdraw');
export const PEOPLE = Symbol('exception-request.people');
export const SAVE_DRAFT = Symbol('exception-request.save-draft');
export const RENEW_REQUEST = Symbol('exception-request.renew');
