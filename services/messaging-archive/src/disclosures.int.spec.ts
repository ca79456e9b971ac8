import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { looksWorld, type KnownPerson, type LooksWorld } from '../testing/looks-world.js';

const party = ({ id, email, givenName, familyName }: KnownPerson) => ({
  ...{ address: email, displayName: `${givenName} ${familyName}`, people: [id] },
});

describe('the list of looks (C9)', () => {
  let world: LooksWorld;
  let coach: KnownPerson, supervisor: KnownPerson, stranger: KnownPerson, auditor: KnownPerson;
  let luis: KnownPerson, mother: KnownPerson, father: KnownPerson, maria: KnownPerson, mariaMother: KnownPerson;
  let toLuis: string, toBoth: string, toMaria: string, held: string;

  beforeAll(async () => {
    world = await looksWorld(import.meta.url);
    coach = await world.person('Ana', 'Rivera', 'teacher');
    supervisor = await world.person('Sue', 'Pike', 'principal');
    stranger = await world.person('Sam', 'Nobody', 'guardian');
    auditor = await world.person('Audrey', 'Book', 'auditor');
    luis = await world.person('Luis', 'Garcia', 'student', { adult: false });
    mother = await world.person('Rosa', 'Garcia', 'guardian');
    father = await world.person('Pedro', 'Garcia', 'guardian');
    maria = await world.person('Maria', 'Okonkwo', 'student', { adult: false });
    mariaMother = await world.person('Ngozi', 'Okonkwo', 'guardian');
    await world.guardians(luis.id, mother.id, father.id);
    await world.guardians(maria.id, mariaMother.id);
    await world.supervise(coach.id, supervisor.id);
    const { authorizationId } = await world.authorization(coach.id, [luis.id, maria.id]);
    const put = (...students: KnownPerson[]) =>
      world.messages.put({
        ...{ authorizationId, staffId: coach.id, studentIds: students.map(({ id }) => id), text: 'zeppelin' },
        ...{ from: party(coach), to: students.map(party) },
      });
    [toLuis, toBoth, toMaria, held] = [await put(luis), await put(luis, maria), await put(maria), await put(luis)];
    await world.pool.query('insert into held_messages values ($1, $2, $3)', [
      ...[held, newId(), new Date(world.clock.now().getTime() + 864e5)],
    ]);
    await world.indexer.run();
    // Everything, then one by one.
    await world.http.get('/api/v1/messages', supervisor.id);
    await world.http.get(`/api/v1/messages/${held}`, supervisor.id);
    await world.http.get(`/api/v1/messages/${toMaria}/source`, supervisor.id);
    await world.http.get(`/api/v1/messages/${toBoth}`, father.id);
    await world.http.get(`/api/v1/messages/${toLuis}`, mother.id);
    await world.http.get('/api/v1/messages?q=zeppelin', mariaMother.id);
    await world.pool.query(
      `with demand as (insert into disclosures values ($1, $2, 'demand', 'look', 'C10', now()) returning disclosure_id)
       insert into disclosed_messages select $3, disclosure_id from demand`,
      [newId(), stranger.id, toLuis],
    );
  });
  afterAll(() => world.stop());

  const looks = async (who: KnownPerson, query = '') => {
    const { status, body } = await world.http.get(`/api/v1/disclosures${query}`, who.id);
    expect(status).toBe(200);
    return body.items.map((item: { act: string; basis: string; viewer: { id: string } | null; messages: string[] }) => [
      ...[item.act, item.basis, item.viewer?.id ?? null, item.messages],
    ]);
  };

  it('shows a family the looks at its own child’s messages, and no other’s, no other guardian’s, nothing held, no demand', async () => {
    const expected = [
      ['look', 'guardianship', mother.id, [toLuis]],
      ['look', 'access-grant', supervisor.id, [toLuis, toBoth].sort()],
    ];
    expect(await looks(mother)).toEqual(expected);
    expect(await looks(mother, `?student=${luis.id}`)).toEqual(expected);
    expect(await looks(mother, `?student=${world.details.get(luis.id)!.sourcedId}`)).toEqual(expected);
    expect(await looks(mother, `?student=${maria.id}`)).toEqual([]);
    expect(await looks(father)).toEqual([
      ['look', 'guardianship', father.id, [toBoth]],
      ['look', 'access-grant', supervisor.id, [toLuis, toBoth].sort()],
    ]);
    const { text } = await world.http.get('/api/v1/disclosures', mother.id);
    for (const secret of [held, toMaria, father.id, mariaMother.id, stranger.id]) expect(text).not.toContain(secret);
    expect(text).toContain('Sue Pike');
  });

  it('shows the member of staff the looks at the own messages, of families without a name', async () => {
    expect(await looks(coach)).toEqual([
      ['search', 'guardianship', null, [toBoth, toMaria].sort()],
      ['look', 'guardianship', null, [toLuis]],
      ['look', 'guardianship', null, [toBoth]],
      ['source', 'access-grant', supervisor.id, [toMaria]],
      ['look', 'access-grant', supervisor.id, [held]],
      ['look', 'access-grant', supervisor.id, [toLuis, toBoth, toMaria, held].sort()],
    ]);
    expect(await looks(coach, `?student=${maria.id}`)).toHaveLength(4);
  });

  it('shows anybody else nothing, and pages without gaps', async () => {
    for (const who of [supervisor, stranger, auditor, luis]) {
      expect(await looks(who)).toEqual([]);
      expect(await looks(who, `?student=${luis.id}`)).toEqual([]);
    }
    const first = (await world.http.get('/api/v1/disclosures?limit=1', mother.id)).body;
    const second = (await world.http.get(`/api/v1/disclosures?limit=1&cursor=${first.next}`, mother.id)).body;
    expect([first.items.length, second.items.length, second.next]).toEqual([1, 1, null]);
    expect((await world.http.get('/api/v1/disclosures?cursor=x', mother.id)).status).toBe(400);
    expect((await world.http.get('/api/v1/disclosures', 'machine')).status).toBe(403);
  });
});
