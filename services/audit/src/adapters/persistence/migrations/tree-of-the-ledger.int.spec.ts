import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openServiceDatabase } from '@sightline/service-kit';
import { runService } from '@sightline/service-kit/testing';
import { eventually, testDatabase, type TestDatabase } from '@sightline/testing';
import { pairHash } from '../../../application/tree-hash.js';
import { openCheckpoint } from '../../../application/checkpoint.js';
import { readVerifierKey } from '../../../application/signed-note.js';
import { createAuditModule } from '../../../audit.module.js';
import { TreeBuilder } from '../../../domain/index.js';
import { TreeTiles } from '../tree-tiles.js';
import { CreateLedger1764000000000 } from './1764000000000-create-ledger.js';

/** Fills a tile of the second level, and begins the next of each. */
const leaves = 65_536 + 300;

describe('a ledger of the release before', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-history-'));
    const before = await openServiceDatabase({
      ...{ url: database.url, applicationName: 'release before', poolSizeMax: 2, entities: [] },
      migrations: [CreateLedger1764000000000],
    });
    await before.pool.query(
      `insert into ledger (sequence, log, epoch, position, event_id, case_id, type, subject, time, leaf_hash, event)
       select place, 'log', 1, place, gen_random_uuid(), gen_random_uuid(), 't', 's', now(), sha256(int8send(place)), '{}'
       from generate_series(1, ${leaves}) as place`,
    );
    await before.pool.query(`update ledger_head set sequence = ${leaves}`);
    await before.close();
  }, 60_000);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await database.drop();
  });

  it('gets its tree when this release starts, and is signed with a key that stays', async () => {
    const keyFile = path.join(folder, 'keys', 'history.key');
    const start = () =>
      runService('audit', database.url, (context) =>
        createAuditModule(context, { logs: ['directory'], signingKeyFile: keyFile, treeHeadEveryMs: 20 }),
      );
    const audit = await start();
    try {
      const tree = new TreeBuilder(pairHash);
      const { rows } = await audit.database.pool.query<{ leaf_hash: Buffer }>(
        'select leaf_hash from ledger order by sequence',
      );
      for (const { leaf_hash: hash } of rows) tree.push(hash);
      const [root] = await new TreeTiles(audit.database.pool).hashesOf([{ from: 0, to: leaves }]);
      expect(Buffer.from(root!).equals(tree.root()!)).toBe(true);
      const { rows: tiles } = await audit.database.pool.query(
        'select level, count(*)::integer as tiles from tree_tiles group by level order by level',
      );
      expect(tiles).toEqual([
        { level: 0, tiles: 257 },
        { level: 1, tiles: 1 },
      ]);
      await eventually(
        async () => (await audit.database.pool.query<{ note: string }>('select note from tree_heads')).rows[0]?.note,
        (note) => openCheckpoint(readVerifierKey(audit.service.publicKey), note!)?.size === leaves,
      );
    } finally {
      await audit.stop();
    }
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const key = await readFile(keyFile, 'utf8');
    const again = await start();
    await again.stop();
    expect(again.service.publicKey).toBe(audit.service.publicKey);
    expect(await readFile(keyFile, 'utf8')).toBe(key);
  }, 60_000);
});
