/** Injection tokens of this service's controllers about messages. */
export const LOOK_AT_MESSAGES = Symbol('messaging-archive.look-at-messages');
export const CAPTURE_MESSAGE = Symbol('messaging-archive.capture-message');
/** What a policy version allows a copy to be late. */
export const ALLOWED_SECONDS = Symbol('messaging-archive.allowed-seconds');
export const SEARCH_MESSAGES = Symbol('messaging-archive.search-messages');
/** Who looks, when, by which roster. */
export const LOOKING = Symbol('messaging-archive.looking');
export const OPEN_RECORDS_REQUEST = Symbol('messaging-archive.open-records-request');
export const ANSWER_RECORDS_REQUEST = Symbol('messaging-archive.answer-records-request');
export const SAY_ABOUT_MESSAGE = Symbol('messaging-archive.say-about-message');
export const MESSAGE_IMPORTS = Symbol('messaging-archive.message-imports');
