import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, randomUUID } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWTPayload } from 'jose';
import { Problem } from '../problem.js';
import { AccessTokenVerifier } from './access-token-verifier.js';
import type { AccessTokenRules } from './access-token-verifier.js';
import { tokensOfIssuers } from './tokens-of-issuers.js';
import { keysAt, keysOf, keysOfIssuer } from './verification-keys.js';

const issuer = 'http://127.0.0.1:8080/oidc';
const audience = 'urn:sightline:api';
const personId = '0193b2c4-0000-7000-8000-000000000001';
const startMs = Date.parse('2026-11-24T09:00:00Z');
const start = startMs / 1000;

let own: CryptoKey;
let ownPublic: CryptoKey;
let rsa: CryptoKey;
let pss: CryptoKey;
let stranger: CryptoKey;
let strangerPublic: CryptoKey;
let jwks: JSONWebKeySet;
let nowMs: number;

const goodClaims = (): JWTPayload => ({
  iss: issuer,
  aud: audience,
  sub: personId,
  iat: start,
  exp: start + 3600,
  jti: randomUUID(),
  client_id: 'portal',
  username: 'p.principal',
  sourced_id: 'T-1',
});
const goodHeader = { alg: 'ES256', typ: 'at+jwt', kid: 'own' };
const sign = (claims: JWTPayload, header: object = {}, key: CryptoKey = own): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ ...goodHeader, ...header }).sign(key);
const without = (...names: string[]): JWTPayload =>
  Object.fromEntries(Object.entries(goodClaims()).filter(([name]) => !names.includes(name)));
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const verifier = (changes: Partial<AccessTokenRules> = {}): AccessTokenVerifier =>
  new AccessTokenVerifier({ issuer, audience, keys: keysOf(jwks), clock: { now: () => new Date(nowMs) }, ...changes });
const refusal = async (token: string, judge = verifier()): Promise<string | undefined> => {
  try {
    await judge.verify(token);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (token !== '') expect(JSON.stringify(error.details)).not.toContain(token);
    return `${error.details.status} ${error.details.type}`;
  }
};

beforeAll(async () => {
  const [ownPair, rsaPair, pssPair, strangerPair] = await Promise.all([
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('PS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
  ]);
  own = ownPair.privateKey;
  ownPublic = ownPair.publicKey;
  rsa = rsaPair.privateKey;
  pss = pssPair.privateKey;
  stranger = strangerPair.privateKey;
  strangerPublic = strangerPair.publicKey;
  nowMs = startMs;
  jwks = {
    keys: [
      { ...(await exportJWK(ownPair.publicKey)), kid: 'own', alg: 'ES256', use: 'sig' },
      { ...(await exportJWK(rsaPair.publicKey)), kid: 'rsa' },
      { ...(await exportJWK(pssPair.publicKey)), kid: 'pss' },
    ],
  };
});

describe('a good access token', () => {
  it("is a person's, or a machine's when subject and client are one", async () => {
    const claims = goodClaims();
    expect(await verifier().verify(await sign(claims))).toStrictEqual({
      kind: 'person',
      personId,
      sourcedId: 'T-1',
      username: 'p.principal',
      tokenId: claims.jti,
    });
    const machine = { ...goodClaims(), sub: 'district-it', client_id: 'district-it', scope: 'roster webhooks' };
    expect(await verifier().verify(await sign(machine))).toStrictEqual({
      kind: 'client',
      clientId: 'district-it',
      scopes: ['roster', 'webhooks'],
    });
  });

  it('may be signed with RS256 and have several audiences', async () => {
    const token = await sign({ ...goodClaims(), aud: ['other', audience] }, { alg: 'RS256', kid: 'rsa' }, rsa);
    expect(await refusal(token)).toBeUndefined();
  });
});

const forged: Readonly<Record<string, () => string | Promise<string>>> = {
  'alg none': () => `${base64({ ...goodHeader, alg: 'none' })}.${base64(goodClaims())}.`,
  'alg none with a signature': async () => {
    const [, , signature] = (await sign(goodClaims())).split('.');
    return `${base64({ ...goodHeader, alg: 'None' })}.${base64(goodClaims())}.${signature}`;
  },
  'HS256 keyed with the public key': async () => {
    const input = `${base64({ ...goodHeader, alg: 'HS256' })}.${base64(goodClaims())}`;
    return `${input}.${createHmac('sha256', await exportSPKI(ownPublic))
      .update(input)
      .digest('base64url')}`;
  },
  'an algorithm off the list, with a key of ours': () => sign(goodClaims(), { alg: 'PS256', kid: 'pss' }, pss),
  'RS256 in the header of an ES256 signature': async () => {
    const [, claims, signature] = (await sign(goodClaims())).split('.');
    return `${base64({ ...goodHeader, alg: 'RS256' })}.${claims}.${signature}`;
  },
  expired: () => sign({ ...goodClaims(), iat: start - 7200, exp: start - 3600 }),
  'without exp': () => sign(without('exp')),
  'without iat': () => sign(without('iat')),
  'without sub': () => sign(without('sub')),
  'without jti': () => sign(without('jti')),
  'without client_id': () => sign(without('client_id')),
  'issued in the future': () => sign({ ...goodClaims(), iat: start + 600, exp: start + 4200 }),
  'not yet valid (nbf)': () => sign({ ...goodClaims(), nbf: start + 600 }),
  'another issuer': () => sign({ ...goodClaims(), iss: 'http://127.0.0.1:8080' }),
  'another audience': () => sign({ ...goodClaims(), aud: 'urn:other:api' }),
  'typ JWT': () => sign(goodClaims(), { typ: 'JWT' }),
  'no typ': () => sign(goodClaims(), { typ: undefined }),
  'an id token': () => sign({ ...goodClaims(), aud: 'portal', client_id: undefined, nonce: 'n' }, { typ: 'JWT' }),
  'an id token for the same audience': () => sign(without('client_id', 'jti'), { typ: 'JWT' }),
  'its own key in the header (jwk)': async () =>
    sign(goodClaims(), { jwk: await exportJWK(strangerPublic), kid: undefined }, stranger),
  'its own key beside our signature (jwk)': async () => sign(goodClaims(), { jwk: await exportJWK(ownPublic) }),
  'a key address in the header (jku)': () => sign(goodClaims(), { jku: 'https://evil.example/jwks' }),
  'a certificate address in the header (x5u)': () => sign(goodClaims(), { x5u: 'https://evil.example/x5u' }),
  'a certificate in the header (x5c)': () => sign(goodClaims(), { x5c: ['MIIB'] }),
  'a critical extension': async () =>
    new SignJWT(goodClaims())
      .setProtectedHeader({ ...goodHeader, crit: ['exp'], exp: 1 } as never)
      .sign(own, { crit: { exp: true } }),
  'a key id that is a path': () => sign(goodClaims(), { kid: '../../../../dev/null' }, stranger),
  'an unknown key id': () => sign(goodClaims(), { kid: 'new' }, stranger),
  "a stranger's signature under our key id": () => sign(goodClaims(), {}, stranger),
  'a signature cut short': async () => (await sign(goodClaims())).slice(0, -8),
  'no signature': async () => (await sign(goodClaims())).replace(/[^.]*$/, ''),
  'two parts': async () => (await sign(goodClaims())).split('.').slice(0, 2).join('.'),
  'claims changed after signing': async () => {
    const [header, , signature] = (await sign(goodClaims())).split('.');
    return `${header}.${base64({ ...goodClaims(), sub: randomUUID() })}.${signature}`;
  },
  'a subject nobody can be': () => sign({ ...goodClaims(), sub: 'admin' }),
  'a subject that is no text': () => sign({ ...goodClaims(), sub: 1 as never }),
  'an expiry that is no number': () => sign({ ...goodClaims(), exp: '9999999999' as never }),
  'padding around it': async () => `${await sign(goodClaims())}=`,
  'far too long': () => sign({ ...goodClaims(), filling: 'x'.repeat(9_000) }),
  empty: () => '',
  nonsense: () => 'a.b.c',
};

describe('a forged access token is refused:', () => {
  it.each(Object.entries(forged))('%s', async (_, forge) => {
    expect(await refusal(await forge())).toBe('401 not-signed-in');
  });
});

describe('the memory of verified tokens', () => {
  it('asks for no key within a minute, and asks again after it', async () => {
    nowMs = startMs;
    let asked = 0;
    const counting: AccessTokenRules['keys'] = (header, token) => {
      asked += 1;
      return keysOf(jwks)(header, token);
    };
    const judge = verifier({ keys: counting });
    const token = await sign(goodClaims());
    await judge.verify(token);
    nowMs += 59_000;
    await judge.verify(token);
    expect(asked).toBe(1);
    nowMs += 1_000;
    await judge.verify(token);
    expect(asked).toBe(2);
    nowMs = startMs;
  });

  it('never outlives the token', async () => {
    const judge = verifier();
    const token = await sign({ ...goodClaims(), exp: start + 10 });
    expect(await refusal(token, judge)).toBeUndefined();
    nowMs = startMs + 16_000;
    expect(await refusal(token, judge)).toBe('401 not-signed-in');
    nowMs = startMs;
  });

  it('is bounded', async () => {
    let asked = 0;
    const counting: AccessTokenRules['keys'] = (header, token) => {
      asked += 1;
      return keysOf(jwks)(header, token);
    };
    const judge = verifier({ keys: counting, cachedTokensMax: 1 });
    const [one, two] = [await sign(goodClaims()), await sign(goodClaims())];
    for (const token of [one, two, one]) await judge.verify(token);
    expect(asked).toBe(3);
  });

  it('answers a known token within microseconds', async () => {
    const judge = verifier();
    const token = await sign(goodClaims());
    await judge.verify(token);
    const rounds = 2_000;
    const begin = process.hrtime.bigint();
    for (let round = 0; round < rounds; round += 1) await judge.verify(token);
    const microsecondsEach = Number(process.hrtime.bigint() - begin) / 1_000 / rounds;
    expect(microsecondsEach).toBeLessThan(50);
  });
});

describe('keys', () => {
  it('that cannot be read are an outage, not a bad token', async () => {
    const token = await sign(goodClaims());
    const judge = verifier({ keys: keysAt('http://127.0.0.1:9/jwks') });
    expect(await refusal(token, judge)).toBe('503 sign-in-unavailable');
  });
});

describe("an external provider's people", () => {
  const find = async (login: string) =>
    login === 'p.principal@example.org' ? { personId, username: 'p.principal' } : undefined;
  const external = (): AccessTokenVerifier => verifier({ roster: { claim: 'email', find } });

  it('are found on the roster by the configured claim', async () => {
    const claims = { ...goodClaims(), sub: 'external|7', email: 'p.principal@example.org', email_verified: true };
    expect(await external().verify(await sign(claims))).toStrictEqual({
      kind: 'person',
      personId,
      username: 'p.principal',
      tokenId: claims.jti,
    });
  });

  it('are refused when nobody on the roster is meant, or the address is not verified', async () => {
    const claims = { ...goodClaims(), sub: 'external|7', email_verified: true };
    expect(await refusal(await sign({ ...claims, email: 'x@example.org' }), external())).toBe('401 not-signed-in');
    expect(await refusal(await sign(claims), external())).toBe('401 not-signed-in');
    const unverified = { ...claims, email: 'p.principal@example.org', email_verified: false };
    expect(await refusal(await sign(unverified), external())).toBe('401 not-signed-in');
  });
});

describe('an issuer that may not give tokens to everybody', () => {
  const machineClaims = () => ({ ...goodClaims(), sub: 'robot', client_id: 'robot', scope: 'internal' });

  it('is not believed about machines where it is for people, nor the other way round', async () => {
    const [person, machine] = [await sign(goodClaims()), await sign(machineClaims())];
    expect(await refusal(machine, verifier({ bearers: 'people' }))).toBe('401 not-signed-in');
    expect(await refusal(person, verifier({ bearers: 'people' }))).toBeUndefined();
    expect(await refusal(person, verifier({ bearers: 'machines' }))).toBe('401 not-signed-in');
    expect(await refusal(machine, verifier({ bearers: 'machines' }))).toBeUndefined();
  });

  it('is not believed about a token that was given to another application', async () => {
    const token = await sign(goodClaims());
    expect(await refusal(token, verifier({ clientId: 'portal' }))).toBeUndefined();
    expect(await refusal(token, verifier({ clientId: 'lunch-menu' }))).toBe('401 not-signed-in');
  });
});

describe('two issuers', () => {
  const other = 'https://sign-in.district.example';

  it('are each judged by their own rules, and nobody else by any', async () => {
    const judge = tokensOfIssuers({
      [issuer]: verifier({ bearers: 'machines' }),
      [other]: verifier({ issuer: other, bearers: 'people' }),
    });
    const verify = (claims: JWTPayload) => sign(claims).then((token) => judge.verify(token));
    const machine = { ...goodClaims(), sub: 'robot', client_id: 'robot' };
    await expect(verify({ ...goodClaims(), iss: other })).resolves.toMatchObject({ kind: 'person' });
    await expect(verify(machine)).resolves.toMatchObject({ kind: 'client' });
    await expect(verify(goodClaims())).rejects.toBeInstanceOf(Problem);
    await expect(verify({ ...machine, iss: other })).rejects.toBeInstanceOf(Problem);
    for (const iss of ['https://somebody.example', `${other}/`, '', 'constructor', '__proto__'])
      await expect(verify({ ...goodClaims(), iss })).rejects.toThrow('issuer that is not accepted');
    for (const token of ['', 'a.b.c', 'x'.repeat(10_000)])
      await expect(judge.verify(token)).rejects.toBeInstanceOf(Problem);
  });
});

describe('a provider that is found by its own description', () => {
  it('is an outage until it answers, and is asked again', async () => {
    const judge = verifier({ keys: keysOfIssuer('http://127.0.0.1:9') });
    const token = await sign(goodClaims());
    for (let times = 0; times < 2; times += 1) expect(await refusal(token, judge)).toBe('503 sign-in-unavailable');
  });
});
