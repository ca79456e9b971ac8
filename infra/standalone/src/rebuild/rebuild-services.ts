import { createApprovalModule } from '@sightline/approval';
import type { LogName } from '@sightline/contracts';
import { createDirectoryModule } from '@sightline/directory';
import { dropDatabase, ensureDatabase, serviceDatabaseNames } from '@sightline/embedded-postgres';
import type { EventBus } from '@sightline/event-bus';
import { createExceptionRequestModule } from '@sightline/exception-request';
import { createMessagingArchiveModule } from '@sightline/messaging-archive';
import { createNotificationModule } from '@sightline/notification';
import { createWebhooksModule } from '@sightline/portal';
import {
  HealthRegistry,
  openServiceDatabase,
  systemClock,
  type AccessTokenVerifier,
  type ServiceContext,
  type ServiceRuntime,
} from '@sightline/service-kit';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { lateBoundReaders } from '../late-bound-readers.js';
import type { StoredService } from '../service-databases.js';
import { compareProjections, wholeLog, type TableDifference } from './compare-projections.js';

type Rebuildable = Exclude<StoredService, 'audit'>;
type Composed = { readonly runtime: ServiceRuntime; close(): Promise<unknown> };

const compositions: Readonly<Record<Rebuildable, (context: ServiceContext) => Promise<Composed>>> = {
  directory: createDirectoryModule,
  'exception-request': createExceptionRequestModule,
  approval: createApprovalModule,
  notification: (context) =>
    createNotificationModule(context, { smtpUrl: null, mailFrom: 'sightline@district.example' }),
  'messaging-archive': createMessagingArchiveModule,
  portal: (context) =>
    createWebhooksModule(context, {
      // Nothing is sent, and so nothing unsealed.
      sealingKey: () => Promise.reject(new Error('nothing is sent')),
      sending: { loopback: false },
    }),
};
const rebuildableServices = Object.keys(compositions) as Rebuildable[];

export interface RebuildOptions {
  /** Any database of the server, as a role that may create databases. */
  readonly serverUrl: string;
  /** Where each service's own database is. */
  urlOf(service: Rebuildable): string;
  readonly districtTimeZone: string;
}

/** A server that stops ends the sessions of a pool that has just been left: nobody is there to hear of it. */
const openPool = (connectionString: string): pg.Pool => {
  const pool = new pg.Pool({ connectionString, max: 2 });
  pool.on('error', () => undefined);
  return pool;
};

/**
 * Rebuilds every service's projections from the logs, beside the live ones in databases that are removed afterwards, and
 * compares them row by row. Nothing may run on the databases meanwhile. Reactions do not run: nothing is appended or sent.
 */
export async function compareWithLogs(options: RebuildOptions): Promise<TableDifference[]> {
  const logs = new Map<LogName, pg.Pool>(
    rebuildableServices.map((service) => [service, openPool(options.urlOf(service))]),
  );
  try {
    const differences: TableDifference[] = [];
    for (const service of rebuildableServices) differences.push(...(await compareOne(service, logs, options)));
    return differences;
  } finally {
    await Promise.all([...logs.values()].map((pool) => pool.end()));
  }
}

async function compareOne(
  service: Rebuildable,
  logs: ReadonlyMap<LogName, pg.Pool>,
  { serverUrl, districtTimeZone }: RebuildOptions,
): Promise<TableDifference[]> {
  const names = serviceDatabaseNames(`${service}-rebuilt`);
  await dropDatabase(serverUrl, names);
  const url = await ensureDatabase(serverUrl, { ...names, password: randomBytes(24).toString('base64url') });
  const rebuilt = openPool(url);
  try {
    const composed = await compositions[service]({
      service,
      bus: {} as EventBus,
      clock: systemClock,
      logger: pino({ level: 'silent' }),
      health: new HealthRegistry(),
      tokens: {} as AccessTokenVerifier,
      ...lateBoundReaders(),
      districtTimeZone,
      publicUrl: 'http://127.0.0.1',
      openDatabase: (schema) =>
        openServiceDatabase({ ...schema, url, applicationName: `sightline ${service} rebuilt`, poolSizeMax: 2 }),
    });
    try {
      for (const [log, database] of logs) await composed.runtime.replay(log, wholeLog(database, log));
    } finally {
      await composed.close();
    }
    return await compareProjections({ service, live: logs.get(service)!, rebuilt });
  } finally {
    await rebuilt.end();
    await dropDatabase(serverUrl, names);
  }
}
