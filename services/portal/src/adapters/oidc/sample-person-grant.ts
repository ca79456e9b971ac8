import type { IncomingMessage } from 'node:http';
import { errors } from 'oidc-provider';
import type { Provider, ResourceServer } from 'oidc-provider';
import { samplePersonGrant } from './provider-clients.js';
import { loginOf } from './sign-in-people.js';
import type { SignInPeople } from './sign-in-people.js';

/** Requests that were made on this computer; whoever takes in requests adds them, and nothing else is believed. */
export const requestsFromThisComputer = new WeakSet<IncomingMessage>();

/**
 * `grant_type=urn:sightline:grant:sample-person&username=…`: an access token for the person of the roster whose username,
 * e-mail or sourcedId it is. Without a password, so for requests from this computer only.
 *
 * Answers `invalid_grant` for a login that belongs to nobody (RFC 6749 §5.2).
 */
export const registerSamplePersonGrant = (
  provider: Provider,
  people: SignInPeople,
  audience: string,
  resourceServerFor: (clientId: string) => ResourceServer,
): void =>
  provider.registerGrantType<{ username?: string }>(
    samplePersonGrant,
    async (ctx) => {
      const { client, params } = ctx.oidc;
      if (!requestsFromThisComputer.has(ctx.req)) throw new errors.AccessDenied('only on this computer (loopback)');
      const login = loginOf(params.username);
      if (login === undefined) throw new errors.InvalidRequest('username must be given, with at most 320 characters');
      const person = await people.find(login);
      if (person === undefined)
        throw new errors.CustomOIDCProviderError(
          'invalid_grant',
          'nobody on the roster has this username, email or sourcedId',
        );

      const token = new provider.AccessToken({
        client,
        accountId: person.personId,
        grantId: '',
        gty: samplePersonGrant,
        resourceServer: new provider.ResourceServer(audience, resourceServerFor(client.clientId)),
      });
      const value = await token.save();
      ctx.body = { access_token: value, token_type: token.tokenType, expires_in: token.expiration };
    },
    ['username'],
  );
