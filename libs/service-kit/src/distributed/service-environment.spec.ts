import { describe, expect, it } from '@jest/globals';
import { readServiceEnvironment } from './service-environment.js';
import { InvalidEnvironment } from './variables.js';

const complete = {
  PORT: '8101',
  DATABASE_URL: 'postgres://directory@127.0.0.1/directory',
  KAFKA_BROKERS: 'one:9092,two:9092',
  PUBLIC_URL: 'https://sightline.district.example/',
  OIDC_ISSUER: 'https://sign-in.district.example',
  CLIENT_SECRET: 'secret',
  DIRECTORY_URL: 'http://directory:8101',
  EXCEPTION_REQUEST_URL: 'http://exception-request:8102',
};

describe('the environment of a service', () => {
  it('is read with its defaults', () => {
    expect(readServiceEnvironment('directory', complete)).toEqual({
      host: '127.0.0.1',
      port: 8101,
      databaseUrl: complete.DATABASE_URL,
      bus: 'kafka',
      kafkaBrokers: ['one:9092', 'two:9092'],
      kafkaTopicPrefix: 'sightline',
      logUrls: {},
      signIn: {
        issuer: complete.OIDC_ISSUER,
        jwksUrl: 'https://sign-in.district.example/jwks',
        tokenUrl: 'https://sign-in.district.example/token',
        external: null,
      },
      credentials: {
        tokenUrl: 'https://sign-in.district.example/token',
        clientId: 'service-directory',
        clientSecret: 'secret',
        scope: 'internal',
      },
      directoryUrl: complete.DIRECTORY_URL,
      exceptionRequestUrl: complete.EXCEPTION_REQUEST_URL,
      approvalUrl: null,
      notificationUrl: null,
      messagingArchiveUrl: null,
      publicUrl: 'https://sightline.district.example',
      districtTimeZone: 'America/Chicago',
      poolSizeMax: 5,
      trustedProxies: [],
      limits: { perCaller: 3_000, perAddress: 0 },
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
    ['REQUESTS_PER_MINUTE_PER_CALLER', 'many'],
    ['REQUESTS_PER_MINUTE_PER_ADDRESS', '-1'],
  ])('is refused for %s=%p, by name', (name, value) => {
    const read = () => readServiceEnvironment('directory', { ...complete, [name!]: value });
    expect(read).toThrow(InvalidEnvironment);
    expect(read).toThrow(new RegExp(`^${name} `));
  });

  it('finds the portal’s provider where it is reached by other addresses', () => {
    const inside = {
      OIDC_JWKS_URL: 'http://portal:8080/oidc/jwks',
      OIDC_TOKEN_URL: 'http://portal:8080/oidc/token',
    };
    const { signIn, credentials } = readServiceEnvironment('directory', { ...complete, ...inside });
    expect(signIn).toMatchObject({ jwksUrl: inside.OIDC_JWKS_URL, external: null });
    expect(credentials.tokenUrl).toBe(inside.OIDC_TOKEN_URL);
  });

  it('names the logs where the bus is PostgreSQL', () => {
    const { KAFKA_BROKERS: _, ...postgres } = { ...complete, BUS: 'postgres' };
    expect(
      readServiceEnvironment('directory', { ...postgres, LOG_URLS: '{"approval":"postgres://log"}' }),
    ).toMatchObject({
      ...{ bus: 'postgres', kafkaBrokers: [], logUrls: { approval: 'postgres://log' } },
    });
    expect(() => readServiceEnvironment('directory', postgres)).toThrow('LOG_URLS is not set');
    for (const LOG_URLS of ['not json', 'null', '[]', '{"approval":1}', '{"unknown":"postgres://log"}'])
      expect(() => readServiceEnvironment('directory', { ...postgres, LOG_URLS })).toThrow(/^LOG_URLS must be/);
  });
});
