import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceOverHttp, type ServiceOverHttp } from '@sightline/service-kit/testing';
import { looksWorld, type KnownPerson, type LooksWorld } from '../testing/looks-world.js';

const endOf = ({ email, givenName, familyName }: KnownPerson) => ({
  ...{ address: email, kind: 'email' as const, displayName: `${givenName} ${familyName}` },
});

describe('a copy that came in, as people see it (C7, C9)', () => {
  let world: LooksWorld;
  let http: ServiceOverHttp;
  let coach: KnownPerson, supervisor: KnownPerson, luis: KnownPerson, mother: KnownPerson, maria: KnownPerson;
  let messageId: string;

  beforeAll(async () => {
    world = await looksWorld(import.meta.url);
    http = await serviceOverHttp('messaging-archive', world.archive.service.module);
    coach = await world.person('Ana', 'Rivera', 'teacher');
    supervisor = await world.person('Sue', 'Pike', 'principal');
    luis = await world.person('Luis', 'Garcia', 'student', { adult: false });
    mother = await world.person('Rosa', 'Garcia', 'guardian');
    maria = await world.person('Maria', 'Okonkwo', 'student', { adult: false });
    await world.guardians(luis.id, mother.id);
    await world.supervise(coach.id, supervisor.id);
    const { authorizationId } = await world.authorization(coach.id, [luis.id, maria.id]);
    const at = new Date('2026-09-16T15:00:00Z');
    const [taken] = await world.archive.service.intake.take([
      {
        communication: {
          ...{ externalId: '<1@school.example>', sentAt: at, medium: 'text-message', direction: 'outgoing' },
          ...{
            from: endOf(coach),
            to: [{ address: 'nobody@else.example', kind: 'email', displayName: 'Mom' }, endOf(luis), endOf(maria)],
          },
          ...{
            subject: 'Entrenamiento',
            text: '',
            html: '<p>Luis and Maria: <b>buses</b> leave at five.</p><script>x()</script>',
          },
          attachments: [{ fileName: 'Maria.txt', mediaType: 'text/plain', inline: false, bytes: Buffer.from('form') }],
          ...{ inReplyTo: null, references: [], threadHint: null, facts: {} },
        },
        ...{ original: { bytes: Buffer.from('From: coach\r\n\r\nthe original') }, originalMediaType: 'message/rfc822' },
        ...{
          receivedAt: new Date('2026-09-16T15:00:10Z'),
          by: 'smtp',
          importId: null,
          authorizationId,
          staffId: coach.id,
        },
        ...{ actor: 'system:messaging-archive', unverified: false, facts: {} },
      },
    ]);
    messageId = taken!.messageId;
    await world.archive.service.searchIndex.run();
  });
  afterAll(async () => {
    await http.close();
    await world.stop();
  });

  it('is read by the supervisor and the member of staff, with its original', async () => {
    for (const who of [supervisor, coach]) {
      const { body } = await http.get(`/api/v1/messages/${messageId}`, who.id);
      expect(body).toMatchObject({
        ...{
          subject: 'Entrenamiento',
          text: 'Luis and Maria: buses leave at five.',
          copyGapSeconds: 10,
          masked: false,
        },
        ...{
          from: { people: [{ id: coach.id }] },
          to: [{ people: [] }, { people: [{ id: luis.id }] }, { people: [{ id: maria.id }] }],
        },
      });
      const source = await http.get(`/api/v1/messages/${messageId}/source`, who.id);
      expect(source.text).toBe('From: coach\r\n\r\nthe original');
    }
  });

  it('is read by the family without the others, in the right places', async () => {
    const { body, text } = await http.get(`/api/v1/messages/${messageId}`, mother.id);
    expect(body).toMatchObject({
      text: 'Luis and █████: buses leave at five.',
      to: [{ displayName: '█████', address: '█████' }, { displayName: 'Luis Garcia' }, { displayName: '█████' }],
      attachments: [{ fileName: '█████.txt', status: 'in-review' }],
    });
    expect(text).not.toMatch(/maria|okonkwo|else\.example/iu);
  });

  it('is found by its words in both languages, and by who is shown', async () => {
    for (const q of [
      'entrenamientos',
      'bus',
      '"buses leave"',
      'from:rivera bus',
      'to:garcia',
      'has:attachment',
      'after:2026-09-16 before:2026-09-17',
    ]) {
      for (const who of [supervisor, mother])
        expect([q, (await http.get(`/api/v1/messages?q=${encodeURIComponent(q)}`, who.id)).body.items.length]).toEqual([
          q,
          1,
        ]);
    }
    for (const [q, found] of [
      ['maria', 1],
      ['to:okonkwo', 1],
      ['after:2026-09-17', 0],
      ['bus -luis', 0],
      ['bush', 0],
    ] as const)
      expect([
        q,
        (await http.get(`/api/v1/messages?q=${encodeURIComponent(q)}`, supervisor.id)).body.items.length,
      ]).toEqual([q, found]);
    for (const q of ['maria', 'to:okonkwo', 'to:mom'])
      expect((await http.get(`/api/v1/messages?q=${q}`, mother.id)).body.items).toEqual([]);
  });

  it('is indexed by keyed hashes alone', async () => {
    const { rows } = await world.pool.query('select terms::text[] from search_terms');
    expect(rows[0].terms.length).toBeGreaterThan(10);
    for (const term of rows[0].terms) expect(term).toMatch(/^-?\d+$/u);
    expect((await world.pool.query('select count(*)::integer from search_due')).rows[0].count).toBe(0);
  });
});
