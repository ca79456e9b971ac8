import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { runService, serviceOverHttp, type RunningService, type ServiceOverHttp } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { ledgerProjection } from './adapters/persistence/append-to-ledger.js';
import { openCheckpoint } from './application/checkpoint.js';
import { readVerifierKey } from './application/signed-note.js';
import { leafHash, pairHash } from './application/tree-hash.js';
import { createAuditModule } from './audit.module.js';
import { rootOfInclusion, rootsOfConsistency, TreeBuilder } from './domain/index.js';
import { auditorRegistered, placedIn } from '../testing/sample-events.js';

type Audit = RunningService<Awaited<ReturnType<typeof createAuditModule>>>;

const [auditor, stranger] = [newId(), newId()];
const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

describe('the tree over the ledger', () => {
  let database: TestDatabase;
  let audit: Audit;
  let http: ServiceOverHttp;
  const leaves: Buffer[] = [];

  const take = (from: number, count: number): Promise<void> =>
    inTransaction(audit.database.pool, (transaction) =>
      ledgerProjection.apply(transaction, placedIn('log', from, count)),
    );
  const rootOf = (size: number): string => {
    const tree = new TreeBuilder(pairHash);
    for (const leaf of leaves.slice(0, size)) tree.push(leaf);
    return Buffer.from(tree.root()!).toString('base64');
  };
  const get = async (path: string) => (await http.get(`/api/v1/history/${path}`, auditor)).body;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    audit = await runService('audit', database.url, (context) =>
      createAuditModule(context, { logs: ['directory'], signingKeyFile: null }),
    );
    http = await serviceOverHttp('audit', audit.service.module);
    await audit.bus.feed(auditorRegistered(auditor));
    // Singles, a batch that fills one tile and begins the next, and one that fills several.
    for (let position = 1; position <= 5; position += 1) await take(position, 1);
    await take(6, 300);
    await take(306, 700);
    const { rows } = await audit.database.pool.query<{ leaf_hash: Buffer }>(
      'select leaf_hash from ledger order by sequence',
    );
    leaves.push(...rows.map((row) => row.leaf_hash));
  });
  afterAll(async () => {
    await http.close();
    await audit.stop();
    await database.drop();
  });

  it('grows with the ledger, in tiles of 256 that are written once', async () => {
    expect(leaves).toHaveLength(1_006);
    const { rows } = await audit.database.pool.query<{ level: number; tiles: number }>(
      'select level, count(*)::integer as tiles from tree_tiles group by level',
    );
    expect(rows).toEqual([{ level: 0, tiles: 3 }]);
    for (const change of [`update tree_tiles set level = 9`, 'delete from tree_tiles', 'truncate tree_heads'])
      await expect(audit.database.pool.query(change)).rejects.toMatchObject({ code: '42501' });
  });

  it('has at each size the tree hash of its leaves, signed', async () => {
    for (const size of [1, 2, 255, 256, 257, 512, 700, 1_005, 1_006]) {
      const head = await get(`tree-head?size=${size}`);
      expect(head).toMatchObject({ size, rootHash: rootOf(size) });
      const opened = openCheckpoint(readVerifierKey(head.publicKey), head.checkpoint);
      expect([opened?.size, opened?.root.toString()]).toEqual([size, bytes(head.rootHash).toString()]);
    }
    expect((await get('tree-head')).size).toBe(1_006);
    expect((await get('tree-head?size=0')).rootHash).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });

  it('proves each event that it is asked for', async () => {
    const { rows } = await audit.database.pool.query<{ id: string; sequence: number }>(
      'select event_id as id, sequence::integer from ledger where sequence in (1, 2, 256, 257, 513, 1005, 1006)',
    );
    for (const { id, sequence } of rows)
      for (const size of [sequence, 1_006]) {
        const proof = await get(`proofs/${id}?size=${size}`);
        const root = rootOfInclusion(
          { leaf: sequence - 1, size, hash: leafHash(proof.leaf) },
          proof.proof.map(bytes),
          pairHash,
        );
        expect(Buffer.from(root!).toString('base64')).toBe(rootOf(size));
        expect(JSON.parse(proof.leaf).id).toBe(id);
      }
  });

  it('proves that it only grew', async () => {
    for (const [from, to] of [
      [1, 1_006],
      [256, 257],
      [300, 900],
      [768, 1_006],
      [1_006, 1_006],
    ] as const) {
      const { proof } = await get(`consistency?from=${from}&to=${to}`);
      const roots = rootsOfConsistency({ from, to, root: bytes(rootOf(from)) }, proof.map(bytes), pairHash)!;
      expect(Buffer.from(roots.older).toString('base64')).toBe(rootOf(from));
      expect(Buffer.from(roots.newer).toString('base64')).toBe(rootOf(to));
    }
  });

  it('answers nobody but auditors, and refuses a size that is not there', async () => {
    const { rows } = await audit.database.pool.query<{ id: string }>('select event_id as id from ledger limit 1');
    for (const path of ['tree-head', `proofs/${rows[0]!.id}`, 'consistency?from=1'])
      expect((await http.get(`/api/v1/history/${path}`, stranger)).status).toBe(404);
    for (const [path, status] of [
      ['tree-head?size=1007', 422],
      ['tree-head?size=-1', 422],
      ['consistency?from=9&to=8', 422],
      ['consistency', 422],
      [`proofs/${newId()}`, 404],
      ['proofs/x', 404],
      [`proofs/${rows[0]!.id}?size=0`, 404],
    ] as const)
      expect([path, (await http.get(`/api/v1/history/${path}`, auditor)).status]).toEqual([path, status]);
  });
});
