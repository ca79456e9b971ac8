import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { serviceOverHttp, runService, type RunningService, type UnplacedEvent } from '@sightline/service-kit/testing';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import {
  authorizationActivated,
  authorizationEnded,
  personRegistered,
  sampleAuthorization,
  supervisorChanged,
} from '../testing/sample-events.js';

type Archive = RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;

const [coach, supervisor, successor, otherCoach, auditor, stranger] = Array.from({ length: 6 }, () => newId()) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

describe('the supervisor’s access to the copies (C7)', () => {
  let database: TestDatabase;
  let archive: Archive;
  const clock = testClock();

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    archive = await runService('messaging-archive', database.url, createMessagingArchiveModule, { clock });
  });
  afterEach(async () => {
    await archive.stop();
    await database.drop();
  });

  const published = async (): Promise<{ type: string; subject: string; correlation_id: string; data: object }[]> =>
    (await archive.database.pool.query(`select * from events where subject like 'access/%' order by position`)).rows;
  const whatHappened = async (): Promise<string[]> =>
    (await published()).map(({ type }) => type.replace('sightline.messaging-archive.', ''));

  it('is granted with the authorization, in its case, where copies are due', async () => {
    const authorization = sampleAuthorization(coach);
    await archive.bus.feed(supervisorChanged(coach, supervisor));
    await archive.bus.feed(authorizationActivated(authorization));
    expect(await published()).toEqual([
      expect.objectContaining({
        type: 'sightline.messaging-archive.access-granted.v1',
        subject: `access/${authorization.authorizationId}`,
        correlation_id: authorization.requestId,
        partition_key: authorization.requestId,
        actor: 'system:messaging-archive',
        policy_version: 'p4650-2017-03',
        data: {
          grantId: expect.any(String),
          authorizationId: authorization.authorizationId,
          staffId: coach,
          supervisorId: supervisor,
        },
      }),
    ]);
  });

  it('is not granted where no copies are due, whatever follows', async () => {
    const authorization = sampleAuthorization(coach);
    await archive.bus.feed(supervisorChanged(coach, supervisor));
    await archive.bus.feed(authorizationActivated(authorization, { kind: 'outside-channel', copiesRequired: false }));
    await archive.bus.feed(supervisorChanged(coach, successor));
    await archive.bus.feed(authorizationEnded(authorization));
    expect(await published()).toEqual([]);
  });

  it('waits in the open for a supervisor, and is granted when the roster names one', async () => {
    await archive.bus.feed(authorizationActivated(sampleAuthorization(coach)));
    expect(await whatHappened()).toEqual(['access-grant-pending.v1']);
    await archive.bus.feed(supervisorChanged(coach, coach));
    expect(await whatHappened()).toEqual(['access-grant-pending.v1']);
    await archive.bus.feed(supervisorChanged(coach, supervisor));
    expect(await whatHappened()).toEqual(['access-grant-pending.v1', 'access-granted.v1']);
  });

  it('moves with the supervisor, for every authorization of the member of staff and of nobody else', async () => {
    const [first, second, another] = [coach, coach, otherCoach].map(sampleAuthorization);
    await archive.bus.feed(supervisorChanged(coach, supervisor), supervisorChanged(otherCoach, supervisor));
    await archive.bus.feed(
      authorizationActivated(first!),
      authorizationActivated(second!),
      authorizationActivated(another!),
    );
    await archive.bus.feed(supervisorChanged(coach, successor));
    const { rows } = await archive.database.pool.query(
      'select staff_id, supervisor_id, status, count(*)::integer from access_grants group by 1, 2, 3',
    );
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        { staff_id: coach, supervisor_id: supervisor, status: 'moved', count: 2 },
        { staff_id: coach, supervisor_id: successor, status: 'open', count: 2 },
        { staff_id: otherCoach, supervisor_id: supervisor, status: 'open', count: 1 },
      ]),
    );
  });

  it('closes with the authorization, and a repetition of anything changes nothing', async () => {
    const authorization = sampleAuthorization(coach);
    const story = [
      supervisorChanged(coach, supervisor),
      authorizationActivated(authorization),
      authorizationEnded(authorization),
    ];
    for (const event of [...story, ...story]) await archive.bus.feed(event);
    expect(await whatHappened()).toEqual(['access-granted.v1', 'access-grant-ended.v1']);
    const { rows } = await archive.database.pool.query('select status, ended_because from access_grants');
    expect(rows).toEqual([{ status: 'closed', ended_because: 'authorization-ended' }]);
  });

  it('is shown to its supervisor, to the member of staff and to auditors, and does not exist for anybody else', async () => {
    const http = await serviceOverHttp('messaging-archive', archive.service.module);
    try {
      const [authorization, foreign] = [sampleAuthorization(coach), sampleAuthorization(otherCoach)];
      await archive.bus.feed(
        personRegistered(auditor, 'auditor-1', [{ role: 'auditor' }]),
        personRegistered(supervisor, 'supervisor-1', [{ role: 'principal' }]),
        supervisorChanged(coach, supervisor),
        supervisorChanged(otherCoach, successor),
      );
      await archive.bus.feed(authorizationActivated(authorization), authorizationActivated(foreign));
      const list = (query: string, caller?: string) => http.get(`/api/v1/access-grants${query}`, caller);

      for (const caller of [supervisor, coach]) {
        const { status, body } = await list('', caller);
        expect(status).toBe(200);
        expect(body).toEqual({
          items: [
            {
              id: expect.any(String),
              status: 'open',
              createdAt: clock.now().toISOString(),
              endedAt: null,
              endedBecause: null,
              clause: 'C7',
              authorization: authorization.authorizationId,
              request: authorization.requestId,
              case: authorization.requestId,
              supervisor: { id: supervisor, sourcedId: 'supervisor-1' },
              staff: { id: coach, sourcedId: null },
              links: {
                authorization: `/api/v1/authorizations/${authorization.authorizationId}`,
                request: `/api/v1/exception-requests/${authorization.requestId}`,
              },
            },
          ],
          next: null,
        });
        expect((await list(`?request=${foreign.requestId}`, caller)).body.items).toEqual([]);
        expect((await list(`?authorization=${foreign.authorizationId}`, caller)).body.items).toEqual([]);
      }
      const nothing = { items: [], next: null };
      expect((await list('', stranger)).body).toEqual(nothing);
      expect((await list(`?request=${authorization.requestId}`, stranger)).body).toEqual(nothing);

      expect((await list('', auditor)).body.items).toHaveLength(2);
      expect((await list(`?request=${foreign.requestId}`, auditor)).body.items).toHaveLength(1);
      const first = (await list('?limit=1', auditor)).body;
      const second = (await list(`?limit=1&cursor=${first.next}`, auditor)).body;
      expect(second.next).toBeNull();
      expect(new Set([first.items[0].authorization, second.items[0].authorization])).toEqual(
        new Set([authorization.authorizationId, foreign.authorizationId]),
      );

      expect((await list('')).status).toBe(401);
      expect((await list('', 'machine')).status).toBe(403);
      for (const [query, status] of [
        ['?cursor=x', 400],
        ['?cursor=WyJ4Il0', 400],
        ['?cursor=%00', 400],
        ['?limit=0', 422],
        ['?limit=201', 422],
        ['?request=x', 422],
        ['?authorization=%00', 422],
        ['?unknown=1', 422],
      ] as const) {
        const answer = await list(query, auditor);
        expect([query, answer.status]).toEqual([query, status]);
        expect(answer.mediaType).toContain('application/problem+json');
      }
    } finally {
      await http.close();
    }
  });

  it('costs the same number of statements for one and for 200', async () => {
    let statements = 0;
    const counted = new WeakSet<object>();
    archive.database.pool.on('acquire', (client) => {
      if (counted.has(client)) return;
      counted.add(client);
      const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
      client.query = ((...parts: unknown[]) => {
        statements += 1;
        return query(...parts);
      }) as never;
    });
    const counting = async (events: readonly UnplacedEvent[]): Promise<number> => {
      statements = 0;
      await archive.bus.feed(...events);
      return statements;
    };
    const cost = async (size: number): Promise<number[]> => {
      const samples = Array.from({ length: size }, () => sampleAuthorization(newId()));
      return [
        await counting(samples.map(({ staffId }) => supervisorChanged(staffId, supervisor))),
        await counting(samples.map((each) => authorizationActivated(each))),
        await counting(samples.map(({ staffId }) => supervisorChanged(staffId, successor))),
        await counting(samples.map((each) => authorizationEnded(each))),
      ];
    };
    await cost(1);
    const forOne = await cost(1);
    expect(Math.max(...forOne)).toBeLessThanOrEqual(16);
    expect(await cost(200)).toEqual(forOne);
  });
});
