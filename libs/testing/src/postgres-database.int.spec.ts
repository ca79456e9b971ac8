import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase } from './index.js';
import type { TestDatabase } from './index.js';

const made: TestDatabase[] = [];
const make = async (source: string) => {
  const database = await testDatabase(source);
  made.push(database);
  return database;
};

describe('a test database', () => {
  afterAll(async () => {
    for (const database of made) await database.drop();
  });

  it('is named after its spec file and is new for each call', async () => {
    const [first, second] = [await make(import.meta.url), await make(import.meta.url)];
    expect(first.name).toMatch(/^postgres_database_[0-9a-f]{10}$/);
    expect(second.name).not.toBe(first.name);
  });

  it('belongs to a role that is no superuser, and goes with its open sessions', async () => {
    const database = await make('Some name: 7 words');
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE mine (x int)');
    const { rows } = await client.query<{ super: boolean }>(
      'SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user',
    );
    expect(rows).toEqual([{ super: false }]);
    await database.drop();
    const again = new pg.Client({ connectionString: database.superuserUrl });
    await expect(again.connect()).rejects.toThrow('does not exist');
  });
});
