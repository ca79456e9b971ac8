// One PostgreSQL server for the run. Jest calls this once for the projects that name it, and not at all for unit tests alone.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export default async function startInfrastructure() {
  // Spec files start programs from dist in processes of their own, and this file itself needs the compiled server code.
  await promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL('../../infra/scripts/build.mjs', import.meta.url)), '--testing'],
    {
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const { startTestPostgresServer } = await import('@sightline/testing');
  const server = await startTestPostgresServer();
  process.env.TEST_POSTGRES_URL = server.url;
  globalThis.stopTestInfrastructure = () => server.stop();
}
