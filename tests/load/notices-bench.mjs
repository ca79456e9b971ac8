// Bench of the delivery of notices: thousands of them to a real SMTP server on loopback, fsync on, from opening to event.
// Usage: npm run bench:notices -- [--notices 10000] [--heap 160] [--kill]
// Not a test: it prints figures and asserts only that nothing was lost. With --kill the sending process is killed in the
// middle and started again; what comes twice then comes under the same Message-ID and is counted.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startTestPostgresServer } from '@sightline/testing';
import pg from 'pg';

const { values } = parseArgs({
  options: {
    notices: { type: 'string', default: '10000' },
    // Megabytes of old space that the sending process may use; V8's own limit unless given.
    heap: { type: 'string' },
    kill: { type: 'boolean', default: false },
  },
});
const count = Number(values.notices);
const here = (file) => path.join(import.meta.dirname, file);
const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));
const start = (file, ...args) => {
  const execArgv = values.heap ? [`--max-old-space-size=${values.heap}`, '--max-semi-space-size=4'] : [];
  const child = fork(here(file), args, { stdio: 'inherit', execArgv });
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
};
const said = (child, kind) =>
  new Promise((resolve, reject) => {
    child.on('message', (message) => message.kind === kind && resolve(message));
    child.on('exit', (code, signal) => reject(new Error(`${kind} did not come: ${code ?? signal}`)));
  });

const postgres = await startTestPostgresServer();
const admin = new pg.Client({ connectionString: postgres.url });
await admin.connect();
const name = `notices_bench_${randomUUID().slice(0, 8)}`;
await admin.query(`create database ${name} encoding 'UTF8' template template0`);
const databaseUrl = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
const database = new pg.Client({ connectionString: databaseUrl });

const receiver = start('support/receiving-process.mjs');
const { url: smtpUrl } = await said(receiver, 'listening');
const filler = start('support/notifying-process.mjs', databaseUrl, 'off', String(count));
await said(filler, 'filled');
await database.connect();
const delivered = async () =>
  Number((await database.query(`select count(*) from notices where status = 'delivered'`)).rows[0].count);

const began = performance.now();
let sender = start('support/notifying-process.mjs', databaseUrl, smtpUrl, '0');
let memoryMb = 0;
let cpuSeconds = 0;
const measure = (child) =>
  child.on('message', (message) => {
    if (message.kind !== 'usage') return;
    memoryMb = Math.max(memoryMb, message.megabytes);
    cpuSeconds = message.cpuSeconds;
  });
measure(sender);
let killed = !values.kill;
for (let done = 0; done < count; done = await delivered()) {
  if (!killed && done > count / 2) {
    killed = true;
    sender.kill('SIGKILL');
    sender = start('support/notifying-process.mjs', databaseUrl, smtpUrl, '0');
    measure(sender);
  }
  if (performance.now() - began > 600_000) throw new Error(`only ${done} of ${count} were delivered`);
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const seconds = (performance.now() - began) / 1_000;
receiver.send('count');
const { mails, different } = await said(receiver, 'count');
console.log(
  `${count} notices in ${seconds.toFixed(1)} s: ${Math.round(count / seconds)}/s (start of the process included), ${Math.round(memoryMb)} MB at the most, ${((cpuSeconds * 1_000) / count).toFixed(2)} ms of CPU a notice, ${mails - different} mails twice`,
);
if (different !== count) throw new Error(`${count} notices, but ${different} different mails arrived`);
sender.kill('SIGTERM');
receiver.kill('SIGTERM');
await database.end();
await admin.query(`drop database ${name} with (force)`);
await admin.end();
await postgres.stop();
