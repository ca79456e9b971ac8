/** Injection tokens of this service's controllers. */
/** The versions of the policy. */
export const POLICIES = Symbol('exception-request.policies');
export const DATABASE = Symbol('exception-request.database');
export const REQUEST_WORDS = Symbol('exception-request.words');
export const SUBMIT_REQUEST = Symbol('exception-request.submit');
export const WITHDRAW_REQUEST = Symbol('exception-request.withdraw');
export const PEOPLE = Symbol('exception-request.people');
export const SAVE_DRAFT = Symbol('exception-request.save-draft');
export const RENEW_REQUEST = Symbol('exception-request.renew');
export const REVOKE_AUTHORIZATION = Symbol('exception-request.revoke');
export const OBJECT_TO_AUTHORIZATION = Symbol('exception-request.object');
export const DISTRICT_TIME_ZONE = Symbol('exception-request.district-time-zone');
export const COPY_ADDRESSES = Symbol('exception-request.copy-addresses');
