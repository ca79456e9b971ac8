import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { looksWorld, type KnownPerson, type LooksWorld } from '../testing/looks-world.js';

const party = ({ id, email, givenName, familyName }: KnownPerson) => ({
  ...{ address: email, displayName: `${givenName} ${familyName}`, people: [id] },
});

describe('communication with students on request (C8, C9)', () => {
  let world: LooksWorld;
  let coach: KnownPerson, otherCoach: KnownPerson, supervisor: KnownPerson, stranger: KnownPerson;
  let luis: KnownPerson, mother: KnownPerson, maria: KnownPerson, grown: KnownPerson;
  const kept: string[] = [];
  let others: string;
  let held: string;

  beforeAll(async () => {
    world = await looksWorld(import.meta.url);
    coach = await world.person('Ana', 'Rivera', 'teacher');
    otherCoach = await world.person('Ben', 'Stone', 'teacher');
    supervisor = await world.person('Sue', 'Pike', 'principal');
    stranger = await world.person('Sam', 'Nobody', 'guardian');
    luis = await world.person('Luis', 'Garcia', 'student', { adult: false });
    mother = await world.person('Rosa', 'Garcia', 'guardian');
    maria = await world.person('Maria', 'Okonkwo', 'student', { adult: false });
    grown = await world.person('Noor', 'Haddad', 'student', { adult: true });
    await world.guardians(luis.id, mother.id);
    await world.supervise(coach.id, supervisor.id);
    const { authorizationId } = await world.authorization(coach.id, [luis.id, maria.id]);
    const put = (staff: KnownPerson, sentAt: string, authorization: string | null = authorizationId) =>
      world.messages.put({
        ...{ authorizationId: authorization, staffId: staff.id, studentIds: [luis.id] },
        ...{ from: party(staff), to: [party(luis)], text: 'hello', sentAt: new Date(sentAt) },
      });
    kept.push(await put(coach, '2026-09-02T15:00:00Z'), await put(coach, '2026-09-03T15:00:00Z'));
    held = await put(coach, '2026-09-04T15:00:00Z');
    others = await put(otherCoach, '2026-09-03T15:00:00Z', null);
    await world.pool.query('insert into held_messages values ($1, $2, $3)', [
      ...[held, newId(), new Date(world.clock.now().getTime() + 90 * 864e5)],
    ]);
  });
  afterAll(() => world.stop());

  const ask = (who: KnownPerson, change: object = {}, key?: string) =>
    world.http.post(
      '/api/v1/records-requests',
      who.id,
      { person: coach.id, students: [luis.id], from: '2026-09-01', until: '2026-09-10', ...change },
      key,
    );
  const happened = async (id: string): Promise<string[]> =>
    (
      await world.pool.query('select type from events where subject = $1 order by position', [`records-request/${id}`])
    ).rows.map(({ type }) => type.replace('sightline.messaging-archive.records-request-', ''));

  it('is asked by the supervisor, handed over, stated to be complete, and compared with the archive', async () => {
    const sourcedId = (person: KnownPerson) => world.details.get(person.id)!.sourcedId;
    const asked = await ask(
      supervisor,
      { person: sourcedId(coach), students: [sourcedId(luis)], reason: 'A complaint.' },
      'k1',
    );
    expect(asked).toMatchObject({
      status: 201,
      body: {
        ...{ status: 'open', origin: 'supervisor', clause: 'C8', overdue: false, escalated: false, statement: null },
        ...{
          person: { id: coach.id, sourcedId: sourcedId(coach) },
          askedBy: { id: supervisor.id },
          reason: 'A complaint.',
        },
        ...{ from: '2026-09-01', until: '2026-09-10', dueOn: expect.any(String) },
        breadth: { days: 10, students: 1, earlierRequests: 0 },
        comparison: { inArchive: 3, handedOver: 0, notHandedOver: 3 },
      },
    });
    expect(
      (await ask(supervisor, { person: sourcedId(coach), students: [sourcedId(luis)], reason: 'A complaint.' }, 'k1'))
        .body.id,
    ).toBe(asked.body.id);
    const path = `/api/v1/records-requests/${asked.body.id}`;
    expect(await world.http.post(`${path}/fulfil`, coach.id, { messages: [others] })).toMatchObject({
      status: 422,
      body: { type: 'urn:sightline:problem:not-in-archive', clause: 'C8' },
    });
    const handed = await world.http.post(`${path}/fulfil`, coach.id, { messages: [kept[0]] });
    expect(handed).toMatchObject({ status: 200, body: { comparison: { handedOver: 1, notHandedOver: 2 } } });
    expect((await world.http.post(`${path}/attest`, coach.id, { statement: ' ' })).status).toBe(422);
    const stated = await world.http.post(`${path}/attest`, coach.id, {
      ...{
        statement: 'This is all there is.',
        withheld: [{ item: 'A call on 4 September', reason: 'About my family.' }],
      },
    });
    expect(stated).toMatchObject({ status: 200, body: { status: 'attested' } });
    expect((await world.http.get(path, supervisor.id)).body).toMatchObject({
      statement: {
        ...{ words: 'This is all there is.', withheld: 1, late: false },
        withheldItems: [{ item: 'A call on 4 September', reason: 'About my family.' }],
      },
    });
    expect(await happened(asked.body.id)).toEqual(['opened.v1', 'fulfilled.v1', 'attested.v1']);
    expect((await world.http.post(`${path}/fulfil`, coach.id, { messages: [kept[1]] })).status).toBe(409);
    const { rows } = await world.pool.query("select data::text from events where type like '%records-request%'");
    for (const { data } of rows) expect(data).not.toMatch(/complaint|all there is|family/iu);
    expect((await ask(supervisor)).body.breadth.earlierRequests).toBe(1);
  });

  it('is asked by a guardian for the own child, due in 45 days; what is held leaves no trace', async () => {
    const { body, status } = await ask(mother);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ origin: 'guardian', clause: 'C9', handedOver: null },
      comparison: { inArchive: 2, handedOver: 0, notHandedOver: 2 },
    });
    const path = `/api/v1/records-requests/${body.id}`;
    const answer = { statement: 'Complete.', withheld: [{ item: 'Message to Maria', reason: 'Another family.' }] };
    await world.http.post(`${path}/fulfil`, coach.id, { messages: [held] });
    await world.http.post(`${path}/attest`, coach.id, answer);
    const seen = await world.http.get(path, mother.id);
    expect(seen.body).toMatchObject({
      comparison: { inArchive: 2, handedOver: 0 },
      statement: { words: 'Complete.', withheld: 1 },
    });
    expect(seen.text).not.toContain(held);
    expect(seen.text).not.toContain('Maria');
    expect((await world.http.get(path, supervisor.id)).body.statement.withheldItems).toHaveLength(1);
  });

  it('is asked by nobody else, and whoever has nothing to do with it does not learn that it is there', async () => {
    const { id } = (await ask(supervisor)).body;
    for (const [who, change] of [
      [stranger, {}],
      [mother, { students: [maria.id] }],
      [mother, { students: [luis.id, maria.id] }],
      [otherCoach, {}],
      [supervisor, { person: otherCoach.id }],
      [supervisor, { person: newId() }],
      [supervisor, { students: [newId()] }],
      [coach, {}],
    ] as const) {
      const answer = await ask(who, change);
      expect(answer).toMatchObject({ status: 403, body: { type: 'urn:sightline:problem:records-request-not-yours' } });
    }
    for (const who of [stranger, mother, otherCoach, luis, grown]) {
      const [there, missing] = [id, newId()].map((each) => `/api/v1/records-requests/${each}`);
      const answers = [await world.http.get(there!, who.id), await world.http.get(missing!, who.id)];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      const bytes = answers.map(({ text }) => text.replace(/[0-9a-f-]{36}/u, ''));
      expect(bytes[0]).toBe(bytes[1]);
      expect((await world.http.post(`${there}/attest`, who.id, { statement: 'x' })).status).toBe(404);
      const { body } = await world.http.get('/api/v1/records-requests', who.id);
      expect(body.items.map((item: { id: string }) => item.id)).not.toContain(id);
    }
    for (const who of [supervisor, coach])
      expect(
        (await world.http.get('/api/v1/records-requests?limit=200', who.id)).body.items.map(
          (item: { id: string }) => item.id,
        ),
      ).toContain(id);
    expect(
      (await world.http.post(`/api/v1/records-requests/${id}/attest`, supervisor.id, { statement: 'x' })).status,
    ).toBe(403);
    expect((await ask(supervisor, { from: '2026-13-01' })).status).toBe(422);
    expect((await ask(supervisor, { unknown: 1 })).status).toBe(422);
    expect((await world.http.post('/api/v1/records-requests', 'machine', {})).status).toBe(403);
  });

  it('becomes overdue by the clock and goes up', async () => {
    const { id } = (await ask(supervisor)).body;
    const { recordsRequestsDue } = world.archive.service;
    await recordsRequestsDue.run();
    expect(await happened(id)).toEqual(['opened.v1']);
    world.clock.advance({ days: 11 });
    await recordsRequestsDue.run();
    await recordsRequestsDue.run();
    expect(await happened(id)).toEqual(['opened.v1', 'overdue.v1']);
    world.clock.advance({ days: 5 });
    await recordsRequestsDue.run();
    expect(await happened(id)).toEqual(['opened.v1', 'overdue.v1', 'escalated.v1']);
    expect((await world.http.get(`/api/v1/records-requests/${id}`, supervisor.id)).body).toMatchObject({
      overdue: true,
      escalated: true,
    });
  });
});
