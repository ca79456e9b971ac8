import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { serviceOverHttp, runService, type ServiceOverHttp, type RunningService } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { createAuditModule } from './audit.module.js';
import { auditorRegistered, caseEvents } from '../testing/sample-events.js';

type Audit = RunningService<Awaited<ReturnType<typeof createAuditModule>>>;

const [auditor, stranger, caseId, otherCase] = Array.from({ length: 4 }, () => newId()) as [
  string,
  string,
  string,
  string,
];

describe('the history over REST', () => {
  let database: TestDatabase;
  let audit: Audit;
  let http: ServiceOverHttp;
  const events = caseEvents(caseId);

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    audit = await runService('audit', database.url, (context) =>
      createAuditModule(context, {
        logs: ['directory', 'exception-request', 'approval', 'messaging-archive'],
        signingKeyFile: null,
      }),
    );
    http = await serviceOverHttp('audit', audit.service.module);
    await audit.bus.feed(auditorRegistered(auditor), ...events, ...caseEvents(otherCase));
  });
  afterAll(async () => {
    await http.close();
    await audit.stop();
    await database.drop();
  });

  it('shows an auditor one case, whole and in order', async () => {
    const { status, body } = await http.get(`/api/v1/history/cases/${caseId.toUpperCase()}`, auditor);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: caseId,
      status: 'recorded',
      createdAt: events[0]!.time,
      next: null,
      links: {
        self: `/api/v1/history/cases/${caseId}`,
        request: `/api/v1/exception-requests/${caseId}`,
      },
    });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(events.map(({ id }) => id));
    expect(body.items[0]).toEqual({
      sequence: 2,
      id: events[0]!.id,
      type: 'sightline.exception-request.request-withdrawn.v1',
      subject: `request/${caseId}`,
      time: events[0]!.time,
      actor: { kind: 'system', id: 'spec' },
      clauses: ['C3', 'C5'],
      policyVersion: 'p4650-2017-03',
      causationId: 'spec',
      log: 'exception-request',
      epoch: 1,
      position: 1,
      subjectVersion: 1,
      data: events[0]!.data,
      leafHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('page by page it is the same, and the case stays as old as it is', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 3; pages += 1) {
      const { body } = await http.get(`/api/v1/history/cases/${caseId}?limit=1${cursor}`, auditor);
      expect(body.createdAt).toBe(events[0]!.time);
      expect(body.items).toHaveLength(1);
      seen.push(body.items[0].id);
      cursor = `&cursor=${body.next}`;
      if (pages === 2) expect(body.next).toBeNull();
    }
    expect(seen).toEqual(events.map(({ id }) => id));
  });

  it('forbidden and unknown are one answer, byte for byte', async () => {
    const path = `/api/v1/history/cases/${caseId}`;
    const forbidden = await http.get(path, stranger);
    expect(forbidden.status).toBe(404);
    expect(forbidden.mediaType).toContain('application/problem+json');
    const unknown = newId();
    for (const [id, caller] of [
      [unknown, auditor],
      [unknown, stranger],
    ] as const) {
      const missing = await http.get(`/api/v1/history/cases/${id}`, caller);
      expect(missing.status).toBe(404);
      // Each answer repeats its own path as `instance`, and nothing else differs.
      expect(missing.text.replaceAll(id, caseId)).toBe(forbidden.text);
    }
    for (const id of ['x', '%00', '..%2f..'])
      expect((await http.get(`/api/v1/history/cases/${id}`, auditor)).status).toBe(404);
    expect((await http.get('/api/v1/history', stranger)).status).toBe(404);
  });

  it('finds events by subject and by type', async () => {
    const list = async (query: string): Promise<string[]> =>
      (await http.get(`/api/v1/history${query}`, auditor)).body.items.map(({ id }: { id: string }) => id);
    expect(await list(`?subject=request/${caseId}`)).toEqual([events[0]!.id]);
    expect(await list('?type=sightline.approval.round-closed.v1')).toHaveLength(2);
    expect(await list(`?type=sightline.approval.round-closed.v1&subject=request/${caseId}`)).toEqual([]);
    expect(await list('')).toHaveLength(7);
    const { body: first } = await http.get('/api/v1/history?limit=6', auditor);
    expect(await list(`?limit=6&cursor=${first.next}`)).toHaveLength(1);
  });

  it('refuses what is no question, and nobody passes without signing in as a person', async () => {
    const encoded = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');
    for (const [query, status] of [
      ['?cursor=x', 400],
      [`?cursor=${encoded(['x'])}`, 400],
      [`?cursor=${encoded([1.5])}`, 400],
      [`?cursor=${encoded([-1])}`, 400],
      [`?cursor=${encoded([1e300])}`, 400],
      ['?limit=0', 422],
      ['?limit=1001', 422],
      ['?subject=%00', 422],
      ['?type=%00', 422],
      ['?subject=a&subject=b', 422],
      [`?subject=${'x'.repeat(201)}`, 422],
      ['?unknown=1', 422],
    ] as const) {
      const answer = await http.get(`/api/v1/history${query}`, auditor);
      expect([query, answer.status]).toEqual([query, status]);
      expect(answer.mediaType).toContain('application/problem+json');
    }
    expect((await http.get(`/api/v1/history/cases/${caseId}`)).status).toBe(401);
    expect((await http.get(`/api/v1/history/cases/${caseId}`, 'machine')).status).toBe(403);
  });
});
