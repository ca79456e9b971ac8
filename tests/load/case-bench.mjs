// Bench of the case: submit, two approvals, 30 notices and one access grant durable; over HTTP with sign-in, fsync on.
// Usage: npm run bench:case -- [--concurrency 1,16,64] [--seconds 15]
// Not a test: it prints figures and asserts only that nothing was lost or doubled.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchDistrict } from './bench-district.mjs';
import { Completion } from './completion.mjs';
import { HttpClient } from './http-client.mjs';
import { measureTree } from './process-tree.mjs';

const { values } = parseArgs({
  options: {
    concurrency: { type: 'string', default: '1,16,64' },
    seconds: { type: 'string', default: '15' },
    port: { type: 'string', default: '18080' },
  },
});
const root = path.resolve(import.meta.dirname, '../..');
const teachers = 64;
const dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'sightline-bench-'));
fs.chmodSync(dataDirectory, 0o755);

const startedAt = performance.now();
const server = spawn(process.execPath, [path.join(root, 'infra/standalone/dist/main.js')], {
  env: { ...process.env, PORT: values.port, DATA_DIR: dataDirectory, SAMPLE_DISTRICT: 'none', SMTP_URL: 'off' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
// Whatever ends the bench ends the server that it started.
process.on('exit', () => server.kill('SIGTERM'));
let printed = '';
server.stdout.on('data', (chunk) => (printed += chunk));
const waitFor = async (what, probe, timeoutMs = 60_000) => {
  for (const until = Date.now() + timeoutMs; ;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > until || server.exitCode !== null)
      throw new Error(`${what} did not happen; the server said:\n${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
await waitFor('start', () => /Sightline is ready/.test(printed));
console.log(`ready after ${Math.round(performance.now() - startedAt)} ms (first start: new cluster)`);

const client = new HttpClient(`http://127.0.0.1:${values.port}`, 128);
const secret = /id (\S+), secret (\S+)/.exec(printed);
const machine = await client.machineToken(secret[1], secret[2]);
const imported = await client.request('POST', '/api/v1/roster/imports', {
  token: machine,
  body: await benchDistrict(teachers),
  headers: { 'content-type': 'application/zip' },
});
if (imported.status !== 'completed')
  throw new Error(`the import ended ${imported.status}: ${JSON.stringify(imported.report).slice(0, 1000)}`);
const form = await client.request('POST', '/api/v1/district-forms', {
  token: machine,
  body: { kind: 'email', name: 'Student e-mail', available: false },
});
const principal = await client.personToken('bench.principal');
const technology = await client.personToken('bench.technology1');
const teacherTokens = [];
for (let teacher = 0; teacher < teachers; teacher += 1)
  teacherTokens.push(await client.personToken(`bench.teacher${teacher}`));
const completion = await Completion.open(dataDirectory);
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

async function oneCase(teacher) {
  const request = await client.request('POST', '/api/v1/exception-requests', {
    token: teacherTokens[teacher],
    body: {
      kind: 'outside-channel',
      purpose: 'district',
      group: `activity${teacher}`,
      channel: { medium: 'messaging-app', address: '@bench' },
      reason: 'Changes of the bus on match days reach the players too late by mail.',
      districtFormShortfall: {
        districtFormId: form.id,
        why: 'Not read during the day; speaking is not possible on the way.',
      },
      from: day(1),
      until: day(30),
    },
  });
  await completion.tasksOf(request.id);
  const open = (token) => client.request('GET', `/api/v1/approval-tasks?request=${request.id}&status=open`, { token });
  const [ofPrincipal, ofTechnology] = await Promise.all([open(principal), open(technology)]);
  const tasks = { principal: ofPrincipal.items[0].id, technology: ofTechnology.items[0].id };
  await client.request('POST', `/api/v1/approval-tasks/${tasks.principal}/decision`, {
    token: principal,
    body: { outcome: 'approve', comment: 'Agreed for the season.', copyCondition: 'Copies go to the supervisor.' },
  });
  await client.request('POST', `/api/v1/approval-tasks/${tasks.technology}/decision`, {
    token: technology,
    body: { outcome: 'approve', comment: 'Agreed.' },
  });
  const decidedAt = performance.now();
  await completion.of(request.id);
  return performance.now() - decidedAt;
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

// Every service follows the roster in its own time; the bench begins when the last one knows the last teacher.
await waitFor('roster everywhere', () => oneCase(teachers - 1).catch(() => false));

for (const concurrency of values.concurrency.split(',').map(Number)) {
  for (let warm = 0; warm < 2; warm += 1)
    await Promise.all(Array.from({ length: Math.min(concurrency, teachers) }, (_, index) => oneCase(index % teachers)));
  const before = measureTree(server.pid);
  const begun = performance.now();
  const until = begun + Number(values.seconds) * 1000;
  const lasts = [];
  await Promise.all(
    Array.from({ length: concurrency }, async (_, worker) => {
      while (performance.now() < until) lasts.push(await oneCase(worker % teachers));
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const after = measureTree(server.pid);
  lasts.sort((left, right) => left - right);
  console.log(
    [
      `concurrency ${concurrency}: ${(lasts.length / seconds).toFixed(1)} cases/s`,
      `server CPU ${((1000 * (after.cpuSeconds - before.cpuSeconds)) / lasts.length).toFixed(2)} ms a case (of it Node ${((1000 * (after.rootCpuSeconds - before.rootCpuSeconds)) / lasts.length).toFixed(2)})`,
      `second approval to last notice and grant: p50 ${quantile(lasts, 0.5).toFixed(1)} ms, p95 ${quantile(lasts, 0.95).toFixed(1)} ms, p99 ${quantile(lasts, 0.99).toFixed(1)} ms`,
      `memory ${after.memoryMiB} MiB in ${after.processes} processes`,
      `${lasts.length} cases in ${seconds.toFixed(1)} s`,
    ].join('; '),
  );
}
console.log(await completion.reckoning());
await completion.close();
client.close();
server.kill('SIGTERM');
await new Promise((resolve) => server.once('exit', resolve));
fs.rmSync(dataDirectory, { recursive: true, force: true });
