import type { RequestLimits } from '../http/limits/request-limits.js';

/** A variable is missing or cannot be used; the process does not start. */
export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';
}

/** @throws InvalidEnvironment that names the variable */
export function requiredVariable(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new InvalidEnvironment(`${name} is not set`);
  return value;
}

/** @throws InvalidEnvironment that names the variable */
export const wholeNumber = (name: string, text: string, max: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw new InvalidEnvironment(`${name} must be a number from 1 to ${max}`);
  return value;
};

/** Where a process listens: HOST (127.0.0.1 unless named) and PORT. @throws InvalidEnvironment */
export function readListenAddress(environment: NodeJS.ProcessEnv): { readonly host: string; readonly port: number } {
  return {
    host: environment['HOST'] ?? '127.0.0.1',
    port: wholeNumber('PORT', requiredVariable(environment, 'PORT'), 65_535),
  };
}

/** The addresses in TRUSTED_PROXIES, comma-separated. */
export const readTrustedProxies = (environment: NodeJS.ProcessEnv): readonly string[] =>
  (environment['TRUSTED_PROXIES'] ?? '').split(',').filter(Boolean);

/**
 * REQUESTS_PER_MINUTE_PER_CALLER and REQUESTS_PER_MINUTE_PER_ADDRESS; 0 is no limit.
 * @throws InvalidEnvironment that names the variable
 */
export function readRequestLimits(environment: NodeJS.ProcessEnv, defaults: RequestLimits): RequestLimits {
  const read = (name: string, otherwise: number): number => {
    const text = environment[name];
    return text === undefined || text === '' ? otherwise : text === '0' ? 0 : wholeNumber(name, text, 1_000_000_000);
  };
  return {
    perCaller: read('REQUESTS_PER_MINUTE_PER_CALLER', defaults.perCaller),
    perAddress: read('REQUESTS_PER_MINUTE_PER_ADDRESS', defaults.perAddress),
  };
}

/** For a district: a school's people may share one address, and a page asks several things at once. */
export const requestLimitsOfDistrict: RequestLimits = { perCaller: 3_000, perAddress: 12_000 };
