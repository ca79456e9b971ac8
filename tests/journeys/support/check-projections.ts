import { execFile } from 'node:child_process';
import path from 'node:path';
import { processNames, type RunningSightline } from './running-sightline.js';

const root = path.resolve(import.meta.dirname, '../../..');

/** What `npm run check:projections` says of a quiet installation: every difference between what runs and what the logs give back. */
export async function checkProjections(sightline: RunningSightline): Promise<string> {
  const urls = await Promise.all(processNames.map(async (name) => [name, await sightline.databaseUrl(name)] as const));
  const environment = {
    PATH: process.env['PATH']!,
    SERVER_URL: await sightline.serverUrl(),
    DATABASE_URLS: JSON.stringify(Object.fromEntries(urls)),
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(root, 'infra/standalone/dist/check-projections.js')],
      { env: environment, timeout: 120_000 },
      (error, output, errors) => resolve(error && error.code !== 1 ? `${output}${errors}${error.message}` : output),
    );
  });
}
