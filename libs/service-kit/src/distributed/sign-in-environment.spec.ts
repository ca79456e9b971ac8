import { describe, expect, it } from '@jest/globals';
import { readSignIn } from './sign-in-environment.js';
import { InvalidEnvironment } from './variables.js';

const own = { OIDC_ISSUER: 'https://sightline.district.example/oidc' };
const external = {
  ...own,
  SIGN_IN_ISSUER: 'https://sign-in.district.example',
  SIGN_IN_AUDIENCE: 'https://sightline.district.example',
  SIGN_IN_CLIENT_ID: 'sightline',
};

describe('where people sign in', () => {
  it('is the portal unless another provider is named', () => {
    expect(readSignIn(own).external).toBeNull();
    expect(readSignIn(external).external).toEqual({
      issuer: 'https://sign-in.district.example',
      audience: 'https://sightline.district.example',
      clientId: 'sightline',
      jwksUrl: null,
      loginClaim: 'preferred_username',
    });
    const spelled = { SIGN_IN_JWKS_URL: 'https://keys.district.example/jwks', SIGN_IN_LOGIN_CLAIM: 'email' };
    expect(readSignIn({ ...external, ...spelled }).external).toMatchObject({
      jwksUrl: spelled.SIGN_IN_JWKS_URL,
      loginClaim: 'email',
    });
  });

  it('may be this computer in the clear, and no other', () => {
    expect(readSignIn({ ...external, SIGN_IN_ISSUER: 'http://127.0.0.1:9000' }).external!.issuer).toBe(
      'http://127.0.0.1:9000',
    );
  });

  it.each([
    ['SIGN_IN_AUDIENCE', ''],
    ['SIGN_IN_CLIENT_ID', ''],
    ['SIGN_IN_ISSUER', 'sign-in.district.example'],
    ['SIGN_IN_ISSUER', 'http://sign-in.district.example'],
    ['SIGN_IN_ISSUER', own.OIDC_ISSUER],
    ['SIGN_IN_JWKS_URL', 'http://127.0.0.1.example.org/jwks'],
  ])('is refused for %s=%p, by name', (name, value) => {
    const read = () => readSignIn({ ...external, [name]: value });
    expect(read).toThrow(InvalidEnvironment);
    expect(read).toThrow(new RegExp(`^${name} `));
  });
});
