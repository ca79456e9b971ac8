/** Injection tokens of this service's controllers about messages. */
export const LOOK_AT_MESSAGES = Symbol('messaging-archive.look-at-messages');
export const SEARCH_MESSAGES = Symbol('messaging-archive.search-messages');
