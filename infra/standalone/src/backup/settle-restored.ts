import type { RunningPostgres } from '@sightline/embedded-postgres';
import { inTransaction, openEpoch, readLogHead, type Queryable } from '@sightline/event-store';
import { readArchiveSettings } from '@sightline/messaging-archive';
import { holdWaitingDeliveries, readMailSettings, readTextSettings } from '@sightline/notification';
import { systemClock, type AccessTokens } from '@sightline/service-kit';
import path from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { composeServices } from '../compose-services.js';
import { prepareServiceDatabases, publishedLogs, type ServiceDatabases } from '../service-databases.js';

export interface Settled {
  /** The epoch that each log is in now. */
  readonly epochs: Readonly<Record<string, number>>;
  /** Ids of mails that are held. */
  readonly heldMails: readonly string[];
}

const nobody = {} as AccessTokens;
const quietMs = 2_000;
const settleTimeoutMs = 300_000;
const pollMs = 100;

const withPool = async <Result>(url: string, work: (pool: pg.Pool) => Promise<Result>): Promise<Result> => {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // An ended pool hangs up a moment later, by when the server may have gone.
  pool.on('error', () => undefined);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
};

/** False where the backup is of a release in which the service published nothing: its log begins with this one. */
const hasLog = async (database: Queryable): Promise<boolean> => {
  const { rows } = await database.query<{ found: boolean }>(`select to_regclass('log_head') is not null as found`);
  return rows[0]!.found;
};

/** Every log of the restored databases begins its next epoch, before anybody reads it (design §3). */
async function openEpochs(databases: ServiceDatabases): Promise<Record<string, number>> {
  const epochs: Record<string, number> = {};
  for (const log of publishedLogs)
    await withPool(databases.urlOf(log), async (pool) => {
      if (await hasLog(pool)) epochs[log] = await inTransaction(pool, openEpoch);
    });
  return epochs;
}

const heads = async (databases: ServiceDatabases): Promise<string> => {
  const positions: number[] = [];
  for (const log of publishedLogs)
    positions.push((await withPool(databases.urlOf(log), (pool) => readLogHead(pool))).position);
  return positions.join(' ');
};

/** Resolves when no log has grown for a while: what the backup caught half done is done. */
async function untilQuiet(databases: ServiceDatabases): Promise<void> {
  const deadline = performance.now() + settleTimeoutMs;
  let seen = await heads(databases);
  for (let since = performance.now(); performance.now() - since < quietMs;) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const now = await heads(databases);
    if (now !== seen) since = performance.now();
    seen = now;
    if (performance.now() > deadline)
      throw new Error('the restored services do not come to rest; nothing was replaced');
  }
}

/**
 * Opens the next epoch of every log, lets the services finish, sending nothing, what the backup caught between two of them,
 * and then holds every mail that waits: after the backup was taken it may have gone out, and a family is not to be told
 * twice (C6). An operator who has looked at the mail server's log lets it go.
 */
export async function settleRestored(
  postgres: RunningPostgres,
  dataDirectory: string,
  { say, districtTimeZone }: { readonly say: (line: string) => void; readonly districtTimeZone: string },
): Promise<Settled> {
  const databases = await prepareServiceDatabases(postgres, dataDirectory);
  const epochs = await openEpochs(databases);
  say('Every log begins a new epoch');
  const services = await composeServices({
    ...{ databases, clock: systemClock, logger: pino({ level: 'silent' }), tokens: nobody, districtTimeZone },
    ...{ publicUrl: 'http://127.0.0.1', smtpUrl: null, mailFrom: 'sightline@district.example' },
    // Nothing is sent, and so nothing unsealed.
    webhooks: { sealingKey: () => Promise.reject(new Error('nothing is sent')), sending: { loopback: false } },
    ...{
      officePhone: null,
      mail: readMailSettings(process.env),
      texts: readTextSettings(process.env),
      sends: false,
      historyKeyFile: null,
    },
    archive: readArchiveSettings(process.env, path.join(dataDirectory, 'archive')),
  });
  try {
    await services.start();
    await untilQuiet(databases);
    const reasons = Object.entries(services.health.reasons());
    if (reasons.length > 0)
      throw new Error(`the restored services are not well: ${reasons.map((reason) => reason.join(': ')).join('; ')}`);
  } finally {
    await services.stop();
  }
  const heldMails = await withPool(databases.urlOf('notification'), holdWaitingDeliveries);
  say(`What the backup caught half done is done; ${heldMails.length} mails that wait are held`);
  return { epochs, heldMails };
}
