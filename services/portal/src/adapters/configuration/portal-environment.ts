import {
  type BusEnvironment,
  InvalidEnvironment,
  readBus,
  readDistrictTimeZone,
  readListenAddress,
  readSignIn,
  readRequestLimits,
  readTrustedProxies,
  requestLimitsOfDistrict,
  requiredVariable,
  type RequestLimits,
  type SignInEnvironment,
  wholeNumber,
} from '@sightline/service-kit';

/** What the portal reads from its environment when services run apart. */
export interface PortalEnvironment {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly keyFolder: string;
  /** Anybody on this computer signs in as anybody on the roster: only where it is asked for. */
  readonly sampleSignIn: boolean;
  /** Whether to print, at this start, a one-use link that names the first operator. */
  readonly printSetUpLink: boolean;
  readonly signIn: SignInEnvironment;
  /** By service name: the secret with which it signs in here. */
  readonly serviceSecrets: Readonly<Record<string, string>>;
  /** Base address by service name. */
  readonly upstreams: Readonly<Record<string, string>>;
  readonly directoryUrl: string;
  readonly trustedProxies: readonly string[];
  readonly limits: RequestLimits;
  readonly bus: BusEnvironment;
  readonly districtTimeZone: string;
  /** Whether webhooks may lead to this computer, without TLS. */
  readonly webhookLoopback: boolean;
  /** The portal's own database: its log, webhooks, and sessions for all replicas. */
  readonly databaseUrl: string;
  readonly poolSizeMax: number;
  /** Where people sign in when SIGN_IN_ISSUER names a provider outside. */
  readonly externalProvider: ExternalProviderSettings | undefined;
}

interface ExternalProviderSettings {
  readonly kind: 'external';
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly scope: string;
  readonly resource: string | null;
}

/** The provider of people, as this portal is registered there: SIGN_IN_CLIENT_SECRET, SIGN_IN_SCOPE and SIGN_IN_RESOURCE where it needs them. */
const externalProviderOf = (
  { external }: SignInEnvironment,
  environment: NodeJS.ProcessEnv,
): ExternalProviderSettings | undefined =>
  external === null
    ? undefined
    : {
        kind: 'external',
        issuer: external.issuer,
        clientId: external.clientId,
        clientSecret: environment['SIGN_IN_CLIENT_SECRET'] || null,
        scope: environment['SIGN_IN_SCOPE'] || 'openid profile offline_access',
        resource: environment['SIGN_IN_RESOURCE'] || null,
      };

const services = ['directory', 'exception-request', 'approval', 'notification', 'messaging-archive', 'audit'] as const;

/** As in `EXCEPTION_REQUEST_URL`, `EXCEPTION_REQUEST_CLIENT_SECRET`. */
export const variableOf = (service: string, what: 'URL' | 'CLIENT_SECRET'): string =>
  `${service.toUpperCase().replaceAll('-', '_')}_${what}`;

/** WEBHOOK_LOOPBACK: `on` lets webhooks lead to this computer, for tests; never in production (SSRF). @throws InvalidEnvironment */
export const readWebhookLoopback = (environment: NodeJS.ProcessEnv): boolean => {
  const value = environment['WEBHOOK_LOOPBACK'] || 'off';
  if (value !== 'on' && value !== 'off') throw new InvalidEnvironment('WEBHOOK_LOOPBACK must be on or off');
  if (value === 'on' && environment['NODE_ENV'] === 'production')
    throw new InvalidEnvironment('WEBHOOK_LOOPBACK must be off in production');
  return value === 'on';
};

/** @throws InvalidEnvironment that names the variable */
export function readPortalEnvironment(environment: NodeJS.ProcessEnv): PortalEnvironment {
  const required = (name: string): string => requiredVariable(environment, name);
  const oneOf = (name: string, on: string, off: string): boolean => {
    const value = environment[name] ?? off;
    if (value !== on && value !== off) throw new InvalidEnvironment(`${name} must be ${on} or ${off}`);
    return value === on;
  };
  const ofEach = (what: 'URL' | 'CLIENT_SECRET'): Record<string, string> =>
    Object.fromEntries(services.map((service) => [service, required(variableOf(service, what))]));
  const publicUrl = required('PUBLIC_URL').replace(/\/$/, '');
  const signIn = readSignIn({ ...environment, OIDC_ISSUER: `${publicUrl}/oidc` });
  const sampleSignIn = oneOf('SAMPLE_SIGN_IN', 'on', 'off');
  const webhookLoopback = readWebhookLoopback(environment);
  if (sampleSignIn && signIn.external)
    throw new InvalidEnvironment('SAMPLE_SIGN_IN must be off where SIGN_IN_ISSUER names the provider of people');
  const upstreams = ofEach('URL');
  return {
    ...readListenAddress(environment),
    publicUrl,
    keyFolder: required('KEY_FOLDER'),
    sampleSignIn,
    printSetUpLink: oneOf('SET_UP_LINK', 'print', 'off'),
    signIn,
    serviceSecrets: ofEach('CLIENT_SECRET'),
    upstreams,
    directoryUrl: upstreams['directory']!,
    trustedProxies: readTrustedProxies(environment),
    limits: readRequestLimits(environment, requestLimitsOfDistrict),
    bus: readBus(environment),
    districtTimeZone: readDistrictTimeZone(environment),
    webhookLoopback,
    databaseUrl: required('DATABASE_URL'),
    poolSizeMax: wholeNumber('DATABASE_POOL_SIZE', environment['DATABASE_POOL_SIZE'] ?? '5', 100),
    externalProvider: externalProviderOf(signIn, environment),
  };
}
