import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runExceptionRequest, type RunningExceptionRequest } from '../testing/running-exception-request.js';
import {
  contactRestricted,
  guardiansChanged,
  membersChanged,
  personRegistered,
  reviewDecided,
  roundApproved,
  roundOpened,
  staff,
  supervisorChanged,
} from '../testing/sample-events.js';
import { sampleSchool } from '../testing/sample-school.js';

const { school, coach, ann, ben, team, roster, outsideChannel, personalPhone } = sampleSchool();
const [supervisor, principal, technology, otherPrincipal, colleague, mother, father, auditor] = Array.from(
  { length: 8 },
  () => newId(),
) as [string, string, string, string, string, string, string, string];

describe('authorizations', () => {
  let database: TestDatabase;
  let service: RunningExceptionRequest;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runExceptionRequest(database);
    await service.bus.feed(
      ...roster,
      personRegistered(supervisor, { role: 'administrator', buildingId: school }),
      personRegistered(principal, { role: 'principal', buildingId: school }),
      personRegistered(otherPrincipal, { role: 'principal', buildingId: newId() }),
      personRegistered(technology, { role: 'technology' }),
      personRegistered(colleague, { role: 'teacher', buildingId: school }),
      personRegistered(auditor, { role: 'auditor' }),
      supervisorChanged(coach, supervisor),
      membersChanged(team, [staff(colleague)]),
      guardiansChanged(ann, [mother, father]),
    );
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const idsOf = (references: readonly { readonly id: string }[]): string[] => references.map(({ id }) => id).sort();
  /** @returns the authorization's id and its request's */
  const authorized = async (body: object, by = coach): Promise<{ id: string; requestId: string }> => {
    const request = await service.post(by, 'exception-requests', body);
    expect([request.status, request.body.title]).toEqual([201, undefined]);
    const requestId: string = request.body.id;
    await service.bus.feed(roundOpened(requestId, by, [supervisor]), roundApproved(requestId));
    const { body: approved } = await service.get(by, `exception-requests/${requestId}`);
    return { id: approved.authorization, requestId };
  };
  const show = async (id: string, caller = coach) => (await service.get(caller, `authorizations/${id}`)).body;
  const revoke = (caller: string, id: string, reason = 'It is no longer needed.', headers?: Record<string, string>) =>
    service.post(caller, `authorizations/${id}/revoke`, { reason }, headers);

  describe('are seen', () => {
    it('by those who have a part in them; by a guardian with the own child alone; by nobody else', async () => {
      const { id } = await authorized(outsideChannel(ann, ben));
      for (const whole of [coach, supervisor, principal, technology, auditor])
        expect(idsOf((await show(id, whole)).students)).toEqual([ann, ben].sort());
      expect(idsOf((await show(id, mother)).students)).toEqual([ann]);
      for (const stranger of [otherPrincipal, colleague, ben, newId()]) {
        expect((await service.get(stranger, `authorizations/${id}`)).status).toBe(404);
        expect((await service.get(stranger, `authorizations?person=${coach}`)).body.items).toEqual([]);
      }
    });

    it('by a colleague of the same class or activity, who may want to join (C5)', async () => {
      const { id } = await authorized(personalPhone());
      expect((await service.get(colleague, `authorizations/${id}`)).status).toBe(200);
    });

    it('by kind, state, class and person, page by page', async () => {
      const { id } = await authorized(personalPhone());
      const list = async (query: string) => (await service.get(auditor, `authorizations?${query}`)).body;
      const found = await list(`person=sourced-${coach}&kind=personal-phone&group=sourced-${team}&status=active`);
      expect(idsOf(found.items)).toContain(id);
      expect((await list('status=expired')).items).toEqual([]);
      const first = await list('limit=1');
      const second = await list(`limit=1&cursor=${first.next}`);
      expect(second.items[0].id).not.toBe(first.items[0].id);
      expect((await service.get(auditor, 'authorizations?at=2026-02-31')).status).toBe(422);
    });
  });

  describe('end', () => {
    it.each([
      ['the holder', coach, 'requester', 'withdrawn'],
      ['the supervisor', supervisor, 'supervisor', 'revoked'],
      ['the principal', principal, 'principal', 'revoked'],
      ['technology', technology, 'technology', 'revoked'],
    ])('by %s, with the reason in words', async (_who, caller, side, status) => {
      const { id, requestId } = await authorized(outsideChannel(ann));
      expect(await revoke(caller, id)).toMatchObject({ status: 200, body: { status, endedOn: '2026-09-14' } });
      expect((await show(id)).end).toMatchObject({ by: { personId: caller, side }, reason: 'It is no longer needed.' });
      const ended = (await service.history()).findLast(({ correlationid }) => correlationid === requestId)!;
      expect(JSON.stringify(ended.data)).not.toContain('needed');
      expect((await revoke(supervisor, id)).status).toBe(409);
    });

    it('by the request’s own address, too', async () => {
      const { id, requestId } = await authorized(outsideChannel(ann));
      const answer = await service.post(coach, `exception-requests/${requestId}/revoke`, { reason: 'Done.' });
      expect([answer.status, (await show(id)).status]).toEqual([200, 'withdrawn']);
    });

    it('not by a guardian or an auditor, not without a reason, not on an old version', async () => {
      const { id } = await authorized(outsideChannel(ann));
      for (const other of [mother, auditor])
        expect(await revoke(other, id)).toMatchObject({ status: 403, body: { clause: 'C3' } });
      expect((await revoke(newId(), id)).status).toBe(404);
      expect(await revoke(coach, id, '  ')).toMatchObject({ status: 422, body: { clause: 'C3' } });
      expect((await revoke(coach, id, 'Done.', { 'if-match': '"9"' })).status).toBe(412);
      expect((await show(id)).status).toBe('active');
    });

    it('tells a guardian that it ended, not why', async () => {
      const { id } = await authorized(outsideChannel(ann));
      await revoke(principal, id, 'A reason that is nobody’s business.');
      const seen = await show(id, mother);
      expect(seen.status).toBe('revoked');
      expect(JSON.stringify(seen)).not.toContain('business');
    });
  });

  describe('a guardian’s objection (C6)', () => {
    const object = (caller: string, id: string, student = ann) =>
      service.post(caller, `authorizations/${id}/objections`, { student, reason: 'We do not want this.' });

    it('asks the supervisor or the principal, and is read by those who answer and by its author', async () => {
      const { id, requestId } = await authorized(personalPhone());
      const answer = await object(mother, id);
      expect(answer).toMatchObject({ status: 201, body: { status: 'open', reason: 'We do not want this.' } });
      const asked = (await service.history()).findLast(({ correlationid }) => correlationid === requestId)!;
      expect(asked.data).toMatchObject({
        ...{ reason: 'objection', clause: 'C6', sides: ['supervisor'] },
        objection: { guardianId: mother, studentId: ann },
      });
      expect(JSON.stringify(asked)).not.toContain('want');
      const read = async (caller: string) =>
        (await service.get(caller, `authorizations/${id}/objections`)).body.items as object[];
      for (const reader of [mother, supervisor, principal, auditor]) expect(await read(reader)).toHaveLength(1);
      for (const other of [father, coach, technology, colleague]) expect(await read(other)).toEqual([]);
      expect((await object(mother, id)).status).toBe(409);
      expect((await object(father, id)).status).toBe(201);

      await service.bus.feed(
        reviewDecided({ reviewId: answer.body.id, authorizationId: id, requestId }, 'exclude-student'),
      );
      expect(idsOf((await show(id)).students)).not.toContain(ann);
      expect(await read(mother)).toMatchObject([{ id: answer.body.id, status: 'student-excluded' }]);
      expect((await show(id, mother)).students).toEqual([]);
      expect((await read(supervisor)).map((item) => (item as { status: string }).status)).toEqual([
        ...['open', 'student-excluded'],
      ]);
    });

    it('is for the own child alone, and not for a guardian whom a restriction keeps away', async () => {
      const { id } = await authorized(outsideChannel(ann, ben));
      expect(await object(mother, id, ben)).toMatchObject({ status: 403, body: { clause: 'C6' } });
      expect((await object(coach, id)).status).toBe(403);
      await service.bus.feed(contactRestricted(father, ann));
      expect((await object(father, id)).status).toBe(404);
    });
  });

  describe('of the same class or activity', () => {
    it('a colleague joins, for the own telephone and with an own end (C5)', async () => {
      const first = await authorized(personalPhone());
      const joined = await authorized({ ...personalPhone(), joins: first.id, until: '2026-10-15' }, colleague);
      expect(await show(joined.id, colleague)).toMatchObject({ joins: first.id, until: '2026-10-15' });
      await revoke(supervisor, first.id);
      expect((await show(joined.id, colleague)).status).toBe('active');
      const late = await service.post(colleague, 'exception-requests', { ...personalPhone(), joins: first.id });
      expect(late).toMatchObject({ status: 422, body: { clause: 'C5' } });
    });
  });

  // Last: it moves the clock.
  describe('as time goes by', () => {
    it('are as they were on a day: with whom, and whether at all', async () => {
      const day = '2026-09-14';
      const { id } = await authorized({ ...outsideChannel(ben), from: day });
      const at = async (date: string, more = '') =>
        idsOf((await service.get(auditor, `authorizations?limit=200&at=${date}${more}`)).body.items).includes(id);
      service.clock.advance({ days: 2 });
      await revoke(principal, id);
      expect(await Promise.all(['2026-09-13', day, '2026-09-16', '2026-09-17'].map((date) => at(date)))).toEqual([
        ...[false, true, true, false],
      ]);
      expect([await at(day, `&student=${ben}`), await at(day, `&student=${ann}`)]).toEqual([true, false]);
    });

    it('begin with the approval’s day, not before; what is approved too late goes back', async () => {
      const today = '2026-09-16';
      const body = { ...outsideChannel(ann), from: today };
      const request = await service.post(coach, 'exception-requests', body);
      const short = await service.post(coach, 'exception-requests', { ...body, until: '2026-09-18' });
      service.clock.advance({ days: 4 });
      await service.bus.feed(roundApproved(request.body.id), roundApproved(short.body.id));
      const { authorization } = (await service.get(coach, `exception-requests/${request.body.id}`)).body;
      expect((await show(authorization)).from).toBe('2026-09-20');
      expect((await service.get(coach, `exception-requests/${short.body.id}`)).body).toMatchObject({
        ...{ status: 'returned', returnReason: 'period-over', authorization: null },
      });
    });

    it('are announced and end by themselves, whichever replica looks first', async () => {
      const { id, requestId } = await authorized({ ...outsideChannel(ann), from: '2026-09-20', until: '2026-11-30' });
      const factsOf = async (): Promise<object[]> =>
        (await service.history())
          .filter(({ correlationid, type }) => correlationid === requestId && /ending-soon|ended/.test(type))
          .map(({ data }) => data);
      const look = () => Promise.all([service.service.deadlines.run(), service.service.deadlines.run()]);
      await look();
      expect(await factsOf()).toEqual([]);
      service.clock.moveTo('2026-10-31T18:00:00Z');
      await look();
      service.clock.moveTo('2026-12-01T04:00:00Z');
      await look();
      expect(await factsOf()).toEqual([
        expect.objectContaining({ daysLeft: 30, staffId: coach }),
        expect.objectContaining({ daysLeft: 0 }),
      ]);
      service.clock.moveTo('2026-12-01T07:00:00Z');
      await look();
      await look();
      expect((await factsOf()).slice(2)).toEqual([
        expect.objectContaining({ end: 'expired', endedOn: '2026-11-30', by: { personId: null, side: 'system' } }),
      ]);
      expect((await show(id)).status).toBe('expired');
    });
  });
});
