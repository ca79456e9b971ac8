import { createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';

/** Finds the public key that a token's header names. */
export type VerificationKeys = JWTVerifyGetKey;

const cacheMaxAgeMs = 10 * 60_000;
const cooldownMs = 30_000;
const timeoutMs = 3_000;

/** The provider does not hand out its keys: no token can be judged until it does. */
export class VerificationKeysUnavailable extends Error {
  constructor(options: ErrorOptions) {
    super('the sign-in keys cannot be read', options);
    this.name = 'VerificationKeysUnavailable';
  }
}

/**
 * Keys behind a JWKS URL (RFC 7517), kept for 10 minutes. A token that names an unknown key makes them be read again, at
 * most every 30 seconds, so that forged key ids cannot be turned into a flood of requests.
 */
export const keysAt = (jwksUrl: string): VerificationKeys =>
  createRemoteJWKSet(new URL(jwksUrl), {
    cacheMaxAge: cacheMaxAgeMs,
    cooldownDuration: cooldownMs,
    timeoutDuration: timeoutMs,
  });

/**
 * Keys of a provider whose JWKS URL is found where it describes itself (OpenID Connect Discovery 1.0 §4), once it answers.
 * The description must name the very issuer that was asked.
 */
export const keysOfIssuer = (issuer: string): VerificationKeys => {
  let found: Promise<VerificationKeys> | undefined;
  const discover = async (): Promise<VerificationKeys> => {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const description = response.ok ? ((await response.json()) as { issuer?: unknown; jwks_uri?: unknown }) : {};
    if (description.issuer !== issuer || typeof description.jwks_uri !== 'string')
      throw new Error(`${issuer} does not describe itself as an OpenID provider (${response.status})`);
    return keysAt(description.jwks_uri);
  };
  return async (header, token) => {
    found ??= discover().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return (await found)(header, token);
  };
};

/** Keys already in this process; `jwks` holds public keys. */
export const keysOf = (jwks: JSONWebKeySet): VerificationKeys => createLocalJWKSet(jwks);

/** Tells a token that names no key of ours from keys that cannot be read. @throws VerificationKeysUnavailable */
export const distinguishOutage =
  (keys: VerificationKeys): VerificationKeys =>
  async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      if (error instanceof errors.JOSENotSupported) throw error;
      throw new VerificationKeysUnavailable({ cause: error });
    }
  };
