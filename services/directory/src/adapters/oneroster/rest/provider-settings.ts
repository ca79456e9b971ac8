import { InvalidEnvironment, requiredVariable } from '@sightline/service-kit';

/** A OneRoster 1.2 REST provider, and the credentials that the district has with it. */
export interface RosterProviderSettings {
  /** Up to and including the version, as in `https://sis.example/ims/oneroster/rostering/v1p2`. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const scope =
  'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly https://purl.imsglobal.org/spec/or/v1p2/scope/roster-demographics.readonly';
export const providerScope = scope;

/**
 * ROSTER_PROVIDER_URL with ROSTER_PROVIDER_TOKEN_URL, ROSTER_PROVIDER_CLIENT_ID and ROSTER_PROVIDER_CLIENT_SECRET; undefined
 * when the first is not set. @throws InvalidEnvironment
 */
export function readRosterProvider(environment: NodeJS.ProcessEnv): RosterProviderSettings | undefined {
  if (!environment['ROSTER_PROVIDER_URL']) return undefined;
  const url = (name: string): string => {
    const text = requiredVariable(environment, name).replace(/\/+$/, '');
    if (!/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(text))
      throw new InvalidEnvironment(`${name} must begin with https://`);
    return text;
  };
  return {
    url: url('ROSTER_PROVIDER_URL'),
    tokenUrl: url('ROSTER_PROVIDER_TOKEN_URL'),
    clientId: requiredVariable(environment, 'ROSTER_PROVIDER_CLIENT_ID'),
    clientSecret: requiredVariable(environment, 'ROSTER_PROVIDER_CLIENT_SECRET'),
  };
}
