import { problemOf, sendProblem, type ProblemDetails } from '@sightline/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isCsrfTokenOf } from '../../application/session-secret.js';
import type { UseSession } from '../../application/use-session.handler.js';
import type { SessionCookies } from './session-cookies.js';

const csrfHeader = 'x-csrf-token';
/** Sent by a page with what it asks by itself, so that an unattended page does not keep a session alive. */
const backgroundHeader = 'x-background';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

const sessionOver: ProblemDetails = {
  type: 'session-over',
  status: 401,
  title: 'You are not signed in any more',
  detail: 'The session has ended. Nothing was changed.',
  remedy: 'Sign in again.',
};

const notFromAPage: ProblemDetails = {
  type: 'not-from-this-portal',
  status: 403,
  title: 'This did not come from a page of this portal',
  detail: `A change with a session cookie needs the ${csrfHeader} of that session. Nothing was changed.`,
  remedy: 'Open the page again and repeat it.',
};

/** Whether a change was sent by a page of this portal, for this session: the token is bound to the session, the origin is ours. */
export const comesFromOwnPage = (request: FastifyRequest, secret: string, publicUrl: string): boolean => {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== publicUrl) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  return isCsrfTokenOf(secret, request.headers[csrfHeader]);
};

/**
 * Lets a session stand for a bearer token on the API: the person's access token goes on in its place, the cookie does not.
 * A request that brings a token of its own is judged by that alone. Without either, nothing is added and the guard denies.
 */
export function acceptSessions(
  server: FastifyInstance,
  cookies: SessionCookies,
  useSession: UseSession,
  publicUrl: string,
): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/') || request.headers.authorization !== undefined) return;
    const secret = cookies.secretOf(request);
    if (secret === undefined) return;
    const refuse = (problem: ProblemDetails): unknown => {
      sendProblem(reply, request.url.split('?')[0]!, problem);
      return reply;
    };
    if (!safeMethods.has(request.method) && !comesFromOwnPage(request, secret, publicUrl)) return refuse(notFromAPage);
    try {
      const session = await useSession.execute(secret, request.headers[backgroundHeader] === undefined);
      if (session === undefined) {
        cookies.clearSecret(reply);
        return refuse(sessionOver);
      }
      delete request.raw.headers.cookie;
      request.raw.headers.authorization = `Bearer ${session.tokens.accessToken}`;
      return;
    } catch (error) {
      return refuse(problemOf(error));
    }
  });
}
