import { hash } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';
import type { Caller, KnownPerson } from './caller.js';
import { notSignedIn, signInUnavailable } from './sign-in-problems.js';
import { distinguishOutage, VerificationKeysUnavailable } from './verification-keys.js';
import type { VerificationKeys } from './verification-keys.js';

export interface AccessTokenRules {
  /** Exactly the `iss` of a good token. */
  readonly issuer: string;
  /** Must be among the `aud` of a good token. */
  readonly audience: string;
  readonly keys: VerificationKeys;
  readonly clock: Clock;
  /**
   * For an external provider, whose `sub` the roster does not know: the claim that holds the roster's `username`, `email`
   * or `sourcedId`, and who that is. Without it the `sub` of a person's token is the person's id.
   */
  readonly roster?: { readonly claim: string; find(login: string): Promise<KnownPerson | undefined> };
  /** Whose tokens this issuer may give: everybody's unless said otherwise. */
  readonly bearers?: 'people' | 'machines';
  /** The client to which a good token was given (`client_id`); any client unless said otherwise. */
  readonly clientId?: string;
  /** Tokens held at once; 10,000 unless said otherwise. */
  readonly cachedTokensMax?: number;
}

const algorithms: ['ES256', 'RS256'] = ['ES256', 'RS256'];
const requiredClaims = ['iss', 'aud', 'sub', 'exp', 'iat', 'jti', 'client_id'];
/** Headers by which a token would bring its own key, or its own rules. */
const refusedHeaders = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64'];
const clockToleranceSeconds = 5;
const cachedMsMax = 60_000;
const tokenLengthMax = 8_192;
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface VerifiedToken {
  readonly caller: Caller;
  readonly goodUntilMs: number;
}

/**
 * Judges bearer access tokens: JWTs in the profile of RFC 9068 (`typ` `at+jwt`; iss, aud, sub, exp, iat, jti and client_id
 * required), signed with ES256 or RS256 by a key of the provider. A token whose `sub` is its `client_id` is a machine's,
 * any other a person's. A verified token is remembered, by its SHA-256, until it expires and for at most 60 seconds; a
 * refused one never is.
 */
export class AccessTokenVerifier {
  private readonly verified: LRUCache<string, VerifiedToken>;
  private readonly keys: VerificationKeys;

  constructor(private readonly rules: AccessTokenRules) {
    this.verified = new LRUCache({ max: rules.cachedTokensMax ?? 10_000 });
    this.keys = distinguishOutage(rules.keys);
  }

  /**
   * Who the bearer is.
   *
   * @throws Problem `not-signed-in` (401) for any token that is not good, without saying more of it than which rule it broke
   * @throws Problem `sign-in-unavailable` (503) while the provider's keys cannot be read
   */
  async verify(token: string): Promise<Caller> {
    if (token.length > tokenLengthMax) throw notSignedIn('The access token is too long.');
    const fingerprint = hash('sha256', token, 'base64');
    const nowMs = this.rules.clock.now().getTime();
    const known = this.verified.get(fingerprint);
    if (known !== undefined && nowMs < known.goodUntilMs) return known.caller;

    const payload = await this.verifiedPayload(token);
    const caller = await this.callerOf(payload);
    const goodUntilMs = Math.min(Number(payload.exp) * 1000, nowMs + cachedMsMax);
    this.verified.set(fingerprint, { caller, goodUntilMs });
    return caller;
  }

  private async verifiedPayload(token: string): Promise<JWTPayload> {
    try {
      const header = decodeProtectedHeader(token);
      const refused = refusedHeaders.find((name) => name in header);
      if (refused !== undefined) throw new errors.JWSInvalid(`header ${refused} is not accepted`);
      const now = this.rules.clock.now();
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        algorithms,
        typ: 'at+jwt',
        requiredClaims,
        clockTolerance: clockToleranceSeconds,
        currentDate: now,
      });
      if (Number(payload.iat) > now.getTime() / 1000 + clockToleranceSeconds)
        throw new errors.JWTClaimValidationFailed('issued in the future', payload, 'iat');
      return payload;
    } catch (error) {
      if (error instanceof VerificationKeysUnavailable) throw signInUnavailable();
      if (error instanceof errors.JWTExpired) throw notSignedIn('The access token has expired.');
      if (error instanceof errors.JWTClaimValidationFailed)
        throw notSignedIn(`The access token's claim "${error.claim}" is missing or not acceptable.`);
      throw notSignedIn('The access token is not acceptable.');
    }
  }

  private async callerOf(payload: JWTPayload): Promise<Caller> {
    const { sub, jti, client_id: clientId } = payload;
    const { bearers } = this.rules;
    if (this.rules.clientId !== undefined && clientId !== this.rules.clientId)
      throw notSignedIn('The access token was given to another application.');
    if (typeof sub !== 'string' || typeof jti !== 'string' || sub === '' || jti === '')
      throw notSignedIn('The access token names no subject.');
    if (sub === clientId) {
      if (bearers === 'people') throw notSignedIn('Machine clients sign in at another provider.');
      const scope = typeof payload['scope'] === 'string' ? payload['scope'] : '';
      return { kind: 'client', clientId, scopes: scope.split(' ').filter((word) => word !== '') };
    }
    if (bearers === 'machines') throw notSignedIn('People sign in at another provider.');
    const person = this.rules.roster === undefined ? personInToken(payload, sub) : await this.personOnRoster(payload);
    return { kind: 'person', ...person, tokenId: jti };
  }

  private async personOnRoster(payload: JWTPayload): Promise<KnownPerson> {
    const { claim, find } = this.rules.roster!;
    const login = payload[claim];
    if (typeof login !== 'string' || login === '') throw notSignedIn(`The access token lacks the claim "${claim}".`);
    if (claim === 'email' && payload['email_verified'] !== true)
      throw notSignedIn('The provider has not verified the e-mail address in the access token.');
    const person = await find(login);
    if (person === undefined) throw notSignedIn('Nobody on the roster belongs to this access token.');
    const { personId, sourcedId, username } = person;
    return { personId, username, ...(sourcedId === undefined ? {} : { sourcedId }) };
  }
}

const personInToken = (payload: JWTPayload, sub: string): KnownPerson => {
  if (!uuidForm.test(sub)) throw notSignedIn('The access token names nobody of the roster.');
  const { username, sourced_id: sourcedId } = payload;
  if (typeof username !== 'string') throw notSignedIn('The access token lacks the claim "username".');
  return { personId: sub.toLowerCase(), username, ...(typeof sourcedId === 'string' ? { sourcedId } : {}) };
};
