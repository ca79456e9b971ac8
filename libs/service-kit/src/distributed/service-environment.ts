import type { LogName } from '@sightline/contracts';
import type { ClientCredentials } from './client-credentials.js';

/** What a service reads from its environment when it runs as its own process. */
export interface ServiceEnvironment {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly bus: 'kafka' | 'postgres';
  readonly kafkaBrokers: readonly string[];
  /** For the postgres driver: connection strings of the logs' reader role, by log. */
  readonly logUrls: Readonly<Partial<Record<LogName, string>>>;
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly credentials: ClientCredentials;
  readonly directoryUrl: string;
  readonly exceptionRequestUrl: string;
  readonly publicUrl: string;
  readonly districtTimeZone: string;
  readonly poolSizeMax: number;
  readonly trustedProxies: readonly string[];
}

/** A variable is missing or cannot be used; the process does not start. */
export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';
}

/** @throws InvalidEnvironment that names the variable */
export function readServiceEnvironment(environment: NodeJS.ProcessEnv): ServiceEnvironment {
  const required = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new InvalidEnvironment(`${name} is not set`);
    return value;
  };
  const bus = environment['BUS'] ?? 'kafka';
  if (bus !== 'kafka' && bus !== 'postgres') throw new InvalidEnvironment('BUS must be kafka or postgres');
  const port = Number(required('PORT'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidEnvironment('PORT must be a number from 1 to 65535');
  const issuer = required('OIDC_ISSUER');
  return {
    host: environment['HOST'] ?? '127.0.0.1',
    port,
    databaseUrl: required('DATABASE_URL'),
    bus,
    kafkaBrokers: bus === 'kafka' ? required('KAFKA_BROKERS').split(',') : [],
    logUrls: bus === 'postgres' ? (JSON.parse(required('LOG_URLS')) as ServiceEnvironment['logUrls']) : {},
    issuer,
    audience: environment['OIDC_AUDIENCE'] ?? 'urn:sightline:api',
    jwksUrl: environment['OIDC_JWKS_URL'] ?? `${issuer}/jwks`,
    credentials: {
      tokenUrl: environment['OIDC_TOKEN_URL'] ?? `${issuer}/token`,
      clientId: required('SERVICE_CLIENT_ID'),
      clientSecret: required('SERVICE_CLIENT_SECRET'),
      scope: 'internal',
    },
    directoryUrl: required('DIRECTORY_URL'),
    exceptionRequestUrl: required('EXCEPTION_REQUEST_URL'),
    publicUrl: required('PUBLIC_URL').replace(/\/$/, ''),
    districtTimeZone: environment['DISTRICT_TIME_ZONE'] ?? 'America/Chicago',
    poolSizeMax: Number(environment['DATABASE_POOL_SIZE'] ?? 5),
    trustedProxies: (environment['TRUSTED_PROXIES'] ?? '').split(',').filter(Boolean),
  };
}
