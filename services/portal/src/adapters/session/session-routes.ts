import { problemOf, sendProblem } from '@sightline/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OpenSession } from '../../application/open-session.handler.js';
import { SignInRefused, type SessionStore, type SignInProvider } from '../../application/ports.js';
import { csrfTokenOf } from '../../application/session-secret.js';
import type { UseSession } from '../../application/use-session.handler.js';
import { pageHeaders } from '../../pages/html.js';
import { signInAgainPage, signInUnavailablePage } from '../../pages/sign-in.page.js';
import { safeReturnTo } from './return-to.js';
import type { SessionCookies } from './session-cookies.js';
import { comesFromOwnPage } from './session-in-place-of-token.js';

export interface SessionRoutes {
  readonly cookies: SessionCookies;
  readonly sessions: SessionStore;
  readonly provider: SignInProvider;
  readonly openSession: OpenSession;
  readonly useSession: UseSession;
  readonly publicUrl: string;
  /** Told of sign-ins that went wrong inside. */
  readonly onFailure: (error: unknown) => void;
}

const queryOf = (request: FastifyRequest): Readonly<Record<string, unknown>> =>
  request.query as Record<string, unknown>;

const show = (reply: FastifyReply, status: number, body: string): FastifyReply =>
  reply.status(status).headers(pageHeaders).send(body);

/**
 * `GET /sign-in` sends the browser to the provider, `GET /callback` takes it back and opens a session, `GET /session` tells a
 * page whether it has one and what to send with changes, `POST /sign-out` ends it.
 */
export function mountSessionRoutes(server: FastifyInstance, routes: SessionRoutes): void {
  const { cookies, sessions, provider, openSession, useSession, publicUrl, onFailure } = routes;

  server.get('/sign-in', async (request, reply) => {
    const returnTo = safeReturnTo(queryOf(request)['returnTo']);
    try {
      const { goTo, underWay } = await provider.begin(returnTo);
      await cookies.setUnderWay(reply, underWay);
      return await reply.redirect(goTo, 303);
    } catch (error) {
      onFailure(error);
      return show(reply, 503, signInUnavailablePage());
    }
  });

  server.get('/callback', async (request, reply) => {
    const underWay = await cookies.takeUnderWay(request, reply, queryOf(request)['state']);
    if (underWay === undefined) return show(reply, 400, signInAgainPage('/'));
    try {
      const here = new URL(request.url, publicUrl);
      const secret = await openSession.execute(here, underWay, cookies.secretOf(request));
      cookies.setSecret(reply, secret);
      return await reply.redirect(underWay.returnTo, 303);
    } catch (error) {
      if (error instanceof SignInRefused) return show(reply, 400, signInAgainPage(underWay.returnTo));
      onFailure(error);
      return show(reply, 503, signInUnavailablePage());
    }
  });

  server.get('/session', async (request, reply) => {
    const secret = cookies.secretOf(request);
    if (secret === undefined) return { signedIn: false };
    try {
      const session = await useSession.execute(secret, false);
      if (session) return { signedIn: true, csrfToken: csrfTokenOf(secret), endsAt: session.endsAt.toISOString() };
      cookies.clearSecret(reply);
      return { signedIn: false };
    } catch (error) {
      sendProblem(reply, '/session', problemOf(error));
      return reply;
    }
  });

  server.post('/sign-out', async (request, reply) => {
    const secret = cookies.secretOf(request);
    if (secret !== undefined) {
      if (!comesFromOwnPage(request, secret, publicUrl)) {
        const problem = {
          type: 'not-from-this-portal',
          status: 403,
          title: 'This did not come from a page of this portal',
        };
        sendProblem(reply, '/sign-out', problem);
        return reply;
      }
      const session = await sessions.find(secret);
      await sessions.close(secret);
      cookies.clearSecret(reply);
      return { goTo: await provider.signOutAddress(session?.tokens).catch(() => '/') };
    }
    return { goTo: '/' };
  });
}
