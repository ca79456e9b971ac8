import { decodeJwt } from 'jose';
import type { Caller } from './caller.js';
import { notSignedIn } from './sign-in-problems.js';

/** Judges bearer access tokens. */
export interface AccessTokens {
  /** @throws Problem `not-signed-in` (401), `sign-in-unavailable` (503) */
  verify(token: string): Promise<Caller>;
}

const tokenLengthMax = 8_192;

/** What the token says of its issuer; believed only in so far as that issuer's own keys are then asked. */
const claimedIssuer = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

/** One judge for each issuer, by exactly its `iss`. Tokens of anybody else are refused before any key is read. */
export const tokensOfIssuers = (judges: Readonly<Record<string, AccessTokens>>): AccessTokens => {
  const byIssuer = new Map(Object.entries(judges));
  return {
    async verify(token) {
      if (token.length > tokenLengthMax) throw notSignedIn('The access token is too long.');
      const judge = byIssuer.get(claimedIssuer(token) ?? '');
      if (judge === undefined) throw notSignedIn('The access token is of an issuer that is not accepted here.');
      return judge.verify(token);
    },
  };
};
