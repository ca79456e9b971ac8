import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const form = /^[\w-]{43}$/;

/** 256 random bits; only the browser that signed in holds them. */
export const newSessionSecret = (): string => randomBytes(32).toString('base64url');

export const isSessionSecret = (text: string | undefined): text is string => text !== undefined && form.test(text);

/** What a page must send with whatever changes something: only pages of this portal can read it, and it fits one session. */
export const csrfTokenOf = (sessionSecret: string): string =>
  createHmac('sha256', sessionSecret).update('csrf').digest('base64url');

/** Compares in a time that tells nothing. */
export const isCsrfTokenOf = (sessionSecret: string, sent: unknown): boolean => {
  if (typeof sent !== 'string') return false;
  const [expected, given] = [Buffer.from(csrfTokenOf(sessionSecret)), Buffer.from(sent)];
  return expected.length === given.length && timingSafeEqual(expected, given);
};
