import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { emptyRoster } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const heading = 'type,sourcedId,relatedSourcedId,from,until,kinds,reference,verifiedBy,releases\n';
const all = ['address', 'contact', 'records'];

describe('a restriction fails closed (C9)', () => {
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
  /** What the last event of each restriction says. */
  const told = async (): Promise<object[]> => {
    const { rows } = await directory.database.pool.query<{ data: object }>(
      `select distinct on (subject) data - 'restrictionId' - 'studentId' - 'guardianId' as data
       from events where subject like 'restriction/%' order by subject, position desc`,
    );
    return rows.map(({ data }) => data);
  };
  const events = async (): Promise<number> => (await directory.eventCounts())['restriction-recorded'] ?? 0;

  it('two rows of one document are the stricter of both, in either order', async () => {
    const rows = [
      'restriction,g1,s1,2026-05-01,2026-12-31,contact,FC-1,Sue,',
      'restriction,g1,s1,2026-01-01,2026-06-30,records,FC-1,Sue,',
    ];
    const expected = [{ kinds: ['contact', 'records'], from: '2026-01-01', until: '2026-12-31' }];
    await take(...rows);
    expect(await told()).toStrictEqual(expected);
    await take(...rows.reverse());
    expect(await told()).toStrictEqual(expected);
    expect(await events()).toBe(1);
  });

  it('an absent file, row or column lifts nothing, nor does a row that says less', async () => {
    await take('restriction,g1,s1,2026-01-01,,contact;records,FC-1,Sue,');
    const expected = [{ kinds: ['contact', 'records'], from: '2026-01-01', until: null }];
    await take('sibling,s1,s2,,,,,,');
    await directory.postBundle(await bundleOf({ relations: null }));
    await take('restriction,g1,s1,2026-03-01,2026-09-01,contact,FC-1,Sue,');
    expect(await told()).toStrictEqual(expected);
    expect(await events()).toBe(1);
    await take('restriction,g1,s1,,,,FC-1,,');
    expect(await told()).toStrictEqual([{ kinds: all, from: '1900-01-01', until: null }]);
    expect(await events()).toBe(2);
  });

  it('only a release with a document and a name lifts one, and the nightly row does not bring it back', async () => {
    const nightly = 'restriction,g1,s1,2026-01-01,,contact,FC-1,Sue,';
    await take(nightly);
    const open = [{ kinds: ['contact'], from: '2026-01-01', until: null }];
    expect(await take(nightly, 'release,g1,s1,,,,FC-2,,', 'release,g1,s1,,,,,Sue Superintendent,')).toStrictEqual([
      '3 verifiedBy release-unproved',
      '4 reference release-unproved',
    ]);
    expect(await told()).toStrictEqual(open);

    await take(nightly, 'release,g1,s1,2026-09-20,,,FC-2,Sue Superintendent,FC-1');
    const released = [{ kinds: ['contact'], from: '2026-01-01', until: '2026-09-19' }];
    expect(await told()).toStrictEqual(released);
    await take(nightly);
    await take(nightly, 'release,g1,s1,,,,FC-2,Sue Superintendent,');
    expect(await told()).toStrictEqual([{ ...released[0], until: '2026-09-13' }]);
    expect(await events()).toBe(3);
    const { rows } = await directory.database.pool.query(
      'select verified_by, released_by, release_reference from restrictions',
    );
    expect(rows).toStrictEqual([{ verified_by: 'Sue', released_by: 'Sue Superintendent', release_reference: 'FC-2' }]);
    expect(JSON.stringify((await directory.database.pool.query('select data from events')).rows)).not.toContain('FC-');

    await take('restriction,g1,s1,2026-01-01,,contact;address,FC-1,Sue,');
    expect(await told()).toStrictEqual([{ kinds: ['address', 'contact'], from: '2026-01-01', until: null }]);
  });

  it('a release that could mean two restrictions, or none, lifts nothing', async () => {
    const both = ['restriction,g1,s1,,,contact,FC-1,Sue,', 'restriction,g1,s1,,,records,FC-9,Sue,'];
    expect(await take(...both, 'release,g1,s1,,,,FC-2,Sue,', 'release,g1,s2,,,,FC-2,Sue,')).toStrictEqual([
      '4 releases release-unclear',
      '5 releases release-unclear',
    ]);
    expect(await told()).toHaveLength(2);
    expect(await take(...both, 'release,g1,s1,2026-09-20,,,FC-2,Sue,FC-9')).toStrictEqual([]);
    expect(await told()).toContainEqual({ kinds: ['contact'], from: '1900-01-01', until: null });
    expect(await told()).toContainEqual({ kinds: ['records'], from: '1900-01-01', until: '2026-09-19' });
  });

  it('outlives the child’s time on the roster', async () => {
    await take('restriction,g1,s1,,,contact,FC-1,Sue,');
    await directory.postBundle(
      await bundleOf({
        manifest: 'propertyName,value\noneroster.version,1.2\nfile.users,delta\n',
        users: 'sourcedId,status,username,givenName,familyName\ns1,tobedeleted,,,\n',
        roles: null,
        enrollments: null,
        demographics: null,
        relations: null,
      }),
    );
    await directory.postBundle(await bundleOf({ relations: smallDistrict['relations']! }));
    expect(await told()).toStrictEqual([{ kinds: ['contact'], from: '1900-01-01', until: null }]);
    expect(await events()).toBe(1);
  });
});
