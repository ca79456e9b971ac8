import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runExceptionRequest, type RunningExceptionRequest } from '../testing/running-exception-request.js';
import {
  districtFormRegistered,
  personRegistered,
  personRemoved,
  roundApproved,
  roundEnded,
} from '../testing/sample-events.js';
import { sampleSchool } from '../testing/sample-school.js';

const { coach, ann, ben, child, roster, pupil, school, outsideChannel } = sampleSchool();
const auditor = newId();

describe('the steps of a request', () => {
  let database: TestDatabase;
  let service: RunningExceptionRequest;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runExceptionRequest(database);
    await service.bus.feed(...roster, personRegistered(auditor, { role: 'auditor' }));
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const post = (path: string, body: object = {}, headers?: Record<string, string>) =>
    service.post(coach, `exception-requests${path}`, body, headers);
  const get = (path: string, caller = coach) => service.get(caller, `exception-requests${path}`);
  const keptWords = async (requestId: string): Promise<unknown[]> => {
    const { rows } = await service.database.pool.query<{ words: unknown }>(
      'select words from confidential where subject = $1 order by record_id',
      [`request/${requestId}`],
    );
    return rows.map(({ words }) => words);
  };

  describe('a draft', () => {
    it('may be unfinished, is seen by its author alone, and says nothing on the bus', async () => {
      const { status, body, etag } = await post('', { submit: false, reason: 'Only a thought.', students: [ann] });
      expect([status, body.status, etag]).toEqual([201, 'draft', '"1"']);
      expect((await get(`/${body.id}`)).body).toMatchObject({ reason: 'Only a thought.', students: [ann] });
      expect((await get('')).body.items.map(({ id }: { id: string }) => id)).toContain(body.id);
      for (const other of [auditor, ann, newId()]) {
        expect((await get(`/${body.id}`, other)).status).toBe(404);
        expect((await get('?status=draft', other)).body.items).toEqual([]);
      }
      const drafted = (await service.history()).find(({ correlationid }) => correlationid === body.id)!;
      expect(JSON.stringify(drafted.data)).not.toMatch(new RegExp(`thought|${ann}`));
    });

    it('is checked as far as it says something', async () => {
      expect((await post('', { submit: false, kind: 'pigeon' })).status).toBe(422);
      expect((await post('', { submit: false, colour: 'red' })).status).toBe(422);
      expect((await post('', { kind: 'outside-channel' })).status).toBe(422);
    });

    it('is replaced and submitted by an amendment, and its words go with it', async () => {
      const { body } = await post('', { status: 'draft', reason: 'A first thought.' });
      await post(`/${body.id}/amend`, { submit: false, reason: 'A second thought.' });
      expect(await keptWords(body.id)).toEqual([null, { draft: { reason: 'A second thought.' } }]);
      const sent = await post(`/${body.id}/amend`, outsideChannel(ann));
      expect([sent.status, sent.body.status, sent.body.submission]).toEqual([200, 'submitted', 1]);
      expect(await keptWords(body.id)).toEqual([null, null, expect.objectContaining({ channelAddress: 'team-chat' })]);
      expect((await get(`/${body.id}`, auditor)).status).toBe(200);
    });

    it('is thrown away with its words', async () => {
      const { body } = await post('', { submit: false, reason: 'A thought.' });
      expect((await post(`/${body.id}/withdraw`)).body.status).toBe('withdrawn');
      expect(await keptWords(body.id)).toEqual([null]);
      expect((await post(`/${body.id}/amend`, outsideChannel(ann))).status).toBe(409);
      expect((await get(`/${body.id}`, auditor)).status).toBe(404);
    });

    it('is not for people who are no employees', async () => {
      const answer = await service.post(ann, 'exception-requests', { submit: false });
      expect([answer.status, answer.body.clause]).toEqual([403, 'C3']);
    });
  });

  it('words are kept only where an event refers to them', async () => {
    const { body } = await post('', outsideChannel(child));
    expect(body.status).toBe('not-required');
    expect(await keptWords(body.id)).toEqual([]);
    const { rows } = await service.database.pool.query('select 1 from confidential where words::text like $1', [
      '%Refused words%',
    ]);
    expect((await post('', { ...outsideChannel(newId()), reason: 'Refused words' })).status).toBe(422);
    expect(rows).toEqual([]);
  });

  it('an amendment says what changed against the submission before', async () => {
    const { body } = await post('', outsideChannel(ann, ben));
    expect(body.changed).toBeNull();
    await service.bus.feed(roundEnded('returned', body.id));
    expect((await get(`/${body.id}`)).body).toMatchObject({ status: 'returned', returnReason: 'sent-back' });
    const same = await post(`/${body.id}/amend`, outsideChannel(ben, ann));
    expect(same.body.changed).toEqual([]);
    await service.bus.feed(roundEnded('returned', body.id, 2));
    const other = { ...outsideChannel(ann), reason: 'Another reason.', until: '2026-11-29' };
    expect((await post(`/${body.id}/amend`, other)).body.changed).toEqual(['students', 'period', 'reason']);
  });

  it('of two who saw the same version one writes, the other is told (If-Match)', async () => {
    const { body, etag } = await post('', outsideChannel(ann));
    expect((await post(`/${body.id}/withdraw`, {}, { 'if-match': '"7"' })).status).toBe(412);
    expect((await post(`/${body.id}/withdraw`, {}, { 'if-match': 'yesterday' })).status).toBe(412);
    await service.bus.feed(roundEnded('returned', body.id));
    const late = await post(`/${body.id}/amend`, outsideChannel(ben), { 'if-match': etag! });
    expect([late.status, late.body.clause, late.body.remedy]).toEqual([412, 'C3', expect.any(String)]);
    const { etag: now } = await get(`/${body.id}`);
    const sent = await post(`/${body.id}/amend`, outsideChannel(ben), { 'if-match': now! });
    expect([sent.status, sent.etag]).toEqual([200, '"3"']);
    expect((await post(`/${body.id}/withdraw`, {}, { 'if-match': '*' })).status).toBe(200);
  });

  it('without a last day it ends with the school year', async () => {
    const { until: _until, ...open } = outsideChannel(ann);
    expect((await post('', open)).body.until).toBe('2027-06-30');
  });

  describe('a renewal', () => {
    const authorized = async (body: object): Promise<string> => {
      const request = await post('', body);
      await service.bus.feed(roundApproved(request.body.id));
      return request.body.id;
    };

    it('is a new request that names what changed and takes over the rest, words included', async () => {
      const old = await authorized({ ...outsideChannel(ann, ben), until: '2026-10-10' });
      const { authorization } = (await get(`/${old}`)).body;
      const renewed = await post(`/${old}/renew`, { reason: 'It worked well.', until: '2026-12-01' });
      expect(renewed).toMatchObject({
        status: 201,
        body: {
          ...{ status: 'submitted', renewalOf: authorization, from: '2026-10-11', until: '2026-12-01' },
          ...{ changed: ['period', 'reason'], reason: 'It worked well.', channel: { address: 'team-chat' } },
        },
      });
      expect(renewed.body.id).not.toBe(old);
      const listed = await get(`?renewalOf=${authorization}`);
      expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual([renewed.body.id]);
    });

    it('leaves out who has left the district since', async () => {
      const leaver = newId();
      await service.bus.feed(personRegistered(leaver, pupil));
      const old = await authorized({ ...outsideChannel(ann, leaver), until: '2026-10-10' });
      await service.bus.feed(personRemoved(leaver));
      const renewed = await post(`/${old}/renew`, { until: '2026-12-01' });
      expect(renewed.body.students.map(({ id }: { id: string }) => id)).toEqual([ann]);
    });

    it('is too early before May, and a month before any earlier end', async () => {
      const old = await authorized({ ...outsideChannel(ann), until: '2027-06-30' });
      const early = await post(`/${old}/renew`);
      expect([early.status, early.body.clause, early.body.remedy]).toEqual([
        ...[409, 'C3', 'Ask again on 2027-05-01 or later.'],
      ]);
    });

    it('is for what became an authorization', async () => {
      const { body } = await post('', outsideChannel(ann));
      expect((await post(`/${body.id}/renew`)).status).toBe(409);
    });
  });

  it('is found by kind, person, student and class', async () => {
    const other = newId();
    await service.bus.feed(personRegistered(other, { role: 'teacher', buildingId: school }));
    const { body } = await service.post(other, 'exception-requests', outsideChannel(ben));
    const found = async (query: string) =>
      (await get(query, auditor)).body.items.map(({ id }: { id: string }) => id) as string[];
    expect(await found(`?requester=sourced-${other}&kind=outside-channel&student=${ben}`)).toEqual([body.id]);
    for (const nothing of [`?requester=${other}&kind=personal-phone`, `?requester=${other}&student=${ann}`])
      expect(await found(nothing)).toEqual([]);
    expect(await found(`?requester=nobody`)).toEqual([]);
  });

  it('while the register is empty a district purpose names no form (C2)', async () => {
    const elsewhere = await testDatabase(`${import.meta.url}-empty`);
    const empty = await runExceptionRequest(elsewhere);
    const form = newId();
    const isForm = ({ type }: { type: string }): boolean => type.includes('district-form');
    await empty.bus.feed(...roster.filter((event) => !isForm(event)));
    const body = { ...outsideChannel(ann), districtFormShortfall: { why: 'Nobody is at a desk on a match day.' } };
    const first = await empty.post(coach, 'exception-requests', body);
    expect(first).toMatchObject({ status: 201, body: { registerAtRequest: [] } });
    await empty.bus.feed(districtFormRegistered(form, true));
    expect(await empty.post(coach, 'exception-requests', body)).toMatchObject({ status: 422, body: { clause: 'C2' } });
    await empty.stop();
    await elsewhere.drop();
  });
});
