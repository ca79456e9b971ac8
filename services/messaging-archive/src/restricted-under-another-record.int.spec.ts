import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { looksWorld, type KnownPerson, type LooksWorld } from '../testing/looks-world.js';

/**
 * Cause: a restriction was looked for under the record that signs in alone. Invariant: it closes the door to the person, by
 * whatever record that person comes (C9).
 */
describe('a guardian who is restricted under another record of the roster', () => {
  let world: LooksWorld;
  let father: KnownPerson, fatherElsewhere: KnownPerson, coach: KnownPerson, luis: KnownPerson;

  const seen = async ({ id }: KnownPerson): Promise<number> =>
    (await world.http.get('/api/v1/messages', id)).body.items.length;
  const personsLink = (what: 'persons-linked' | 'persons-unlinked') =>
    world.archive.bus.feed(
      unplacedEvent(`sightline.directory.${what}.v1`, `person-link/${fatherElsewhere.id}`, {
        ...{ personId: father.id, linkedId: fatherElsewhere.id, by: null, basis: 'import-key' },
      }),
    );

  beforeAll(async () => {
    world = await looksWorld(import.meta.url);
    coach = await world.person('Ana', 'Rivera', 'teacher');
    luis = await world.person('Luis', 'Garcia', 'student', { adult: false });
    father = await world.person('Pedro', 'Garcia', 'guardian');
    fatherElsewhere = await world.person('Pedro', 'Garcia', 'guardian');
    await world.guardians(luis.id, father.id, fatherElsewhere.id);
    const { authorizationId } = await world.authorization(coach.id, [luis.id]);
    const party = ({ id, email, givenName }: KnownPerson) => ({ address: email, displayName: givenName, people: [id] });
    await world.messages.put({
      ...{ authorizationId, staffId: coach.id, studentIds: [luis.id], text: 'The bus leaves at 8.' },
      ...{ from: party(coach), to: [party(luis)] },
    });
    await world.restrict(luis.id, father.id, 'records');
  });
  afterAll(() => world.stop());

  it('sees nothing by any record while they are linked, and by the other one when they are two people', async () => {
    expect([await seen(father), await seen(fatherElsewhere)]).toEqual([0, 1]);
    await personsLink('persons-linked');
    expect([await seen(father), await seen(fatherElsewhere)]).toEqual([0, 0]);
    await personsLink('persons-unlinked');
    expect([await seen(father), await seen(fatherElsewhere)]).toEqual([0, 1]);
  });
});
