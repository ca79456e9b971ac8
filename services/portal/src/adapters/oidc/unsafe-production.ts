import { isLoopbackHost } from './loopback-host.js';

/** What start-up knows of how the process will be reached and who may sign in. */
export interface ExposureConfig {
  /** `NODE_ENV`. */
  readonly environment: string | undefined;
  readonly publicUrl: string;
  /** The sign-in without a password is on. */
  readonly sampleGrant: boolean;
  /** Addresses or networks of proxies whose `X-Forwarded-*` may be believed. */
  readonly trustedProxies: readonly string[];
  /** Each configured secret by the name of its setting. */
  readonly secrets: Readonly<Record<string, string>>;
}

const secretLengthMin = 32;
const wellKnownSecrets =
  /^((secret|password|changeme|change-me|default|sightline|district-it|test|example)[-_.]?\d*[-_.]?)+$/i;
const everybody = new Set(['*', 'true', '0.0.0.0/0', '::/0']);

/**
 * Why this configuration must not go into production: empty when it may, or when it is not production. Production is
 * `NODE_ENV=production`, an https address, or any address that is not this computer's. Start-up refuses on any reason.
 */
export const refuseUnsafeProduction = (config: ExposureConfig): readonly string[] => {
  const url = URL.parse(config.publicUrl);
  if (url === null) return ['PUBLIC_URL is not an address'];
  const production = config.environment === 'production' || url.protocol === 'https:' || !isLoopbackHost(url.hostname);
  if (!production) return [];

  const reasons: string[] = [];
  if (config.sampleGrant) reasons.push('the sample sign-in lets anybody be anybody without a password: turn it off');
  if (url.protocol !== 'https:') reasons.push('PUBLIC_URL must be an https address');
  if (config.trustedProxies.length === 0) reasons.push('the addresses of the trusted proxies must be named');
  if (config.trustedProxies.some((proxy) => everybody.has(proxy.trim())))
    reasons.push('the trusted proxies must be named one by one: everybody is not a proxy');
  for (const [name, secret] of Object.entries(config.secrets))
    if (secret.length < secretLengthMin || wellKnownSecrets.test(secret))
      reasons.push(`${name} is a default or too short: it needs at least ${secretLengthMin} random characters`);
  return reasons;
};
