import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readLogHead } from '@sightline/event-store';
import { openServiceDatabase, type ServiceDatabase } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { portalMigrations } from '../portal-migrations.js';
import { CreateSessions1764000000000 } from './1764000000000-sessions.js';
import { CreateProviderRecords1764000000001 } from './1764000000001-provider-records.js';

describe('a database of the release before, in which the portal had no log', () => {
  let database: TestDatabase;
  let portal: ServiceDatabase;
  const open = (migrations: readonly (new () => object)[]) =>
    openServiceDatabase({
      ...{ url: database.url, applicationName: 'portal spec', poolSizeMax: 2, entities: [], migrations },
    });

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    const before = await open([CreateSessions1764000000000, CreateProviderRecords1764000000001]);
    await before.pool.query('insert into sessions (id, tokens, last_used_at, ends_at) values ($1, $2, now(), now())', [
      Buffer.alloc(32, 1),
      Buffer.from('sealed'),
    ]);
    await before.close();
    portal = await open(portalMigrations);
  });
  afterAll(async () => {
    await portal.close();
    await database.drop();
  });

  it('keeps its sessions and begins an empty log', async () => {
    expect((await portal.pool.query('select tokens from sessions')).rows).toEqual([{ tokens: Buffer.from('sealed') }]);
    expect(await readLogHead(portal.pool)).toEqual({ log: 'portal', epoch: 1, position: 0 });
    expect((await portal.pool.query('select from webhooks')).rowCount).toBe(0);
  });

  it('can be taken back', async () => {
    await portal.dataSource.undoLastMigration();
    const { rows } = await portal.pool.query(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['migrations', 'provider_records', 'sessions']);
  });
});
