import { fastify } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createHash } from 'node:crypto';
import { freePort } from './running-portal.js';

export const foreignClient = {
  id: 'sightline',
  secret: 'a-secret-of-the-spec',
  audience: 'urn:district:sightline',
} as const;

interface Begun {
  readonly nonce: string;
  readonly challenge: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** An OpenID provider of a district: signs everybody in as one person, gives no refresh token, ends sessions. Each lie it can tell is off at first. */
export async function runForeignProvider(username: string) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const { privateKey: strangersKey } = await generateKeyPair('RS256');
  const publicKeys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] };
  const codes = new Map<string, Begun>();
  const lies = { nonce: false, issuer: false, signature: false, down: false };
  let seen: URLSearchParams | undefined;

  const signed = (claims: object, audience: string, type: string): Promise<string> =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: type })
      .setIssuer(lies.issuer ? 'https://elsewhere.example' : issuer)
      .setSubject('external-subject')
      .setAudience(audience)
      .setIssuedAt()
      .setJti(crypto.randomUUID())
      .setExpirationTime('10m')
      .sign(lies.signature ? strangersKey : privateKey);

  const server = fastify();
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  server.get('/.well-known/openid-configuration', () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    end_session_endpoint: `${issuer}/end`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }));
  server.get('/keys', () => publicKeys);
  server.get('/authorize', (request, reply) => {
    seen = new URL(request.url, issuer).searchParams;
    const code = crypto.randomUUID();
    codes.set(code, { nonce: seen.get('nonce')!, challenge: seen.get('code_challenge')! });
    const back = new URL(seen.get('redirect_uri')!);
    back.search = new URLSearchParams({ code, state: seen.get('state')! }).toString();
    return reply.redirect(back.href, 303);
  });
  server.post('/token', async (request, reply) => {
    if (lies.down) return reply.status(503).send();
    const form = request.body as URLSearchParams;
    // RFC 6749 §2.3.1: both parts are form-encoded.
    const basic = decodeURIComponent(
      Buffer.from(String(request.headers.authorization).slice('Basic '.length), 'base64').toString(),
    );
    const begun = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const good = begun && basic === `${foreignClient.id}:${foreignClient.secret}`;
    if (!good || sha256(form.get('code_verifier') ?? '') !== begun.challenge)
      return reply.status(400).send({ error: 'invalid_grant' });
    return {
      access_token: await signed(
        { preferred_username: username, client_id: foreignClient.id },
        foreignClient.audience,
        'at+jwt',
      ),
      id_token: await signed({ nonce: lies.nonce ? 'another' : begun.nonce }, foreignClient.id, 'JWT'),
      token_type: 'Bearer',
      expires_in: 600,
    };
  });
  await server.listen({ host: '127.0.0.1', port });
  return {
    issuer,
    publicKeys,
    lies,
    /** What the portal last asked with. */
    asked: () => seen,
    stop: () => server.close(),
  };
}
