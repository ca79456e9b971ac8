import { logNames, type LogName } from '@sightline/contracts';
import type { RequestLimits } from '../http/limits/request-limits.js';
import type { ClientCredentials } from './client-credentials.js';
import { serviceClientId } from './service-client-id.js';
import { readSignIn, type SignInEnvironment } from './sign-in-environment.js';
import {
  InvalidEnvironment,
  readListenAddress,
  readRequestLimits,
  readTrustedProxies,
  requestLimitsOfDistrict,
  requiredVariable,
  wholeNumber,
} from './variables.js';

/** Where the events of all services are. */
export interface BusEnvironment {
  readonly bus: 'kafka' | 'postgres';
  readonly kafkaBrokers: readonly string[];
  /** Begins the names of topics and consumer groups; another one for each installation on a shared cluster. */
  readonly kafkaTopicPrefix: string;
  /** For the postgres driver: connection strings of the logs' reader role, by log. */
  readonly logUrls: Readonly<Partial<Record<LogName, string>>>;
}

/** What a service reads from its environment when it runs as its own process. */
export interface ServiceEnvironment extends BusEnvironment {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly signIn: SignInEnvironment;
  readonly credentials: ClientCredentials;
  readonly directoryUrl: string;
  readonly exceptionRequestUrl: string;
  /** Null: what an import brings about there cannot be foretold, and imports are held. */
  readonly approvalUrl: string | null;
  readonly notificationUrl: string | null;
  /** Null: copy addresses are not shown. */
  readonly messagingArchiveUrl: string | null;
  readonly publicUrl: string;
  readonly districtTimeZone: string;
  readonly poolSizeMax: number;
  readonly trustedProxies: readonly string[];
  /** Per caller alone: to a service every request comes from the entrance, which counts addresses. */
  readonly limits: RequestLimits;
}

const readLogUrls = (text: string): BusEnvironment['logUrls'] => {
  const refused = new InvalidEnvironment('LOG_URLS must be a JSON object: a connection string for each log');
  let urls: unknown;
  try {
    urls = JSON.parse(text);
  } catch {
    throw refused;
  }
  if (typeof urls !== 'object' || urls === null || Array.isArray(urls)) throw refused;
  for (const [log, url] of Object.entries(urls))
    if (!logNames.includes(log as LogName) || typeof url !== 'string') throw refused;
  return urls as BusEnvironment['logUrls'];
};

/** BUS, and KAFKA_BROKERS and KAFKA_TOPIC_PREFIX or LOG_URLS. @throws InvalidEnvironment that names the variable */
export const readBus = (environment: NodeJS.ProcessEnv): BusEnvironment => {
  const required = (name: string): string => requiredVariable(environment, name);
  const bus = environment['BUS'] ?? 'kafka';
  if (bus !== 'kafka' && bus !== 'postgres') throw new InvalidEnvironment('BUS must be kafka or postgres');
  return {
    bus,
    kafkaBrokers: bus === 'kafka' ? required('KAFKA_BROKERS').split(',') : [],
    kafkaTopicPrefix: environment['KAFKA_TOPIC_PREFIX'] ?? 'sightline',
    logUrls: bus === 'postgres' ? readLogUrls(required('LOG_URLS')) : {},
  };
};

/** DISTRICT_TIME_ZONE, America/Chicago unless named. @throws InvalidEnvironment */
export const readDistrictTimeZone = (environment: NodeJS.ProcessEnv): string => {
  const name = environment['DISTRICT_TIME_ZONE'] ?? 'America/Chicago';
  if (Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC') return name;
  throw new InvalidEnvironment('DISTRICT_TIME_ZONE must be an IANA time zone, as in America/Chicago');
};

/** @throws InvalidEnvironment that names the variable */
export function readServiceEnvironment(service: LogName, environment: NodeJS.ProcessEnv): ServiceEnvironment {
  if (environment['NODE_ENV'] === 'production' && environment['SIGHTLINE_FAILPOINTS'])
    throw new InvalidEnvironment('SIGHTLINE_FAILPOINTS must not be set in production');
  const required = (name: string): string => requiredVariable(environment, name);
  const signIn = readSignIn(environment);
  return {
    ...readListenAddress(environment),
    databaseUrl: required('DATABASE_URL'),
    ...readBus(environment),
    signIn,
    credentials: {
      tokenUrl: signIn.tokenUrl,
      clientId: serviceClientId(service),
      clientSecret: required('CLIENT_SECRET'),
      scope: 'internal',
    },
    directoryUrl: required('DIRECTORY_URL'),
    exceptionRequestUrl: required('EXCEPTION_REQUEST_URL'),
    approvalUrl: environment['APPROVAL_URL'] || null,
    notificationUrl: environment['NOTIFICATION_URL'] || null,
    messagingArchiveUrl: environment['MESSAGING_ARCHIVE_URL'] || null,
    publicUrl: required('PUBLIC_URL').replace(/\/$/, ''),
    districtTimeZone: readDistrictTimeZone(environment),
    poolSizeMax: wholeNumber('DATABASE_POOL_SIZE', environment['DATABASE_POOL_SIZE'] ?? '5', 100),
    trustedProxies: readTrustedProxies(environment),
    limits: { ...readRequestLimits(environment, requestLimitsOfDistrict), perAddress: 0 },
  };
}
