import { serviceDatabaseNames, runningServerUrl, urlOfDatabase } from '@sightline/embedded-postgres';
import { releaseHeldDeliveries } from '@sightline/notification';
import path from 'node:path';
import pg from 'pg';

/** Lets the mail go that a restore has held; Sightline must be running on the folder. @returns how many */
export async function releaseMail(dataDirectory: string): Promise<number> {
  const serverUrl = await runningServerUrl(path.join(dataDirectory, 'postgres'));
  const url = urlOfDatabase(serverUrl, serviceDatabaseNames('notification').database);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await releaseHeldDeliveries(client);
  } finally {
    await client.end();
  }
}
