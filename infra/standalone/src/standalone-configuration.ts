import { readRequestLimits, type RequestLimits } from '@sightline/service-kit';
import path from 'node:path';

export interface StandaloneConfiguration {
  readonly port: number;
  readonly dataDirectory: string;
  readonly sampleDistrict: 'demo' | 'none';
  /** `built-in`: mail is caught in the built-in mailbox; `off`: notices wait; else an `smtp://` or `smtps://` address. */
  readonly smtpUrl: string;
  readonly publicUrl: string;
  readonly districtTimeZone: string;
  readonly trustedProxies: readonly string[];
  readonly production: boolean;
  readonly limits: RequestLimits;
}

/** A value of the environment that cannot be used: says which, and what is allowed. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
}

/** On one computer nobody is kept from measuring: so much stops a loop that has gone wrong, and nothing else. */
const limitsOfOneComputer: RequestLimits = { perCaller: 600_000, perAddress: 1_200_000 };

/** Reads the environment (design §6). @throws InvalidConfiguration, InvalidEnvironment */
export function readConfiguration(environment: NodeJS.ProcessEnv): StandaloneConfiguration {
  const port = Number(environment['PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidConfiguration('PORT must be a number from 1 to 65535');
  const sampleDistrict = environment['SAMPLE_DISTRICT'] ?? 'demo';
  if (sampleDistrict !== 'demo' && sampleDistrict !== 'none')
    throw new InvalidConfiguration('SAMPLE_DISTRICT must be demo or none');
  const districtTimeZone = environment['DISTRICT_TIME_ZONE'] ?? 'America/Chicago';
  if (!Intl.supportedValuesOf('timeZone').includes(districtTimeZone) && districtTimeZone !== 'UTC')
    throw new InvalidConfiguration('DISTRICT_TIME_ZONE must be an IANA time zone, as in America/Chicago');
  return {
    port,
    dataDirectory: path.resolve(environment['DATA_DIR'] ?? '.data'),
    sampleDistrict,
    smtpUrl: readSmtpUrl(environment['SMTP_URL'] ?? 'built-in'),
    publicUrl: (environment['PUBLIC_URL'] ?? `http://127.0.0.1:${port}`).replace(/\/$/, ''),
    districtTimeZone,
    trustedProxies: (environment['TRUSTED_PROXIES'] ?? '').split(',').filter(Boolean),
    production: environment['NODE_ENV'] === 'production',
    limits: readRequestLimits(environment, limitsOfOneComputer),
  };
}

const readSmtpUrl = (text: string): string => {
  if (text === 'built-in' || text === 'off' || /^smtps?:\/\/./.test(text)) return text;
  throw new InvalidConfiguration('SMTP_URL must begin with smtp:// or smtps://, or be built-in or off');
};
