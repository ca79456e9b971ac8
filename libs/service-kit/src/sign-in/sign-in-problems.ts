import { Problem } from '../problem.js';

/** Nobody is signed in, or the token is not good. `detail` never repeats the token. */
export const notSignedIn = (detail: string): Problem =>
  new Problem({
    type: 'not-signed-in',
    status: 401,
    title: 'Not signed in',
    detail,
    remedy: 'Send a valid access token in the header "Authorization: Bearer <token>".',
  });

/** Signed in, but the door is closed to this kind of caller. */
export const notAllowed = (detail: string): Problem =>
  new Problem({ type: 'not-allowed', status: 403, title: 'Not allowed', detail });

/** Access tokens cannot be judged now: the provider's keys cannot be read. */
export const signInUnavailable = (): Problem =>
  new Problem({
    type: 'sign-in-unavailable',
    status: 503,
    title: 'Sign-in is not available',
    detail: 'The keys of the sign-in provider cannot be read at the moment.',
    retryAfterSeconds: 5,
  });
