// Proves that the read models are disposable: rebuilds each service's tables from the logs and compares them row by row.
// Usage: npm run check:projections, on the data folder of a stopped installation (DATA_DIR); or, for services that run
// apart, with SERVER_URL (may create databases) and DATABASE_URLS (a JSON object: an address for each service).
import { startEmbeddedPostgres } from '@sightline/embedded-postgres';
import path from 'node:path';
import { compareWithLogs, type RebuildOptions } from './rebuild/rebuild-services.js';
import { prepareServiceDatabases } from './service-databases.js';
import { readConfiguration } from './standalone-configuration.js';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const { dataDirectory, districtTimeZone } = readConfiguration(process.env);

async function withDatabases<Result>(
  work: (databases: Pick<RebuildOptions, 'serverUrl' | 'urlOf'>) => Promise<Result>,
): Promise<Result> {
  const { SERVER_URL: serverUrl, DATABASE_URLS: given } = process.env;
  if (serverUrl && given) {
    const urls = JSON.parse(given) as Record<string, string>;
    return work({ serverUrl, urlOf: (service) => urls[service]! });
  }
  const postgres = await startEmbeddedPostgres({ dataDirectory: path.join(dataDirectory, 'postgres'), log: say });
  try {
    const { urlOf } = await prepareServiceDatabases(postgres, dataDirectory);
    return await work({ serverUrl: postgres.superuserUrl('postgres'), urlOf });
  } finally {
    await postgres.stop();
  }
}

const differences = await withDatabases((databases) => compareWithLogs({ ...databases, districtTimeZone }));
for (const { service, table, liveRows, rebuiltRows, onlyLive, onlyRebuilt } of differences) {
  say(`${service}.${table}: ${liveRows} rows, from the logs ${rebuiltRows}`);
  for (const row of onlyLive) say(`  only as it runs: ${row}`);
  for (const row of onlyRebuilt) say(`  only from the logs: ${row}`);
}
say(differences.length === 0 ? 'Every projection is what the logs say' : `${differences.length} tables differ`);
process.exitCode = differences.length === 0 ? 0 : 1;
