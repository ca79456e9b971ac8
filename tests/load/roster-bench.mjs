// Bench of a roster import: a whole district over REST into `npm start`, then the same bundle again, then one in which some
// people changed, and a dry run; with the peak memory of the Node process.
// Usage: npm run bench:roster -- [--users 100000] [--enrollments 600000]
// Not a test: it prints figures and fails only when an import did not do what it had to.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { HttpClient } from './http-client.mjs';
import { writeRosterBundle } from './roster-bundle.mjs';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    enrollments: { type: 'string', default: '600000' },
    port: { type: 'string', default: '18081' },
  },
});
const root = path.resolve(import.meta.dirname, '../..');
const dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'sightline-roster-bench-'));
fs.chmodSync(dataDirectory, 0o755);
const size = { users: Number(values.users), enrollments: Number(values.enrollments) };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const whole = path.join(dataDirectory, 'whole.zip');
const changed = path.join(dataDirectory, 'changed.zip');
console.log(
  `${await writeRosterBundle(size, whole)} rows, ${Math.round(fs.statSync(whole).size / 1024 / 1024)} MiB zipped`,
);
await writeRosterBundle({ ...size, changed: 1_000 }, changed);

const server = spawn(process.execPath, [path.join(root, 'infra/standalone/dist/main.js')], {
  env: {
    ...process.env,
    PORT: values.port,
    DATA_DIR: path.join(dataDirectory, 'data'),
    SAMPLE_DISTRICT: 'none',
    SMTP_URL: 'off',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
process.on('exit', () => server.kill('SIGTERM'));
let printed = '';
server.stdout.on('data', (chunk) => (printed += chunk));
while (!/Sightline is ready/.test(printed)) {
  if (server.exitCode !== null) throw new Error(`the server ended:\n${printed}`);
  await sleep(50);
}
const client = new HttpClient(`http://127.0.0.1:${values.port}`, 4);
const [, clientId, secret] = /id (\S+), secret (\S+)/.exec(printed);
const memoryOf = (field) =>
  Math.round(
    Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(fs.readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) /
      1024,
  );

async function importBundle(what, file, query = '') {
  const token = await client.machineToken(clientId, secret);
  const begun = performance.now();
  let shown = await client.request('POST', `/api/v1/roster/imports${query}`, {
    token,
    body: fs.readFileSync(file),
    headers: { 'content-type': 'application/zip' },
  });
  const steps = new Map();
  while (shown.status === 'running') {
    if (shown.progress) steps.set(`${shown.progress.step} ${shown.progress.file ?? ''}`.trim(), shown.progress.done);
    await sleep(250);
    shown = await client.request('GET', `/api/v1/roster/imports/${shown.id}`, { token });
  }
  const seconds = (performance.now() - begun) / 1000;
  const changes = Object.values(shown.report?.changes ?? {}).reduce((sum, count) => sum + count, 0);
  console.log(
    `${what}: ${shown.status} in ${seconds.toFixed(1)} s, ${changes} changes; resident ${memoryOf('VmRSS')} MiB, peak so far ${memoryOf('VmHWM')} MiB; progress seen: ${[...steps.keys()].join(', ') || 'none'}`,
  );
  if (shown.status !== 'completed') throw new Error(JSON.stringify(shown.report).slice(0, 1_000));
  return changes;
}

console.log(`ready, resident ${memoryOf('VmRSS')} MiB`);
await importBundle('dry run', whole, '?dryRun=true');
await importBundle('first import', whole);
if ((await importBundle('the same again', whole)) !== 0) throw new Error('a second identical import made events');
await importBundle('1,000 people renamed', changed);
await sleep(5_000);
console.log(`five seconds later: resident ${memoryOf('VmRSS')} MiB, peak ${memoryOf('VmHWM')} MiB`);
client.close();
server.kill('SIGTERM');
await new Promise((resolve) => server.once('exit', resolve));
fs.rmSync(dataDirectory, { recursive: true, force: true });
