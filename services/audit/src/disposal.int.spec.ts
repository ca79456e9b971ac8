import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventStoreSchema, sealWords, verifyCommitment } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import {
  runService,
  serviceOverHttp,
  unplacedEvent,
  type RunningService,
  type ServiceOverHttp,
} from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { verifyPack } from './application/packs/verify-pack.js';
import { leafHash, pairHash } from './application/tree-hash.js';
import { createAuditModule } from './audit.module.js';
import { rootOfInclusion, rootsOfConsistency } from './domain/index.js';
import { auditorRegistered, caseEvents } from '../testing/sample-events.js';

type Audit = RunningService<Awaited<ReturnType<typeof createAuditModule>>>;

const [auditor, roundId, requestId] = [newId(), newId(), newId()];
const reason = 'The family asked that nobody hears of the illness.';
const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

describe('words that are disposed of', () => {
  let database: TestDatabase;
  let audit: Audit;
  let http: ServiceOverHttp;
  const { record, commitment } = sealWords(newId(), `round/${roundId}`, { reason });
  const denied = unplacedEvent(
    'sightline.approval.task-decided.v1',
    `round/${roundId}`,
    {
      ...{ roundId, requestId, taskId: newId(), side: 'principal', outcome: 'deny', deciderId: newId() },
      ...{ findings: null, copyCondition: false },
      words: { recordId: record.recordId, commitment },
    },
    { caseId: requestId },
  );
  const kept = async () =>
    (
      await audit.database.pool.query<{ key: Buffer | null; words: object | null }>(
        'select key, words from confidential',
      )
    ).rows[0]!;
  const get = async (path: string) => await http.get(`/api/v1/history/${path}`, auditor);

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    audit = await runService('audit', database.url, (context) =>
      createAuditModule(context, {
        logs: ['directory', 'exception-request', 'approval', 'messaging-archive'],
        signingKeyFile: null,
      }),
    );
    // The owner's table, as every service has it.
    for (const statement of eventStoreSchema('approval').filter((each) => each.includes('confidential')))
      await audit.database.pool.query(statement);
    await audit.database.pool.query(
      'insert into confidential (record_id, subject, key, words) values ($1, $2, $3, $4)',
      [record.recordId, record.subject, record.key, JSON.stringify(record.words)],
    );
    http = await serviceOverHttp('audit', audit.service.module);
    await audit.bus.feed(auditorRegistered(auditor), denied, ...caseEvents(newId()));
  });
  afterAll(async () => {
    await http.close();
    await audit.stop();
    await database.drop();
  });

  it('leave every tree head, every proof and every pack as they were', async () => {
    const [head, proof, pack] = await Promise.all(
      ['tree-head', `proofs/${denied.id}`, `packs?case=${requestId}`].map(async (path) => (await get(path)).text),
    );
    const { size, rootHash } = JSON.parse(head!);
    expect(await kept()).toMatchObject({ key: expect.any(Buffer), words: { reason } });
    const { key, words } = await kept();
    expect(verifyCommitment(key!, words, commitment)).toBe(true);

    // What the owner does: the words and their key go, the event stays (design §3).
    await audit.database.pool.query('update confidential set key = null, words = null, disposed_at = now()');
    await audit.bus.feed(...caseEvents(newId()));

    expect((await get(`tree-head?size=${size}`)).text).toBe(head);
    expect((await get(`proofs/${denied.id}?size=${size}`)).text).toBe(proof);
    expect((await get(`packs?case=${requestId}&size=${size}`)).text).toBe(pack);
    const { leaf, leafIndex, proof: path } = JSON.parse(proof!);
    const root = rootOfInclusion({ leaf: leafIndex, size, hash: leafHash(leaf) }, path.map(bytes), pairHash);
    expect(Buffer.from(root!).toString('base64')).toBe(rootHash);
    const { body: grown } = await get(`consistency?from=${size}`);
    const roots = rootsOfConsistency(
      { from: size, to: grown.to.size, root: bytes(rootHash) },
      grown.proof.map(bytes),
      pairHash,
    );
    expect(Buffer.from(roots!.newer).toString('base64')).toBe(grown.to.rootHash);
    const again = (await get(`packs?case=${requestId}`)).text;
    expect(await verifyPack(Readable.from([Buffer.from(again)]), audit.service.publicKey)).toMatchObject({
      whole: true,
    });
  });

  it('are nowhere in the history, which holds a commitment that says nothing without the key', async () => {
    const pack = (await get('packs?all=true')).text;
    expect(pack).toContain(commitment);
    expect(pack).not.toContain('illness');
    const { rows } = await audit.database.pool.query(`select 1 from ledger where event::text like '%illness%'`);
    expect(rows).toEqual([]);
    // Whoever guesses the words cannot tell whether the guess is right.
    expect(verifyCommitment(sealWords(newId(), 'guess', { reason }).record.key, { reason }, commitment)).toBe(false);
  });
});
