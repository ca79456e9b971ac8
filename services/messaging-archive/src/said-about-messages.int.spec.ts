import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { looksWorld, type KnownPerson, type LooksWorld } from '../testing/looks-world.js';

const party = ({ id, email, givenName, familyName }: KnownPerson) => ({
  ...{ address: email, displayName: `${givenName} ${familyName}`, people: [id] },
});

describe('what people say about archived messages (C9)', () => {
  let world: LooksWorld;
  let coach: KnownPerson, supervisor: KnownPerson, stranger: KnownPerson;
  let luis: KnownPerson, mother: KnownPerson, maria: KnownPerson, mariaMother: KnownPerson;
  let message: string;
  let attachment: string;

  beforeAll(async () => {
    world = await looksWorld(import.meta.url);
    coach = await world.person('Ana', 'Rivera', 'teacher');
    supervisor = await world.person('Sue', 'Pike', 'principal');
    stranger = await world.person('Sam', 'Nobody', 'guardian');
    luis = await world.person('Luis', 'Garcia', 'student', { adult: false });
    mother = await world.person('Rosa', 'Garcia', 'guardian');
    maria = await world.person('Maria', 'Okonkwo', 'student', { adult: false });
    mariaMother = await world.person('Ngozi', 'Okonkwo', 'guardian');
    await world.guardians(luis.id, mother.id);
    await world.guardians(maria.id, mariaMother.id);
    await world.supervise(coach.id, supervisor.id);
    const { authorizationId } = await world.authorization(coach.id, [luis.id, maria.id]);
    message = await world.messages.put({
      ...{ authorizationId, staffId: coach.id, studentIds: [luis.id, maria.id], text: 'zeppelin' },
      ...{ from: party(coach), to: [party(luis), party(maria)] },
      attachments: [{ fileName: 'form.pdf', mediaType: 'application/pdf', bytes: 'a form' }],
    });
    attachment = world.messages.opened.get(message)!.attachments[0]!.attachmentId;
    await world.indexer.run();
  });
  afterAll(() => world.stop());

  const say = (who: KnownPerson, what: string, body: object) =>
    world.http.post(`/api/v1/messages/${message}${what}`, who.id, body);
  const read = async (who: KnownPerson) => (await world.http.get(`/api/v1/messages/${message}`, who.id)).body;

  it('a dispute travels with the message, without other families for a family', async () => {
    expect((await say(mother, '/dispute', { reason: 'x' })).status).toBe(403);
    expect((await say(stranger, '/dispute', { reason: 'x' })).status).toBe(404);
    expect((await say(coach, '/dispute', { reason: ' ' })).status).toBe(422);
    expect((await say(coach, '/dispute', { reason: 'Not mine; ask Maria.' })).status).toBe(200);
    expect((await read(supervisor)).disputed.reason).toBe('Not mine; ask Maria.');
    expect((await read(mother)).disputed.reason).toBe('Not mine; ask █████.');
  });

  it('a statement of disagreement stays attached, and another family never reads it', async () => {
    const contested = await say(mother, '/contests', { reason: 'Luis was ill that day.' });
    expect(contested.status).toBe(201);
    expect((await say(coach, '/contests', { reason: 'x' })).status).toBe(403);
    const decision = `/contests/${contested.body.id}/decision`;
    expect((await say(mother, decision, { outcome: 'kept', reason: 'x' })).status).toBe(403);
    expect((await say(supervisor, decision, { outcome: 'kept', reason: 'It is what was written.' })).status).toBe(200);
    const expected = [
      expect.objectContaining({
        ...{ id: contested.body.id, status: 'decided', outcome: 'kept' },
        ...{ statement: 'Luis was ill that day.', answer: 'It is what was written.' },
      }),
    ];
    for (const who of [mother, supervisor, coach]) expect((await read(who)).contests).toEqual(expected);
    expect((await read(mariaMother)).contests).toEqual([]);
  });

  it('an attachment waits for a review; families get what was released', async () => {
    const file = `/api/v1/messages/${message}/attachments/${attachment}`;
    expect((await read(mother)).attachments).toMatchObject([{ status: 'in-review', until: '2026-10-11' }]);
    expect((await world.http.get(file, mother.id)).status).toBe(404);
    expect((await say(mother, `/attachments/${attachment}/review`, { outcome: 'released', reason: 'x' })).status).toBe(
      403,
    );
    const released = { outcome: 'released', reason: 'It names nobody.' };
    expect((await say(supervisor, `/attachments/${attachment}/review`, released)).status).toBe(200);
    expect((await read(mother)).attachments).toMatchObject([{ status: 'open', until: null }]);
    expect(await world.http.get(file, mother.id)).toMatchObject({ status: 200, text: 'a form' });
    await say(supervisor, `/attachments/${attachment}/review`, { outcome: 'withheld', reason: 'It does.' });
    expect((await world.http.get(file, mother.id)).status).toBe(404);
  });

  it('a held message is not there for families, in no answer, until the hold ends', async () => {
    const until = new Date(world.clock.now().getTime() + 5 * 864e5).toISOString();
    const hold = { until, reason: 'The child is in danger if this is read at home.' };
    expect((await say(mother, '/safety-holds', hold)).status).toBe(403);
    expect((await say(supervisor, '/safety-holds', { ...hold, until: '2027-10-01T00:00:00Z' })).status).toBe(422);
    const held = await say(supervisor, '/safety-holds', hold);
    expect(held.status).toBe(201);
    expect((await read(supervisor)).safetyHolds).toEqual([{ id: held.body.id, until: expect.any(String) }]);
    const traces = async () => [
      (await world.http.get(`/api/v1/messages/${message}`, mother.id)).status,
      (await world.http.get('/api/v1/messages', mother.id)).body,
      (await world.http.get('/api/v1/messages?q=zeppelin', mother.id)).body,
      (await world.http.get('/api/v1/disclosures', mother.id)).body,
      (await say(mother, '/contests', { reason: 'x' })).status,
    ];
    const nothing = { items: [], next: null };
    expect(await traces()).toEqual([404, nothing, { ...nothing, indexed: { indexed: 0, of: 0 } }, nothing, 404]);
    expect(await read(coach)).not.toHaveProperty('safetyHolds');
    const release = `/safety-holds/${held.body.id}/release`;
    expect((await say(mother, release, { reason: 'x' })).status).toBe(404);
    expect((await say(supervisor, release, { reason: 'Over.' })).status).toBe(200);
    expect((await read(mother)).id).toBe(message);
    expect((await say(supervisor, '/safety-holds', hold)).status).toBe(201);
    expect((await traces())[0]).toBe(404);
    world.clock.advance({ days: 5 });
    expect((await read(mother)).id).toBe(message);
  });

  it('says nothing in the log but ids', async () => {
    const { rows } = await world.pool.query("select data::text from events where subject like 'message/%'");
    expect(rows.length).toBeGreaterThan(5);
    for (const { data } of rows) expect(data).not.toMatch(/ill|Maria|form|danger|Over/u);
    expect((await world.http.post(`/api/v1/messages/${newId()}/dispute`, coach.id, { reason: 'x' })).status).toBe(404);
  });
});
