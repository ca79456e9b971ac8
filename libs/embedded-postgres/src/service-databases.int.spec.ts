import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { dropDatabase, ensureDatabase, grantLogReader, serviceDatabaseNames, urlForRole } from './index.js';

const superuserUrl = process.env['TEST_POSTGRES_URL']!;
const suffix = randomBytes(4).toString('hex');
const first = { ...serviceDatabaseNames(`first-service-${suffix}`), password: "it's a secret/with:marks@" };
const second = { ...serviceDatabaseNames(`second-service-${suffix}`), password: 'another' };
const reader = { role: `log_reader_${suffix}`, password: 'reads' };

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

describe('the databases of the services', () => {
  let firstUrl: string;

  beforeAll(async () => {
    // Twice, and at the same time: creation may be repeated and takes turns.
    [firstUrl] = (await Promise.all([
      ensureDatabase(superuserUrl, first),
      ensureDatabase(superuserUrl, first),
      ensureDatabase(superuserUrl, second),
    ])) as [string, string, string];
    await query(
      firstUrl,
      'CREATE TABLE events (position int); CREATE TABLE log_head (position int); CREATE TABLE confidential (words text)',
    );
    await query(firstUrl, 'INSERT INTO events VALUES (1)');
  });

  afterAll(async () => {
    await dropDatabase(superuserUrl, first);
    await dropDatabase(superuserUrl, second);
    await query(superuserUrl, `DROP ROLE IF EXISTS ${reader.role}`);
  });

  it('belong to their service alone', async () => {
    expect(await query(firstUrl, 'SELECT current_user AS who, current_database() AS where')).toEqual([
      { who: `sightline_first_service_${suffix}`, where: `first_service_${suffix}` },
    ]);
    const foreign = urlForRole(superuserUrl, { ...second, database: first.database });
    await expect(query(foreign, 'SELECT 1')).rejects.toThrow('permission denied for database');
  });

  it('let the log reader read the log, and nothing else', async () => {
    await grantLogReader(superuserUrl, { database: first.database, ...reader });
    const url = await grantLogReader(superuserUrl, { database: first.database, ...reader });
    expect(await query(url, 'SELECT position FROM events')).toEqual([{ position: 1 }]);
    expect(await query(url, 'SELECT position FROM log_head')).toEqual([]);
    await expect(query(url, 'SELECT * FROM confidential')).rejects.toThrow('permission denied for table confidential');
    // Read-only is the role's default, which a session may lift; the grants are what holds.
    const readWrite = `${url}?options=${encodeURIComponent('-c default_transaction_read_only=off')}`;
    await expect(query(url, 'INSERT INTO events VALUES (2)')).rejects.toThrow('read-only transaction');
    await expect(query(readWrite, 'INSERT INTO events VALUES (2)')).rejects.toThrow(
      'permission denied for table events',
    );
    await expect(query(readWrite, 'CREATE TABLE mine (x int)')).rejects.toThrow('permission denied for schema public');
    const elsewhere = urlForRole(superuserUrl, { ...reader, database: second.database });
    await expect(query(elsewhere, 'SELECT 1')).rejects.toThrow('permission denied for database');
  });

  it('refuse a name that is no plain identifier', () => {
    expect(() => ensureDatabase(superuserUrl, { ...first, database: 'x"; DROP DATABASE y' })).toThrow('is no name');
  });
});
