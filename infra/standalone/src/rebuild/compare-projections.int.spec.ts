import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import pg from 'pg';
import { compareProjections } from './compare-projections.js';

describe('comparing what runs with what the logs give back', () => {
  let databases: TestDatabase[];
  let live: pg.Pool;
  let rebuilt: pg.Pool;
  const compare = () => compareProjections({ service: 'notification', live, rebuilt });

  beforeAll(async () => {
    databases = [await testDatabase(import.meta.url), await testDatabase(`${import.meta.url}-rebuilt`)];
    [live, rebuilt] = databases.map(({ url }) => new pg.Pool({ connectionString: url, max: 2 })) as [pg.Pool, pg.Pool];
    for (const pool of [live, rebuilt]) {
      await pool.query('create table tasks (id integer, status text)');
      await pool.query('create table events (position integer)');
      await pool.query('create table deliveries (id integer)');
    }
  });
  beforeEach(async () => {
    for (const pool of [live, rebuilt]) {
      await pool.query('truncate tasks, events, deliveries');
      await pool.query(`insert into tasks values (1, 'open'), (2, 'closed')`);
    }
  });
  afterAll(async () => {
    await Promise.all([live.end(), rebuilt.end()]);
    for (const database of databases) await database.drop();
  });

  it('finds nothing where both hold the same rows, and leaves logs and primary data out', async () => {
    await live.query('insert into events values (1)');
    await live.query('insert into deliveries values (1)');
    expect(await compare()).toEqual([]);
  });

  it.each([
    ['a changed row', `update tasks set status = 'open' where id = 2`, 1, 1],
    ['a lost row', 'delete from tasks where id = 1', 0, 1],
    ['a row too many', `insert into tasks values (3, 'open')`, 1, 0],
    ['a doubled row', `insert into tasks values (1, 'open')`, 0, 0],
  ])('finds %s', async (_, statement, onlyLive, onlyRebuilt) => {
    await live.query(statement);
    const [difference, ...others] = await compare();
    expect(others).toEqual([]);
    expect(difference).toMatchObject({ service: 'notification', table: 'tasks', rebuiltRows: 2 });
    expect([difference!.onlyLive.length, difference!.onlyRebuilt.length]).toEqual([onlyLive, onlyRebuilt]);
  });

  it('finds a table that only one of them has', async () => {
    await live.query('create table reminders (id integer)');
    await expect(compare()).rejects.toThrow(/reminders/);
    await live.query('drop table reminders');
  });
});
