// Bench of a long list of tasks: the first page for one pool, other pages, filters and counts, and 200 decisions in one
// request; over HTTP with sign-in, fsync on.
// Usage: npm run bench:tasks -- [--tasks 10000] [--concurrency 8] [--seconds 10]
// Not a test: it prints figures and asserts only that the list is as long as it should be.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchDistrict } from './bench-district.mjs';
import { HttpClient } from './http-client.mjs';
import { measureTree } from './process-tree.mjs';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '10000' },
    concurrency: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '10' },
    port: { type: 'string', default: '18081' },
  },
});
const [wanted, concurrency, seconds] = [values.tasks, values.concurrency, values.seconds].map(Number);
const root = path.resolve(import.meta.dirname, '../..');
const teachers = 16;
const dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'sightline-tasks-bench-'));
fs.chmodSync(dataDirectory, 0o755);

const server = spawn(process.execPath, [path.join(root, 'infra/standalone/dist/main.js')], {
  env: { ...process.env, PORT: values.port, DATA_DIR: dataDirectory, SAMPLE_DISTRICT: 'none', SMTP_URL: 'off' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
// Whatever ends the bench ends the server that it started.
process.on('exit', () => server.kill('SIGTERM'));
let printed = '';
server.stdout.on('data', (chunk) => (printed += chunk));
const waitFor = async (what, probe, timeoutMs = 120_000) => {
  for (const until = Date.now() + timeoutMs; ;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > until || server.exitCode !== null)
      throw new Error(`${what} did not happen; the server said:\n${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
await waitFor('start', () => /Sightline is ready/.test(printed));

const client = new HttpClient(`http://127.0.0.1:${values.port}`, 128);
const secret = /id (\S+), secret (\S+)/.exec(printed);
const machine = await client.machineToken(secret[1], secret[2]);
await client.request('POST', '/api/v1/roster/imports', {
  token: machine,
  body: await benchDistrict(teachers),
  headers: { 'content-type': 'application/zip' },
});
const form = await client.request('POST', '/api/v1/district-forms', {
  token: machine,
  body: { kind: 'email', name: 'Student e-mail', available: false },
});
const teacherTokens = [];
for (let teacher = 0; teacher < teachers; teacher += 1)
  teacherTokens.push(await client.personToken(`bench.teacher${teacher}`));
const technology = await client.personToken('bench.technology1');
const principal = await client.personToken('bench.principal');
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

const ask = (number) =>
  client.request('POST', '/api/v1/exception-requests', {
    token: teacherTokens[number % teachers],
    body: {
      kind: 'outside-channel',
      purpose: 'district',
      students: [`student${number % teachers}-${number % 15}`],
      channel: { medium: 'messaging-app', address: `@bench${number}` },
      reason: 'Changes of the bus on match days reach the players too late by mail.',
      districtFormShortfall: {
        districtFormId: form.id,
        why: 'Not read during the day; speaking is not possible on the way.',
      },
      from: day(1),
      until: day(30),
    },
  });
const list = (token, query = '') => client.request('GET', `/api/v1/approval-tasks?status=open${query}`, { token });

await waitFor('roster everywhere', () => ask(0).catch(() => false));
let asked = 1;
await Promise.all(
  Array.from({ length: 32 }, async () => {
    while (asked < wanted) await ask(asked++);
  }),
);
const counts = () => client.request('GET', '/api/v1/approval-tasks/counts', { token: technology });
await waitFor('all tasks', async () => (await counts()).open >= wanted);
console.log(`${(await counts()).open} open tasks in one pool`);
// What follows from the requests, ledger and alerts, is not what is measured here.
await waitFor(
  'quiet',
  async () => {
    const before = measureTree(server.pid).cpuSeconds;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return measureTree(server.pid).cpuSeconds - before < 0.3;
  },
  300_000,
);

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
async function measure(what, once) {
  for (let warm = 0; warm < 50; warm += 1) await once();
  const taken = [];
  const before = measureTree(server.pid);
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < until) {
        const begun = performance.now();
        await once();
        taken.push(performance.now() - begun);
      }
    }),
  );
  const after = measureTree(server.pid);
  const perRequest = (name) => ((1000 * (after[name] - before[name])) / taken.length).toFixed(2);
  taken.sort((left, right) => left - right);
  console.log(
    `${what}, concurrency ${concurrency}: p50 ${quantile(taken, 0.5)} ms, p95 ${quantile(taken, 0.95)} ms, p99 ${quantile(taken, 0.99)} ms; ${(taken.length / seconds).toFixed(0)} a second; server CPU ${perRequest('cpuSeconds')} ms each (of it Node ${perRequest('rootCpuSeconds')})`,
  );
}

const first = await list(technology);
if (first.items.length !== 50 || first.next === null) throw new Error('the first page is not a full page');
await measure('first page of 50', () => list(technology));
await measure('second page of 50', () => list(technology, `&cursor=${first.next}`));
await measure('first page, latest first', () => list(technology, '&sort=-createdAt'));
await measure('first page, one side and purpose', () => list(technology, '&side=technology&purpose=district'));
await measure('counts', counts);

const many = await list(principal, '&limit=200');
const begun = performance.now();
const decided = await client.request('POST', '/api/v1/approval-tasks/decisions', {
  token: principal,
  body: {
    decisions: many.items.map(({ id }) => ({ task: id, outcome: 'approve' })),
    shared: { comment: 'Agreed for the season.' },
  },
});
const accepted = decided.items.filter(({ verdict }) => verdict === 'accepted').length;
console.log(
  `${accepted} of ${many.items.length} decisions in one request: ${(performance.now() - begun).toFixed(0)} ms`,
);

client.close();
server.kill('SIGTERM');
await new Promise((resolve) => server.once('exit', resolve));
fs.rmSync(dataDirectory, { recursive: true, force: true });
