import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { errors } from 'oidc-provider';
import { pageHeaders } from '../../pages/html.js';
import { signInStoppedPage } from '../../pages/sign-in.page.js';
import { providerPath } from './built-in-provider.js';
import type { BuiltInProvider } from './built-in-provider.js';
import { isLoopbackRequest } from './loopback.js';
import { requestsFromThisComputer } from './sample-person-grant.js';
import { signInInteraction } from './sign-in-interaction.js';
import { FormTooLarge, namesSamplePerson, readForm, withForm, withSampleClient } from './token-request.js';

/** The provider's doors, spelled exactly; any other address is not found, however it may be encoded. */
const doors: readonly { readonly form: RegExp; readonly kind: 'person' | 'page' | 'token' | 'open' }[] = [
  { form: /^\/auth(\/[\w-]+)?$/, kind: 'person' },
  { form: /^\/interaction\/([\w-]+)$/, kind: 'page' },
  { form: /^\/session\/end(\/confirm|\/success)?$/, kind: 'person' },
  { form: /^\/token$/, kind: 'token' },
  { form: /^\/jwks$/, kind: 'open' },
  { form: /^\/\.well-known\/(openid-configuration|oauth-authorization-server)$/, kind: 'open' },
];

const sendProblem = (response: ServerResponse, status: number, type: string, title: string, detail: string): void => {
  response
    .writeHead(status, { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify({ type: `urn:sightline:problem:${type}`, status, title, detail }));
};

const refuseElsewhere = (response: ServerResponse): void =>
  sendProblem(
    response,
    403,
    'sample-sign-in-is-local',
    'Only on this computer',
    'The sample sign-in works without a password and therefore on loopback only, not through a network or a proxy.',
  );

/** RFC 6749 §5.2. */
const sendSampleGrantOff = (response: ServerResponse): void => {
  const error = { error: 'unsupported_grant_type', error_description: 'the sample sign-in is turned off here' };
  response
    .writeHead(400, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(error));
};

/** Makes the provider's own addresses those of its issuer, whatever the request says of host and protocol. */
const presentAsIssuer = (request: IncomingMessage, issuer: URL): void => {
  delete request.headers['x-forwarded-host'];
  delete request.headers['forwarded'];
  request.headers.host = issuer.host;
  request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
};

/** Answers one request to the provider. */
const answer = ({ provider, issuer, options }: BuiltInProvider) => {
  const issuerUrl = new URL(issuer);
  const forward = provider.callback();
  const interact = signInInteraction(provider, options.people, options.suggestedPeople ?? []);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, path = '', query = ''] = /^\/oidc([^?]*)(\?.*)?$/.exec(request.url ?? '') ?? [];
    const door = doors.find(({ form }) => form.test(path));
    if (door === undefined)
      return sendProblem(response, 404, 'not-found', 'Not found', 'There is nothing at this address.');
    const here = isLoopbackRequest(request);
    if (door.kind === 'person' || door.kind === 'page') {
      if (!options.sampleGrant)
        return sendProblem(response, 403, 'no-sign-in-here', 'No sign-in here', 'People sign in at another provider.');
      if (!here) return refuseElsewhere(response);
    }
    presentAsIssuer(request, issuerUrl);
    if (door.kind === 'page') return interact(request, response, door.form.exec(path)![1]!);

    Object.assign(request, { originalUrl: request.url, url: `${path}${query}` });
    if (door.kind !== 'token' || request.method !== 'POST') return forward(request, response);
    const form = await readForm(request);
    if (!namesSamplePerson(form)) return forward(withForm(request, form), response);
    if (!options.sampleGrant) return sendSampleGrantOff(response);
    if (!here) return refuseElsewhere(response);
    const completed = withForm(request, withSampleClient(form));
    requestsFromThisComputer.add(completed);
    return forward(completed, response);
  };
};

const answerFailure = (error: unknown, response: ServerResponse, onFailure: (error: unknown) => void): void => {
  if (response.headersSent) return void response.destroy();
  if (error instanceof FormTooLarge)
    return sendProblem(response, 413, 'body-too-large', 'The body is too large', error.message);
  if (error instanceof errors.SessionNotFound) {
    const explanation = 'This sign-in has expired, or it was begun in another browser. Start again from the portal.';
    return void response.writeHead(400, pageHeaders).end(signInStoppedPage(explanation));
  }
  onFailure(error);
  sendProblem(response, 500, 'internal-error', 'Something went wrong here', 'Nothing was changed.');
};

/**
 * Mounts the provider at `/oidc`. Its requests keep their bodies: Fastify parses none of them. Addresses in answers are
 * those of `PUBLIC_URL`, never those of a request's `Host`.
 */
export const mountBuiltInProvider = async (server: FastifyInstance, builtIn: BuiltInProvider): Promise<void> => {
  const handle = answer(builtIn);
  await server.register(
    async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.all('/*', async (request, reply) => {
        reply.hijack();
        try {
          await handle(request.raw, reply.raw);
        } catch (error) {
          answerFailure(error, reply.raw, builtIn.options.onFailure);
        }
      });
    },
    { prefix: providerPath },
  );
};
