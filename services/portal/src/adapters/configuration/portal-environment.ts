import { InvalidEnvironment, readListenAddress, readTrustedProxies, requiredVariable } from '@sightline/service-kit';

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
  readonly serviceClient: { readonly clientId: string; readonly secret: string };
  /** Base address by service name. */
  readonly upstreams: Readonly<Record<string, string>>;
  readonly directoryUrl: string;
  readonly trustedProxies: readonly string[];
}

const upstreamVariables = {
  directory: 'DIRECTORY_URL',
  'exception-request': 'EXCEPTION_REQUEST_URL',
  approval: 'APPROVAL_URL',
  notification: 'NOTIFICATION_URL',
  'messaging-archive': 'MESSAGING_ARCHIVE_URL',
  audit: 'AUDIT_URL',
} as const;

/** @throws InvalidEnvironment that names the variable */
export function readPortalEnvironment(environment: NodeJS.ProcessEnv): PortalEnvironment {
  const required = (name: string): string => requiredVariable(environment, name);
  const oneOf = (name: string, on: string, off: string): boolean => {
    const value = environment[name] ?? off;
    if (value !== on && value !== off) throw new InvalidEnvironment(`${name} must be ${on} or ${off}`);
    return value === on;
  };
  return {
    ...readListenAddress(environment),
    publicUrl: required('PUBLIC_URL').replace(/\/$/, ''),
    keyFolder: required('KEY_FOLDER'),
    sampleSignIn: oneOf('SAMPLE_SIGN_IN', 'on', 'off'),
    printSetUpLink: oneOf('SET_UP_LINK', 'print', 'off'),
    serviceClient: { clientId: required('SERVICE_CLIENT_ID'), secret: required('SERVICE_CLIENT_SECRET') },
    upstreams: Object.fromEntries(
      Object.entries(upstreamVariables).map(([service, variable]) => [service, required(variable)]),
    ),
    directoryUrl: required('DIRECTORY_URL'),
    trustedProxies: readTrustedProxies(environment),
  };
}
