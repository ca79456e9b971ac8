import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { emptyRoster, rosterState, toldState } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';
import { standingProvider, type StandingProvider } from '../testing/standing-provider.js';

const before = '2026-09-01T00:00:00.000Z';
const active = (sourcedId: string, rest: object) => ({
  sourcedId,
  status: 'active',
  dateLastModified: before,
  ...rest,
});
const ref = (sourcedId: string, type: string) => ({
  href: `https://sis.example/${type}/${sourcedId}`,
  sourcedId,
  type,
});
const user = (sourcedId: string, role: string, agents: string[] = [], rest: object = {}) =>
  active(sourcedId, {
    username: `user-${sourcedId}`,
    enabledUser: 'true',
    givenName: 'Given',
    familyName: sourcedId,
    roles: [{ roleType: 'primary', role, org: ref('b1', 'org') }],
    agents: agents.map((agent) => ref(agent, 'user')),
    ...rest,
  });
const enrollment = (sourcedId: string, person: string, role: string, rest: object = {}) =>
  active(sourcedId, { user: ref(person, 'user'), class: ref('c1', 'class'), school: ref('b1', 'org'), role, ...rest });

const district = () => ({
  orgs: [
    active('d1', { name: 'District', type: 'district' }),
    active('b1', { name: 'Lincoln', type: 'school', parent: ref('d1', 'org') }),
  ],
  academicSessions: [active('t1', { title: 'Fall', type: 'term', startDate: '2026-08-20', endDate: '2026-12-18' })],
  classes: [
    active('c1', {
      title: 'Biology',
      classType: 'scheduled',
      classCode: 'BIO',
      school: ref('b1', 'org'),
      terms: [ref('t1', 'academicSession')],
    }),
  ],
  users: [
    user('p1', 'teacher', [], { password: 'secret' }),
    user('p2', 'principal'),
    user('s1', 'student', ['g1']),
    user('s2', 'student'),
    user('g1', 'guardian', ['s2']),
    { ...user('x1', 'student'), status: 'tobedeleted' },
  ],
  demographics: [active('s1', { birthDate: '2012-03-04', sex: 'female', white: 'true' })],
  enrollments: [
    enrollment('e1', 'p1', 'teacher'),
    enrollment('e2', 's1', 'student'),
    enrollment('e3', 's2', 'student', { endDate: '2026-09-01' }),
  ],
});

describe('a pull from a OneRoster 1.2 REST provider', () => {
  const clock = testClock();
  let database: TestDatabase;
  let directory: RunningDirectory;
  let provider: StandingProvider;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    provider = await standingProvider({});
    directory = await runDirectory(database.url, clock, { provider: provider.settings });
  });
  afterAll(async () => {
    await directory.stop();
    await provider.close();
    await database.drop();
  });
  beforeEach(async () => {
    await emptyRoster(directory.database.pool);
    Object.assign(provider, {
      cutShort: false,
      uncounted: false,
      withheld: undefined,
      linked: false,
      linksTo: undefined,
    });
    Object.assign(provider, { requestsPerToken: Infinity, retryAfter: '0' });
    provider.asked.length = 0;
    Object.assign(provider.collections, district());
  });
  const pull = async (payload: object = {}, caller = 'client:roster') =>
    directory.post('/api/v1/roster/pulls', { caller, payload });

  it('takes what is active, page by page, under the district’s credentials, and nothing that is not needed', async () => {
    const answer = await pull();
    expect(answer).toMatchObject({ status: 201, body: { status: 'completed', report: { counts: { refused: 0 } } } });
    expect(provider.asked.filter((line) => line.startsWith('users'))).toStrictEqual([
      `users status='active' 0`,
      `users status='active' 3`,
    ]);
    const state = await rosterState(directory.database.pool);
    expect(state).toStrictEqual({
      roles: { p1: ['teacher@b1'], p2: ['principal@b1'], s1: ['student@b1'], s2: ['student@b1'], g1: ['guardian'] },
      members: { c1: ['p1 staff', 's1 student'] },
      guardians: { s1: ['g1'], s2: ['g1'] },
      supervisors: {},
      siblings: {},
      birthDates: { s1: '2012-03-04' },
      groups: { c1: '2026-12-18' },
    });
    expect(await toldState(directory.database.pool)).toMatchObject({ roles: state.roles, members: state.members });
    expect(
      answer.body.report.entries.map(({ file, code, message }: Record<string, string>) => [file, code, message]),
    ).toStrictEqual([
      ['users', 'column-refused', 'Not needed and never stored: password.'],
      ['demographics', 'column-refused', 'Not needed and never stored: sex, white.'],
    ]);
    const counts = await directory.eventCounts();
    expect((await pull()).body).toMatchObject({ status: 'completed', report: { changes: {} } });
    expect(await directory.eventCounts()).toStrictEqual(counts);
  });

  it('since a moment takes what changed, and leaves the rest as it is', async () => {
    await pull();
    const since = '2026-09-10T00:00:00.000Z';
    const changed = { dateLastModified: '2026-09-11T00:00:00.000Z' };
    Object.assign(provider.collections, {
      users: [...provider.collections['users']!.slice(1), user('p1', 'counselor', [], changed)],
      enrollments: [
        ...provider.collections['enrollments']!.slice(0, 1),
        { sourcedId: 'e2', status: 'tobedeleted', ...changed },
      ],
    });
    expect((await pull({ since })).body).toMatchObject({ status: 'completed' });
    expect(provider.asked).toContain(`users dateLastModified>'${since}' 0`);
    expect(await rosterState(directory.database.pool)).toMatchObject({
      roles: { p1: ['counselor@b1'], p2: ['principal@b1'] },
      members: { c1: ['p1 staff'] },
    });
  });

  it('reports item by item what it cannot take, and takes the others', async () => {
    provider.collections['users']!.push(user('p3', 'wizard'), user('', 'teacher'));
    provider.collections['enrollments']!.push(enrollment('e9', 's9', 'student'));
    const { body } = await pull();
    expect(
      body.report.entries
        .filter(({ severity }: { severity: string }) => severity === 'refused')
        .map(({ file, line, column, code }: Record<string, unknown>) => [file, line, column, code]),
    ).toStrictEqual([
      ['users', 6, 'role', 'unknown-role'],
      ['users', 7, 'sourcedId', 'value-missing'],
      ['enrollments', 4, 'userSourcedId', 'unknown-reference'],
    ]);
    expect((await rosterState(directory.database.pool)).roles).toMatchObject({ p1: ['teacher@b1'], p3: [] });
  });

  it('tries again when the provider is busy, and gives up without any change when it fails or answers too little', async () => {
    provider.fail(503, 2);
    expect((await pull()).body).toMatchObject({ status: 'completed' });
    const counts = await directory.eventCounts();
    const problem = { code: 'provider-unavailable' };
    provider.fail(403, 1);
    expect((await pull()).body).toMatchObject({ status: 'refused', report: { problem } });
    provider.cutShort = true;
    expect((await pull()).body).toMatchObject({ status: 'refused', report: { problem } });
    expect(await directory.eventCounts()).toStrictEqual(counts);
  });

  it('reads on until nothing comes from a provider that does not count, and goes without birth dates that it may not have', async () => {
    Object.assign(provider, { uncounted: true, withheld: 'demographics' });
    const { body } = await pull();
    expect(body).toMatchObject({ status: 'completed' });
    expect(body.report.entries.map(({ file, code }: Record<string, string>) => [file, code])).toContainEqual([
      'demographics',
      'file-missing',
    ]);
    const { roles, birthDates } = await rosterState(directory.database.pool);
    expect(Object.keys(roles).sort()).toStrictEqual(['g1', 'p1', 'p2', 's1', 's2']);
    expect(birthDates).toStrictEqual({});
  });

  it('follows the links of a provider to its next pages, and none that leads elsewhere', async () => {
    provider.linked = true;
    expect((await pull()).body).toMatchObject({ status: 'completed' });
    expect(Object.keys((await rosterState(directory.database.pool)).roles)).toHaveLength(5);
    expect(provider.asked.filter((asked) => asked.startsWith('users'))).toStrictEqual([
      ...[`users status='active' 0`, `users status='active' 3`],
    ]);
    provider.linksTo = 'http://127.0.0.1:9';
    const counts = await directory.eventCounts();
    const { body } = await pull();
    expect(body).toMatchObject({ status: 'refused', report: { problem: { code: 'provider-unavailable' } } });
    expect(body.report.problem.message).toContain('another address');
    expect(await directory.eventCounts()).toStrictEqual(counts);
  });

  it('asks for a new token when one ends in the middle of a pull, and waits until the date that a busy provider names', async () => {
    provider.requestsPerToken = 2;
    provider.retryAfter = new Date(directory.clock.now().getTime() - 1_000).toUTCString();
    provider.fail(429, 1);
    expect((await pull()).body).toMatchObject({ status: 'completed' });
    expect(provider.tokens).toBeGreaterThan(2);
    provider.requestsPerToken = 0;
    expect((await pull()).body).toMatchObject({
      status: 'refused',
      report: { problem: { code: 'provider-unavailable' } },
    });
  });

  it('is held like a bundle when it would remove many students, removes nobody for an empty answer, and can be tried', async () => {
    expect((await pull({ dryRun: true })).body).toMatchObject({
      dryRun: true,
      report: { changes: { 'person-registered': 5 } },
    });
    expect(await directory.eventCounts()).toStrictEqual({});
    await pull();
    provider.collections['users'] = provider.collections['users']!.filter(({ sourcedId }) => sourcedId !== 's2');
    expect((await pull()).body).toMatchObject({ status: 'awaits-confirmation', report: { studentsToRemove: 1 } });
    provider.collections['users'] = [];
    expect((await pull()).body).toMatchObject({ status: 'completed', report: { changes: {} } });
  });

  it('is for those who may import, and says so when no provider is set up', async () => {
    await pull();
    expect((await pull({}, await directory.idOf('p1'))).status).toBe(404);
    expect((await pull({ since: 'yesterday' })).status).toBe(422);
    const without = await runDirectory(database.url, clock);
    try {
      expect(await without.post('/api/v1/roster/pulls', { caller: 'client:roster', payload: {} })).toMatchObject({
        status: 409,
        body: { type: 'urn:sightline:problem:no-roster-provider' },
      });
    } finally {
      await without.stop();
    }
  });
});
