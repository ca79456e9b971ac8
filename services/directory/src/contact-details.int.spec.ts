import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { DirectoryPeopleReader } from './adapters/persistence/directory-people.reader.js';
import { PostalAddresses1764700000000 } from './adapters/persistence/migrations/1764700000000-postal-addresses.js';
import { bundleOf } from '../testing/roster-bundle.js';
import { emptyRoster } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const heading = 'type,sourcedId,buildingSourcedId,street,city,state,postalCode,country,phone\n';
const maya = {
  street: ['14 Millpond Road', 'Flat 2'],
  city: 'Fairhaven',
  state: 'NY',
  postalCode: '10001',
  country: '',
};

describe('where a letter goes and whom to call (C6)', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url);
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });
  beforeEach(() => emptyRoster(directory.database.pool));

  const take = async (...rows: string[]): Promise<string[]> => {
    const { body } = await directory.postBundle(await bundleOf({ relations: `${heading}${rows.join('\n')}\n` }));
    expect(body.status).toBe('completed');
    return body.report.entries
      .filter(({ severity }: { severity: string }) => severity === 'refused')
      .map(({ line, column, code }: Record<string, unknown>) => `${String(line)} ${String(column)} ${String(code)}`);
  };
  const known = async () => {
    const { pool } = directory.database;
    const { rows } = await pool.query<{ person: string; building: string }>(
      `select people.id as person, buildings.id as building from people, buildings
       where people.sourced_id = 'g1' and buildings.sourced_id = 'b1'`,
    );
    const { person, building } = rows[0]!;
    const reader = new DirectoryPeopleReader(pool, 'en', () => '2026-09-14');
    return {
      address: (await reader.people([person])).get(person)!.postalAddress,
      phone: (await reader.places([building])).get(building)!.phone,
    };
  };

  it('comes with the relations and is in no event', async () => {
    expect(
      await take('address,g1,,14 Millpond Road; Flat 2,Fairhaven,NY,10001,,', 'phone,,b1,,,,,,(555) 555-0110'),
    ).toEqual([]);
    expect(await known()).toEqual({ address: maya, phone: '(555) 555-0110' });
    const { rows } = await directory.database.pool.query(`select from events where data::text ~ 'Millpond|555-0110'`);
    expect(rows).toEqual([]);
  });

  it('goes when a whole list no longer says it, and stays while its own row is held back', async () => {
    await take('address,g1,,14 Millpond Road; Flat 2,Fairhaven,NY,10001,,', 'phone,,b1,,,,,,(555) 555-0110');
    expect(await take('address,g1,,15 Millpond Road,,NY,10001,,', 'phone,,b1,,,,,,call us')).toEqual([
      '2 city address-not-whole',
      '3 phone not-a-number',
    ]);
    expect(await known()).toEqual({ address: maya, phone: '(555) 555-0110' });
    await take('sibling,s1,,,,,,,');
    await take('phone,,b1,,,,,,555-010-0199');
    expect(await known()).toEqual({ address: undefined, phone: '555-010-0199' });
  });

  it('belongs to somebody and some building of the roster', async () => {
    expect(await take('address,nobody,,1 Road,Town,NY,10001,,', 'phone,,nowhere,,,,,,555-010-0100')).toEqual([
      '2 sourcedId unknown-reference',
      '3 buildingSourcedId unknown-reference',
    ]);
  });

  it('has its columns in a database of the release before', async () => {
    const runner = directory.database.dataSource.createQueryRunner();
    const migration = new PostalAddresses1764700000000();
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    await take('phone,,b1,,,,,,555-010-0199');
    expect(await known()).toEqual({ address: undefined, phone: '555-010-0199' });
  });
});
