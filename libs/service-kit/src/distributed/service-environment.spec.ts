import { describe, expect, it } from '@jest/globals';
import { readServiceEnvironment } from './service-environment.js';
import { InvalidEnvironment } from './variables.js';

const complete = {
  PORT: '8101',
  DATABASE_URL: 'postgres://directory@127.0.0.1/directory',
  KAFKA_BROKERS: 'one:9092,two:9092',
  PUBLIC_URL: 'https://sightline.district.example/',
  OIDC_ISSUER: 'https://sign-in.district.example',
  SERVICE_CLIENT_ID: 'service',
  SERVICE_CLIENT_SECRET: 'secret',
  DIRECTORY_URL: 'http://directory:8101',
  EXCEPTION_REQUEST_URL: 'http://exception-request:8102',
};

describe('the environment of a service', () => {
  it('is read with its defaults', () => {
    expect(readServiceEnvironment(complete)).toEqual({
      host: '127.0.0.1',
      port: 8101,
      databaseUrl: complete.DATABASE_URL,
      bus: 'kafka',
      kafkaBrokers: ['one:9092', 'two:9092'],
      kafkaTopicPrefix: 'sightline',
      logUrls: {},
      signIn: {
        issuer: complete.OIDC_ISSUER,
        audience: 'urn:sightline:api',
        jwksUrl: 'https://sign-in.district.example/jwks',
        tokenUrl: 'https://sign-in.district.example/token',
        loginClaim: null,
      },
      credentials: {
        tokenUrl: 'https://sign-in.district.example/token',
        clientId: 'service',
        clientSecret: 'secret',
        scope: 'internal',
      },
      directoryUrl: complete.DIRECTORY_URL,
      exceptionRequestUrl: complete.EXCEPTION_REQUEST_URL,
      publicUrl: 'https://sightline.district.example',
      districtTimeZone: 'America/Chicago',
      poolSizeMax: 5,
      trustedProxies: [],
    });
  });

  it.each([
    ...Object.keys(complete).map((name) => [name, '']),
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['BUS', 'pigeon'],
    ['OIDC_ISSUER', 'sign-in.district.example'],
    ['OIDC_JWKS_URL', 'file:///keys'],
    ['OIDC_TOKEN_URL', 'token'],
    ['DISTRICT_TIME_ZONE', 'Mars/Olympus'],
    ['DATABASE_POOL_SIZE', '0'],
    ['DATABASE_POOL_SIZE', '2.5'],
  ])('is refused for %s=%p, by name', (name, value) => {
    const read = () => readServiceEnvironment({ ...complete, [name!]: value });
    expect(read).toThrow(InvalidEnvironment);
    expect(read).toThrow(new RegExp(`^${name} `));
  });

  it('follows an external provider to its own addresses, and to the claim that names people', () => {
    const external = {
      OIDC_JWKS_URL: 'https://sign-in.district.example/oauth/keys',
      OIDC_TOKEN_URL: 'https://sign-in.district.example/oauth/token',
      OIDC_AUDIENCE: 'sightline',
      OIDC_LOGIN_CLAIM: 'preferred_username',
    };
    const { signIn, credentials } = readServiceEnvironment({ ...complete, ...external });
    expect(signIn).toEqual({
      issuer: complete.OIDC_ISSUER,
      audience: 'sightline',
      jwksUrl: external.OIDC_JWKS_URL,
      tokenUrl: external.OIDC_TOKEN_URL,
      loginClaim: 'preferred_username',
    });
    expect(credentials.tokenUrl).toBe(external.OIDC_TOKEN_URL);
  });

  it('names the logs where the bus is PostgreSQL', () => {
    const { KAFKA_BROKERS: _, ...postgres } = { ...complete, BUS: 'postgres' };
    expect(readServiceEnvironment({ ...postgres, LOG_URLS: '{"approval":"postgres://log"}' })).toMatchObject({
      ...{ bus: 'postgres', kafkaBrokers: [], logUrls: { approval: 'postgres://log' } },
    });
    expect(() => readServiceEnvironment(postgres)).toThrow('LOG_URLS is not set');
    for (const LOG_URLS of ['not json', 'null', '[]', '{"approval":1}', '{"unknown":"postgres://log"}'])
      expect(() => readServiceEnvironment({ ...postgres, LOG_URLS })).toThrow(/^LOG_URLS must be/);
  });
});
