import {
  ensureDatabase,
  grantLogReader,
  logReaderRole,
  serviceDatabaseNames,
  urlForRole,
  type RunningPostgres,
} from '@sightline/embedded-postgres';
import type { LogName } from '@sightline/contracts';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The services that keep a database; most connections go to those on the path of a case. Together with one reader a log: under 40. */
export const poolSizes = {
  directory: 3,
  'exception-request': 5,
  approval: 5,
  notification: 5,
  'messaging-archive': 3,
  audit: 3,
  portal: 3,
} as const satisfies Partial<Record<LogName, number>>;

export type StoredService = keyof typeof poolSizes;
const storedServices = Object.keys(poolSizes) as StoredService[];
/** The services that publish events. */
export const publishedLogs = storedServices.filter((service) => service !== 'audit');

export interface ServiceDatabases {
  /** As the service's own role. */
  urlOf(service: StoredService): string;
  /** As the role that may only read the log. */
  logUrlOf(service: StoredService): string;
  /** To be called once the services' migrations have made the logs. */
  grantLogReaders(): Promise<void>;
}

const passwordOf = async (dataDirectory: string): Promise<string> => {
  const file = path.join(dataDirectory, 'database-password');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept) return kept;
  const made = randomBytes(24).toString('base64url');
  await writeFile(file, made, { mode: 0o600, flag: 'wx' });
  return made;
};

/** A database and an owning role for every service, on one server. */
export async function prepareServiceDatabases(
  postgres: RunningPostgres,
  dataDirectory: string,
): Promise<ServiceDatabases> {
  const password = await passwordOf(dataDirectory);
  const serverUrl = postgres.fastestUrl('postgres');
  const urls = new Map<StoredService, string>();
  for (const service of storedServices)
    urls.set(service, await ensureDatabase(serverUrl, { ...serviceDatabaseNames(service), password }));
  return {
    urlOf: (service) => urls.get(service)!,
    logUrlOf: (service) =>
      urlForRole(serverUrl, { database: serviceDatabaseNames(service).database, role: logReaderRole, password }),
    async grantLogReaders() {
      for (const service of publishedLogs)
        await grantLogReader(serverUrl, { database: serviceDatabaseNames(service).database, password });
    },
  };
}
