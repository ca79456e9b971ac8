import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  eventually,
  startReceivingMailServer,
  testClock,
  testDatabase,
  type ReceivingMailServer,
  type TestClock,
  type TestDatabase,
} from '@sightline/testing';
import { newId } from '@sightline/service-kit';
import { coverageLines } from './read-models/coverage/coverage-lines.query.js';
import { overHttp, type NotificationOverHttp } from '../testing/notification-over-http.js';
import { runNotification, type RunningNotification } from '../testing/running-notification.js';
import {
  authorizationActivated,
  guardiansChanged,
  personRegistered,
  restrictionRecorded,
  rosterImportCompleted,
  sampleAuthorization,
} from '../testing/sample-events.js';

const postalAddress = {
  street: ['14 Millpond Road'],
  city: 'Fairhaven',
  state: 'NY',
  postalCode: '10001',
  country: '',
};

describe('printed letters', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let clock: TestClock;
  let service: RunningNotification;
  let http: NotificationOverHttp;
  let school: string;
  let principal: string;
  let ruth: string;

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    clock = testClock();
    service = await runNotification(database, { smtpUrl: mail.url, clock });
    http = await overHttp(service);
  });
  afterEach(async () => {
    await http.close();
    await service.stop();
    await mail.close();
    await database.drop();
  });

  /** Ruth has no e-mail; her child Olivia is a student of Lincoln School. */
  const approval = async (details: object = { postalAddress }, prefer: readonly string[] = []) => {
    const { names } = service;
    school = names.place('Lincoln School');
    [ruth, principal] = [names.person('Ruth Walker', details), names.person('Pat Principal')];
    const [teacher, olivia, elsewhere] = [
      names.person('Robin Teacher'),
      names.person('Olivia Walker'),
      names.person('Lee Elsewhere'),
    ];
    await service.bus.feed(
      personRegistered(olivia, 'olivia', [{ role: 'student', buildingId: school }]),
      personRegistered(principal, 'pat', [{ role: 'principal', buildingId: school }]),
      personRegistered(elsewhere, 'lee', [{ role: 'principal', buildingId: newId() }]),
      guardiansChanged(olivia, [ruth]),
    );
    if (prefer.length > 0) await http.post('/api/v1/contact-preferences', { channels: prefer }, ruth);
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(authorizationActivated(authorization, [olivia]));
    return { ...authorization, olivia, elsewhere };
  };
  const lineOf = async ({ authorizationId }: { authorizationId: string }) => {
    const [line] = await coverageLines(service.database.pool, authorizationId, 10);
    return [line!.status, line!.channel, line!.reason];
  };
  const batchOf = (caller = principal) =>
    eventually(
      async () => (await http.get('/api/v1/letters', caller)).body.items as Record<string, unknown>[],
      (items) => items.length > 0,
    ).then(([batch]) => batch as { id: string; status: string; counts: object; building: object });
  const told = async (path: string, body: object, headers = {}) =>
    http.post(`/api/v1/letters/${path}/posted`, body, principal, headers);

  it('wait for the office of the student’s school, are printed, and count as told on the day that it names', async () => {
    const authorization = await approval();
    const batch = await batchOf();
    expect(batch).toMatchObject({
      status: 'waiting',
      day: '2026-09-14',
      building: { id: school, name: 'Lincoln School' },
      counts: { letters: 1, handedOver: 0 },
      printedAt: null,
    });
    expect(await lineOf(authorization)).toEqual(['not-told', null, 'no-address']);
    expect((await told(batch.id, { postedOn: '2026-09-14' })).body).toMatchObject({
      status: 409,
      clause: 'C6',
    });
    const file = await http.get(`/api/v1/letters/${batch.id}/file`, principal);
    expect([file.status, file.type, file.text.slice(0, 8)]).toEqual([200, 'application/pdf', '%PDF-1.7']);
    expect(file.text).toContain('/StructTreeRoot');
    expect((await batchOf()).status).toBe('printed');

    for (const postedOn of ['2026-09-13', '2026-09-15']) {
      const refused = await told(batch.id, { postedOn });
      expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, 'postedOn']);
    }
    for (let times = 0; times < 2; times += 1) {
      const posted = await told(batch.id, { postedOn: '2026-09-14' }, { 'idempotency-key': 'one' });
      expect(posted.body).toMatchObject({ status: 'posted', postedOn: '2026-09-14', counts: { letters: 1 } });
    }
    expect((await told(batch.id, { postedOn: '2026-09-14' })).status).toBe(200);
    expect(await lineOf(authorization)).toEqual(['told', 'letter', null]);
    const { rows } = await service.database.pool.query(
      `select type, actor, data from events where type ~ 'letters-posted|notices-delivered' order by position`,
    );
    expect(rows).toMatchObject([
      {
        type: 'sightline.notification.letters-posted.v1',
        actor: `person:${principal}`,
        data: { batchId: batch.id, buildingId: school, postedOn: '2026-09-14' },
      },
      { type: 'sightline.notification.notices-delivered.v1', data: { channel: 'letter' } },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Millpond|Walker/);
  });

  it('are there for nobody but the principal of that building and the district’s administrators', async () => {
    const { elsewhere } = await approval();
    const { id } = await batchOf();
    const administrator = service.names.person('Ada Office');
    await service.bus.feed(personRegistered(administrator, 'ada', [{ role: 'administrator' }]));
    expect((await batchOf(administrator)).id).toBe(id);
    for (const caller of [elsewhere, ruth]) {
      expect((await http.get('/api/v1/letters', caller)).body.items).toEqual([]);
      const [forbidden, missing] = [
        await http.get(`/api/v1/letters/${id}/file`, caller),
        await http.get(`/api/v1/letters/${newId()}/file`, caller),
      ];
      expect([forbidden.status, missing.status]).toEqual([404, 404]);
      expect((await http.post(`/api/v1/letters/${id}/posted`, { postedOn: '2026-09-14' }, caller)).status).toBe(404);
    }
  });

  it('of somebody without a postal address are handed over by name; what was not goes into the next batch', async () => {
    const authorization = await approval({});
    const { id } = await batchOf();
    await http.get(`/api/v1/letters/${id}/file`, principal);
    expect((await batchOf()).counts).toEqual({ letters: 1, handedOver: 1 });
    const { rows } = await service.database.pool.query<{ id: string }>('select notice_id as id from letters');
    const except = rows.map((row) => row.id);
    expect((await told(id, { postedOn: '2026-09-14', except })).status).toBe(409);
    expect(await lineOf(authorization)).toEqual(['not-told', null, 'no-address']);

    const other = await approvalOfAnother(authorization.olivia);
    await eventually(
      async () => (await http.get('/api/v1/letters?status=waiting', principal)).body.items as { id: string }[],
      (items) => expect(items).toHaveLength(1),
    );
    const next = (await http.get('/api/v1/letters?status=waiting', principal)).body.items[0].id as string;
    expect(next).not.toBe(id);
    await http.get(`/api/v1/letters/${next}/file`, principal);
    expect((await told(next, { postedOn: '2026-09-14' })).status).toBe(200);
    expect(await lineOf(other)).toEqual(['told', 'letter', null]);
  });
  const approvalOfAnother = async (student: string) => {
    const authorization = sampleAuthorization(service.names.person('Kim Coach'));
    await service.bus.feed(authorizationActivated(authorization, [student]));
    return authorization;
  };

  it('come first for whom wants letters, and nothing else is sent meanwhile', async () => {
    const authorization = await approval({ postalAddress, email: 'ruth@family.example' }, ['letter']);
    await batchOf();
    expect(await lineOf(authorization)).toEqual(['waiting', null, null]);
    expect(mail.mails()).toEqual([]);
  });

  it('are cancelled when the roster names an address that a mail reaches', async () => {
    const authorization = await approval();
    await batchOf();
    service.names.person('Ruth Walker', { personId: ruth, email: 'ruth@family.example' });
    await service.bus.feed(rosterImportCompleted());
    await mail.waitFor(({ to }) => to[0] === 'ruth@family.example');
    await eventually(
      () => lineOf(authorization),
      (line) => expect(line).toEqual(['told', 'email', null]),
    );
    expect((await http.get('/api/v1/letters', principal)).body.items).toEqual([]);
  });

  it('are withheld from whom a restriction has come to bar by the time of printing', async () => {
    const authorization = await approval();
    const { id } = await batchOf();
    clock.advance({ minutes: 1 });
    await service.bus.feed(restrictionRecorded({ studentId: authorization.olivia, guardianId: ruth }));
    expect((await http.get(`/api/v1/letters/${id}/file`, principal)).status).toBe(409);
    await eventually(
      () => lineOf(authorization),
      (line) => expect(line).toEqual(['not-told', null, 'restricted']),
    );
    expect((await http.get('/api/v1/letters', principal)).body.items).toEqual([]);
  });

  it('show to whom an address is restricted nothing but the own one', async () => {
    const authorization = await approval();
    service.names.person('Olivia Walker', {
      personId: authorization.olivia,
      postalAddress: { ...postalAddress, street: ['9 Hidden Lane'] },
    });
    const { id } = await batchOf();
    await service.bus.feed(
      restrictionRecorded({ studentId: authorization.olivia, guardianId: ruth, kinds: ['address'] }),
    );
    expect((await http.get(`/api/v1/letters/${id}/file`, principal)).status).toBe(200);
    expect((await batchOf()).counts).toEqual({ letters: 1, handedOver: 0 });
  });

  it('can be looked at before anybody gets one, about nobody of the roster, by staff alone', async () => {
    await approval();
    for (const language of ['en', 'es', 'ar', 'so']) {
      const { body } = await http.get(`/api/v1/notices/preview?channel=letter&language=${language}`, principal);
      expect([body.language, body.html]).toEqual([language === 'so' ? 'en' : language, null]);
      const file = await http.get(`/api/v1/notices/preview/letter?language=${language}`, principal);
      expect([file.status, file.type, file.text.slice(0, 8)]).toEqual([200, 'application/pdf', '%PDF-1.7']);
    }
    expect((await http.get('/api/v1/notices/preview/letter', ruth)).status).toBe(404);
  });
});
