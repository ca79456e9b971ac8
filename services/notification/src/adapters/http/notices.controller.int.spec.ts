import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApplication, HealthRegistry, newId, type AccessTokenVerifier } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { pino } from 'pino';
import { runNotification, type RunningNotification } from '../../../testing/running-notification.js';
import {
  authorizationActivated,
  guardiansChanged,
  personRegistered,
  restrictionRecorded,
  roundOpened,
  sampleAuthorization,
  supervisorChanged,
  taskDecided,
} from '../../../testing/sample-events.js';

const [teacher, mother, father, stranger, auditor, supervisor, principal, ann, ben, cem] = Array.from(
  { length: 10 },
  () => newId(),
) as [string, string, string, string, string, string, string, string, string, string];
const authorization = sampleAuthorization(teacher);
const otherAuthorization = sampleAuthorization();

interface Answer {
  readonly status: number;
  readonly type: string;
  // The shapes are what these specs check.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

describe('notices over REST', () => {
  let database: TestDatabase;
  let service: RunningNotification;
  let application: NestFastifyApplication;

  const get = async (path: string, caller?: string): Promise<Answer> => {
    const response = await application.inject({
      method: 'GET',
      url: `/api/v1/notices${path}`,
      headers: caller === undefined ? {} : { authorization: `Bearer ${caller}` },
    });
    return { status: response.statusCode, type: String(response.headers['content-type']), body: response.json() };
  };

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runNotification(database);
    application = await createHttpApplication({
      title: 'notification',
      modules: [service.service.module],
      logger: pino({ level: 'silent' }),
      clock: service.clock,
      health: new HealthRegistry(),
      // Stands for sign-in: the token is the person's id, or the word for a machine.
      tokens: {
        verify: (token: string) =>
          Promise.resolve(
            token === 'machine'
              ? { kind: 'client', clientId: 'sis', scopes: ['roster'] }
              : { kind: 'person', personId: token, username: 'somebody', tokenId: 'token' },
          ),
      } as unknown as AccessTokenVerifier,
    });
    await application.init();
    await application.getHttpAdapter().getInstance().ready();

    const round = { roundId: newId(), requestId: authorization.requestId, caseId: authorization.caseId };
    const taskId = newId();
    await service.bus.feed(
      personRegistered(auditor, 'auditor-1', [{ role: 'auditor' }]),
      personRegistered(mother, 'mother-1', [{ role: 'guardian' }]),
      personRegistered(ann, 'ann-1', [{ role: 'student' }]),
      guardiansChanged(ann, [mother, father]),
      guardiansChanged(ben, [mother]),
      restrictionRecorded({ studentId: ann, guardianId: father }),
      supervisorChanged(teacher, supervisor),
      roundOpened(round, [
        {
          taskId,
          side: 'principal',
          assigneeId: principal,
          candidateIds: [principal],
          buildingId: null,
          dueAt: '2026-09-21T22:00:00.000Z',
        },
      ]),
      taskDecided(round, taskId, principal),
    );
    await service.bus.feed(authorizationActivated(authorization, [ann, ben, cem]));
    await service.bus.feed(authorizationActivated(otherAuthorization, [ben]));
  });
  afterAll(async () => {
    await application.close();
    await service.stop();
    await database.drop();
  });

  it('a guardian sees own notices alone, with own children alone', async () => {
    const { status, body } = await get(`?authorization=${authorization.authorizationId}`, mother);
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        {
          id: expect.any(String),
          status: 'pending',
          createdAt: '2026-09-14T13:00:00.000Z',
          links: {
            self: `/api/v1/notices/${body.items[0].id}`,
            authorization: `/api/v1/authorizations/${authorization.authorizationId}`,
            request: `/api/v1/exception-requests/${authorization.requestId}`,
          },
          occasion: 'approval',
          change: null,
          guardian: { id: mother, sourcedId: 'mother-1' },
          students: [
            { id: ann, sourcedId: 'ann-1' },
            { id: ben, sourcedId: null },
          ],
          channel: null,
          attempts: 0,
          deliveredAt: null,
          failure: null,
        },
      ],
      next: null,
    });
    expect((await get(`/${body.items[0].id}`, mother)).body).toEqual(body.items[0]);
    for (const other of [father, stranger, teacher, 'machine'])
      expect((await get(`/${body.items[0].id}`, other)).status).not.toBe(200);
    expect((await get('', stranger)).body).toEqual({ items: [], next: null });
    expect((await get('', father)).body).toEqual({ items: [], next: null });
  });

  it('forbidden and missing are the same answer', async () => {
    const [notice] = (await get('', mother)).body.items;
    const forbidden = await get(`/${notice.id}`, stranger);
    const missing = await get(`/${newId()}`, stranger);
    expect(forbidden.status).toBe(404);
    expect({ ...forbidden.body, instance: '' }).toEqual({ ...missing.body, instance: '' });
    expect(forbidden.type).toContain('application/problem+json');
  });

  it('an auditor reads all, page by page', async () => {
    const first = await get('?limit=1', auditor);
    expect(first.body.items).toHaveLength(1);
    const second = await get(`?limit=1&cursor=${first.body.next}`, auditor);
    expect(second.body.items).toHaveLength(1);
    expect(second.body.next).toBeNull();
    expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
    expect((await get(`?request=${otherAuthorization.requestId}`, auditor)).body.items).toHaveLength(1);
  });

  it('who asked, decided, supervises or audits sees the coverage; nobody else', async () => {
    for (const caller of [teacher, principal, supervisor, auditor]) {
      const { status, body } = await get(`/coverage?authorization=${authorization.authorizationId}`, caller);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: authorization.authorizationId,
        status: 'gaps',
        counts: { notices: 1, guardians: 1, pending: 1, delivered: 0, undeliverable: 0, gaps: 2 },
        guardians: [{ guardian: { id: mother }, occasion: 'approval', status: 'pending', deliveredAt: null }],
      });
      expect(body.gaps.map(({ reason }: { reason: string }) => reason).sort()).toEqual(['no-guardian', 'restricted']);
    }
    for (const caller of [mother, father, stranger])
      expect((await get(`/coverage?authorization=${authorization.authorizationId}`, caller)).status).toBe(404);
    expect((await get(`/coverage?authorization=${newId()}`, auditor)).status).toBe(404);
  });

  it.each([
    ['?limit=0', 422],
    ['?limit=201', 422],
    ['?limit=x', 422],
    ['?request=x', 422],
    ['?unknown=1', 422],
    ['?cursor=%00', 400],
    ['?cursor=WyJ4Il0', 400],
    ['/coverage', 422],
    ['/coverage?authorization=x', 422],
    ['/not-an-id', 404],
  ])('%s is refused with problem+json %i', async (path, status) => {
    const answer = await get(path, auditor);
    expect(answer.status).toBe(status);
    expect(answer.type).toContain('application/problem+json');
  });

  it('a gap closes when the roster names a guardian who is told, or when the restriction falls away', async () => {
    const late = sampleAuthorization(teacher);
    const [dee, uncle] = [newId(), newId()];
    const restriction = { restrictionId: newId(), studentId: dee, guardianId: uncle };
    const reasons = async (): Promise<string[]> =>
      (await get(`/coverage?authorization=${late.authorizationId}`, auditor)).body.gaps.map(
        ({ reason }: { reason: string }) => reason,
      );
    await service.bus.feed(authorizationActivated(late, [dee]));
    expect(await reasons()).toEqual(['no-guardian']);
    service.clock.advance({ minutes: 1 });
    await service.bus.feed(guardiansChanged(dee, [uncle]), restrictionRecorded(restriction));
    expect(await reasons()).toEqual(['restricted']);
    service.clock.advance({ minutes: 1 });
    await service.bus.feed(restrictionRecorded({ ...restriction, until: '2026-02-01' }));
    expect(await reasons()).toEqual([]);
    const { body } = await get(`/coverage?authorization=${late.authorizationId}`, auditor);
    expect(body.status).toBe('pending');
  });

  it('a guardian no longer sees a child from whom a restriction of any kind keeps them', async () => {
    await service.bus.feed(restrictionRecorded({ studentId: ann, guardianId: mother, kinds: ['records'] }));
    const { body } = await get(`?authorization=${authorization.authorizationId}`, mother);
    expect(body.items[0].students).toEqual([{ id: ben, sourcedId: null }]);
    const seen = await get(`?authorization=${authorization.authorizationId}`, auditor);
    expect(seen.body.items[0].students).toHaveLength(2);
  });

  it('nobody passes without signing in, and a machine is not a person', async () => {
    expect((await get('')).status).toBe(401);
    expect((await get('', 'machine')).status).toBe(403);
  });
});
