// npm run bench:history: a ledger of HISTORY_EVENTS events (100,000), made of a recorded school year again and again.
// Says how fast it takes them, proves one of them, packs and verifies all of them, and folds them into the state of every aggregate.
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startEmbeddedPostgres } from '@sightline/embedded-postgres';
import { inTransaction } from '@sightline/event-store';
import { openServiceDatabase } from '@sightline/service-kit';
import { copyLines } from './support/copy-lines.mjs';

const audit = (file) => import(new URL(`../../services/audit/dist/${file}`, import.meta.url).href);
const { ledgerProjection } = await audit('adapters/persistence/append-to-ledger.js');
const { CreateLedger1764000000000 } = await audit('adapters/persistence/migrations/1764000000000-create-ledger.js');
const { TreeOfTheLedger1764100000000 } = await audit(
  'adapters/persistence/migrations/1764100000000-tree-of-the-ledger.js',
);
const { TreeTiles } = await audit('adapters/persistence/tree-tiles.js');
const { packSource } = await audit('adapters/persistence/pack-source.js');
const { foldAggregates } = await audit('adapters/replay/fold-aggregates.js');
const { newSigningKey } = await audit('adapters/keys/signing-key-file.js');
const { readSigningKey } = await audit('application/signed-note.js');
const { TreeHeads } = await audit('application/tree-heads.js');
const { writePack } = await audit('application/packs/write-pack.js');
const { verifyPack } = await audit('application/packs/verify-pack.js');

const wanted = Number(process.env.HISTORY_EVENTS ?? 100_000);
const recorded = readFileSync(new URL('../../services/audit/testing/recorded-year.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const say = (line) => process.stdout.write(`${line}\n`);
/** Of this process in the work measured last: what it would take on a processor of its own. */
let cpuSeconds = 0;
const seconds = async (work) => {
  const begun = performance.now();
  const used = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(used);
  cpuSeconds = (user + system) / 1_000_000;
  return (performance.now() - begun) / 1_000;
};
const rate = (count, took) => Math.round(count / took).toLocaleString('en');
const perSecond = (count, took, cpu = cpuSeconds) => `${rate(count, took)}/s (${rate(count, cpu)} per CPU second)`;

/** Other cases each time, and streams of their own. */
let position = 0;
const anotherYear = () => {
  const cases = new Map();
  const caseOf = (id) => cases.get(id) ?? cases.set(id, randomUUID()).get(id);
  return recorded.map((event) => {
    const correlationid = caseOf(event.correlationid);
    position += 1;
    return {
      ...event,
      id: randomUUID(),
      correlationid,
      subject: `${event.subject}-${correlationid}`,
      log: 'bench',
      position,
    };
  });
};

const folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-history-bench-'));
const postgres = await startEmbeddedPostgres({ dataDirectory: path.join(folder, 'postgres') });
const database = await openServiceDatabase({
  ...{ url: postgres.fastestUrl('postgres'), applicationName: 'history bench', poolSizeMax: 3, entities: [] },
  migrations: [CreateLedger1764000000000, TreeOfTheLedger1764100000000],
});
try {
  const { pool } = database;
  let taken = 0;
  const took = await seconds(async () => {
    for (; taken < wanted; taken += recorded.length)
      await inTransaction(pool, (transaction) => ledgerProjection.apply(transaction, anotherYear()));
  });
  say(`taken with the tree: ${taken} events, ${perSecond(taken, took)}`);

  const heads = new TreeHeads(new TreeTiles(pool), readSigningKey(newSigningKey('https://bench.example')));
  const proofs = [];
  for (let proof = 0; proof < 300; proof += 1)
    proofs.push(await seconds(() => heads.inclusion(Math.floor(Math.random() * taken), taken)));
  proofs.sort((left, right) => left - right);
  const [half, most] = [proofs[150], proofs[285]].map((each) => (each * 1_000).toFixed(1));
  say(`proof of one event: ${half} ms (median), ${most} ms (95 %)`);

  const pack = path.join(folder, 'pack.ndjson');
  const source = packSource(pool, async () => []);
  const order = { scope: { all: true }, size: taken, holds: { from: 0, to: taken } };
  const packed = await seconds(() => pipeline(Readable.from(writePack(heads, source, order)), createWriteStream(pack)));
  say(`packed: ${perSecond(taken, packed)}, ${Math.round((await stat(pack)).size / 1_048_576)} MiB`);
  const verified = await seconds(async () => {
    const verdict = await verifyPack(createReadStream(pack, { highWaterMark: 1 << 20 }), heads.signer.verifierKey);
    if (!verdict.whole) throw new Error(`not whole: ${verdict.problem}`);
  });
  say(`verified offline: ${perSecond(taken, verified)}, a million in ${Math.round((verified * 1e6) / taken)} s`);

  let events = [];
  const read = await seconds(async () => {
    events = [];
    await copyLines(pool, 'copy (select event from ledger order by sequence) to stdout', (line) => {
      events.push(JSON.parse(line));
    });
  });
  const readCpu = cpuSeconds;
  const states = await seconds(() => foldAggregates(events));
  say(`read by COPY and parsed: ${perSecond(taken, read, readCpu)}; folded: ${perSecond(taken, states)}`);
  say(`both: ${perSecond(taken, read + states, readCpu + cpuSeconds)}`);
} finally {
  await database.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
