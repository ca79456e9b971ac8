import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { authorizationEnded } from '../testing/sample-events.js';
import { looksWorld, type KnownPerson, type LooksWorld } from '../testing/looks-world.js';

const party = ({ id, email, givenName, familyName }: KnownPerson) => ({
  ...{ address: email, displayName: `${givenName} ${familyName}`, people: [id] },
});

type Who =
  | 'coach'
  | 'otherCoach'
  | 'supervisor'
  | 'formerSupervisor'
  | 'otherSupervisor'
  | 'luis'
  | 'luisMother'
  | 'luisFather'
  | 'barredFather'
  | 'maria'
  | 'mariaMother'
  | 'noor'
  | 'noorMother'
  | 'principal'
  | 'technology'
  | 'operator'
  | 'auditor'
  | 'reviewer'
  | 'administrator'
  | 'stranger';

type What =
  'toLuis' | 'toBoth' | 'toMaria' | 'toNoor' | 'uncovered' | 'held' | 'byOtherCoach' | 'afterEnd' | 'bySuccessor';

/** Who may read which message, cell by cell: W whole, F as a family without other families, - nothing. */
const matrix = `
                 | toLuis | toBoth | toMaria | toNoor | uncovered | held | byOtherCoach | afterEnd
coach            | W      | W      | W       | W      | W         | W    | -            | W
otherCoach       | -      | -      | -       | -      | -         | -    | W            | -
supervisor       | W      | W      | W       | W      | -         | W    | -            | -
formerSupervisor | -      | -      | -       | -      | -         | -    | -            | -
otherSupervisor  | -      | -      | -       | -      | -         | -    | W            | -
luis             | -      | -      | -       | -      | -         | -    | -            | -
luisMother       | F      | F      | -       | -      | F         | -    | F            | F
luisFather       | F      | F      | -       | -      | F         | -    | F            | F
barredFather     | -      | -      | -       | -      | -         | -    | -            | -
maria            | -      | -      | -       | -      | -         | -    | -            | -
mariaMother      | -      | F      | F       | -      | -         | -    | -            | -
noor             | -      | -      | -       | F      | -         | -    | -            | -
noorMother       | -      | -      | -       | -      | -         | -    | -            | -
principal        | -      | -      | -       | -      | -         | -    | -            | -
technology       | -      | -      | -       | -      | -         | -    | -            | -
operator         | -      | -      | -       | -      | -         | -    | -            | -
auditor          | -      | -      | -       | -      | -         | -    | -            | -
reviewer         | -      | -      | -       | -      | -         | -    | -            | -
administrator    | -      | -      | -       | -      | -         | -    | -            | -
stranger         | -      | -      | -       | -      | -         | -    | -            | -
`;
const [[, ...heading] = [], ...lines] = matrix
  .split('\n')
  .filter((line) => line.includes('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const cells = lines.flatMap(([who, ...marks]) =>
  marks.map((mark, index) => ({ who: who as Who, what: heading[index] as What, mark })),
);

describe('who sees an archived message (C7, C9, C10)', () => {
  let world: LooksWorld;
  const everybody = {} as Record<Who, KnownPerson>;
  const every = {} as Record<What, string>;
  const attachment = {} as Record<What, string>;
  let ended: string;

  beforeAll(async () => {
    world = await looksWorld(import.meta.url);
    const add = async (who: Who, ...person: Parameters<LooksWorld['person']>): Promise<void> => {
      everybody[who] = await world.person(...person);
    };
    await add('coach', 'Ana', 'Rivera', 'teacher');
    await add('otherCoach', 'Ben', 'Stone', 'teacher');
    await add('supervisor', 'Sue', 'Pike', 'principal');
    await add('formerSupervisor', 'Fay', 'Gone', 'principal');
    await add('otherSupervisor', 'Oda', 'Lund', 'principal');
    await add('luis', 'Luis', 'Garcia', 'student', { adult: false });
    await add('luisMother', 'Rosa', 'Garcia', 'guardian');
    await add('luisFather', 'Pedro', 'Garcia', 'guardian');
    await add('barredFather', 'Otto', 'Vance', 'guardian');
    await add('maria', 'María', 'Okonkwo', 'student', { adult: false });
    await add('mariaMother', 'Ngozi', 'Okonkwo', 'guardian');
    await add('noor', 'Noor', 'Haddad', 'student', { adult: true });
    await add('noorMother', 'Lina', 'Haddad', 'guardian');
    await add('principal', 'Paul', 'Head', 'principal');
    await add('technology', 'Theo', 'Wire', 'technology');
    await add('operator', 'Ophelia', 'Ops', 'operator');
    await add('auditor', 'Audrey', 'Book', 'auditor');
    await add('reviewer', 'Remy', 'View', 'reviewer');
    await add('administrator', 'Adam', 'Min', 'administrator');
    await add('stranger', 'Sam', 'Nobody', 'guardian');
    const { coach, otherCoach, luis, maria, noor, luisMother, mariaMother } = everybody;
    await world.guardians(luis.id, luisMother.id, everybody.luisFather.id, everybody.barredFather.id);
    await world.guardians(maria.id, mariaMother.id);
    await world.guardians(noor.id, everybody.noorMother.id);
    await world.restrict(luis.id, everybody.barredFather.id, 'records');
    await world.supervise(coach.id, everybody.formerSupervisor.id);
    await world.supervise(otherCoach.id, everybody.otherSupervisor.id);
    const team = await world.authorization(coach.id, [luis.id, maria.id, noor.id]);
    const others = await world.authorization(otherCoach.id, [luis.id]);
    const over = await world.authorization(coach.id, [luis.id]);
    ended = over.authorizationId;
    await world.archive.bus.feed(authorizationEnded(over));
    await world.supervise(coach.id, everybody.supervisor.id);

    const put = async (
      what: What,
      authorizationId: string | null,
      staff: KnownPerson,
      students: readonly KnownPerson[],
      change: { readonly sentAt?: Date } = {},
    ): Promise<void> => {
      const file = { fileName: 'Okonkwo_María.pdf', mediaType: 'application/pdf', bytes: 'María Okonkwo' };
      every[what] = await world.messages.put({
        ...{ authorizationId, staffId: staff.id, studentIds: students.map(({ id }) => id) },
        ...{ from: party(staff), to: [...students.map(party), party(mariaMother)] },
        subject: `Zeppelin for Maria OKONKWO and Luis`,
        text: `Zeppelin ${what}: call Ngozi on ${mariaMother.phone} or ${mariaMother.email}; Luis Garcia goes too.`,
        attachments: [file],
        ...change,
      });
      attachment[what] = world.messages.opened.get(every[what])!.attachments[0]!.attachmentId;
    };
    await put('toLuis', team.authorizationId, coach, [luis]);
    await put('toBoth', team.authorizationId, coach, [luis, maria]);
    await put('toMaria', team.authorizationId, coach, [maria]);
    await put('toNoor', team.authorizationId, coach, [noor]);
    await put('uncovered', null, coach, [luis]);
    await put('held', team.authorizationId, coach, [luis, maria]);
    await put('byOtherCoach', others.authorizationId, otherCoach, [luis]);
    const afterwards = new Date(world.clock.now().getTime() + 864e5);
    await put('afterEnd', ended, coach, [luis], { sentAt: afterwards });
    await world.pool.query('insert into held_messages values ($1, $2, $3)', [
      ...[every.held, newId(), new Date(world.clock.now().getTime() + 7 * 864e5)],
    ]);
    await world.indexer.run();
  });
  afterAll(() => world.stop());

  const disclosedSince = async (position: number) =>
    (await world.pool.query('select type, data from events where position > $1 order by position', [position])).rows;
  const head = async (): Promise<number> =>
    Number((await world.pool.query('select position from log_head')).rows[0].position);
  const open = (who: Who): What[] =>
    cells.filter((cell) => cell.who === who && cell.mark !== '-').map(({ what }) => what);
  const idsOf = (whats: readonly What[]): string[] => whats.map((what) => every[what]).sort();
  const listed = (body: { items: { id: string }[] }): string[] => body.items.map(({ id }) => id).sort();

  it('is written down for everybody and every message', () => {
    expect(lines.map(([who]) => who).sort()).toEqual(Object.keys(everybody).sort());
    expect(heading.slice().sort()).toEqual(Object.keys(every).sort());
    expect(cells.every(({ mark }) => ['W', 'F', '-'].includes(mark))).toBe(true);
  });

  it.each(cells)('$who reads $what: $mark', async ({ who, what, mark }) => {
    const caller = everybody[who].id;
    const path = `/api/v1/messages/${every[what]}`;
    const before = await head();
    const answer = await world.http.get(path, caller);
    const disclosed = await disclosedSince(before);
    if (mark === '-') {
      const missing = await world.http.get(`/api/v1/messages/${newId()}`, caller);
      expect(answer.status).toBe(404);
      expect({ ...answer, text: answer.text.replaceAll(every[what], '') }).toEqual({
        ...missing,
        text: answer.text.replaceAll(every[what], ''),
        body: { ...missing.body, instance: path },
      });
      expect(missing.text.replace(/[0-9a-f-]{36}/u, '')).toBe(answer.text.replace(/[0-9a-f-]{36}/u, ''));
      expect(disclosed).toEqual([]);
    } else {
      expect(answer.status).toBe(200);
      expect(answer.body.id).toBe(every[what]);
      expect(disclosed).toEqual([
        {
          type: 'sightline.messaging-archive.messages-disclosed.v1',
          data: expect.objectContaining({ viewerId: caller, act: 'look', messageIds: [every[what]] }),
        },
      ]);
    }
    expect((await world.http.get(`${path}/source`, caller)).status).toBe(mark === 'W' ? 200 : 404);
    expect((await world.http.get(`${path}/attachments/${attachment[what]}`, caller)).status).toBe(
      mark === 'W' ? 200 : 404,
    );
  });

  const people = lines.map(([who]) => who as Who);

  it.each(people)('%s lists what is open and nothing else, and each list is a disclosure', async (who) => {
    const caller = everybody[who].id;
    const before = await head();
    const { status, body } = await world.http.get('/api/v1/messages', caller);
    expect(status).toBe(200);
    expect(listed(body)).toEqual(idsOf(open(who)));
    expect(body.next).toBeNull();
    const disclosed = await disclosedSince(before);
    expect(disclosed.flatMap(({ data }) => data.messageIds).sort()).toEqual(idsOf(open(who)));
    for (const { data } of disclosed) expect(data).toMatchObject({ viewerId: caller, act: 'look' });
    // Page by page it is the same.
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const page = (await world.http.get(`/api/v1/messages?limit=1${cursor}`, caller)).body;
      paged.push(...listed(page));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(paged.sort()).toEqual(idsOf(open(who)));
  });

  it.each(people)('%s finds what is open and nothing else, and counts nothing else', async (who) => {
    const caller = everybody[who].id;
    const before = await head();
    const { status, body } = await world.http.get('/api/v1/messages?q=zeppelins', caller);
    expect(status).toBe(200);
    expect(listed(body)).toEqual(idsOf(open(who)));
    expect(body.indexed).toEqual({ indexed: open(who).length, of: open(who).length });
    const disclosed = await disclosedSince(before);
    expect(disclosed.flatMap(({ data }) => data.messageIds).sort()).toEqual(idsOf(open(who)));
    for (const { data } of disclosed) expect(data).toMatchObject({ viewerId: caller, act: 'search' });
  });

  const whole = (who: Who): What[] =>
    cells.filter((cell) => cell.who === who && cell.mark === 'W').map(({ what }) => what);

  it.each(people)('%s learns of no other family by asking for it', async (who) => {
    const { maria, mariaMother } = everybody;
    const caller = everybody[who].id;
    const ownChild = who === 'mariaMother';
    const about = (...whats: What[]): string[] =>
      idsOf(open(who).filter((what) => whats.includes(what) && (ownChild || whole(who).includes(what))));
    for (const [query, expected] of [
      [`student=${maria.id}`, about('toBoth', 'toMaria', 'held')],
      [`student=${world.details.get(maria.id)!.sourcedId}`, about('toBoth', 'toMaria', 'held')],
      [`q=${encodeURIComponent(`student:${maria.id}`)}`, about('toBoth', 'toMaria', 'held')],
      [`q=${encodeURIComponent(`to:${mariaMother.id}`)}`, ownChild ? idsOf(open(who)) : idsOf(whole(who))],
      [`q=${encodeURIComponent(`to:${mariaMother.email}`)}`, ownChild ? idsOf(open(who)) : idsOf(whole(who))],
      [`q=to:ngozi`, ownChild ? idsOf(open(who)) : idsOf(whole(who))],
      [`q=okonkwo`, ownChild ? idsOf(open(who)) : idsOf(whole(who))],
      [`q=${encodeURIComponent('"maria okonkwo"')}`, ownChild ? idsOf(open(who)) : idsOf(whole(who))],
      // What is hidden cannot be left out either.
      [
        `q=${encodeURIComponent('zeppelin -okonkwo')}`,
        ownChild ? [] : idsOf(open(who).filter((what) => !whole(who).includes(what))),
      ],
    ] as const) {
      const { status, body } = await world.http.get(`/api/v1/messages?${query}`, caller);
      expect([query, status, listed(body), body.next]).toEqual([query, 200, expected, null]);
    }
  });

  it.each(['luisMother', 'luisFather', 'mariaMother', 'noor'] as const)(
    '%s reads nothing of another family in any answer',
    async (who) => {
      const own =
        who === 'mariaMother' ? ['Okonkwo', 'Maria', 'Ngozi'] : who === 'noor' ? ['Noor', 'Haddad'] : ['Luis'];
      const { mariaMother, maria, luisMother, noorMother } = everybody;
      const forbidden = [
        ...['Okonkwo', 'Maria', 'María', 'Ngozi', 'Pedro', 'Lina', 'Haddad', 'Noor', 'Luis'].filter(
          (name) => !own.some((each) => each.toLowerCase() === name.toLowerCase().replace('í', 'i')),
        ),
        ...[maria, mariaMother, luisMother, noorMother]
          .filter(({ id }) => id !== everybody[who].id && !(who === 'mariaMother' && id === maria.id))
          .flatMap(({ id, email, phone }) => [id, email, phone]),
      ];
      const caller = everybody[who].id;
      const answers = [
        await world.http.get('/api/v1/messages', caller),
        await world.http.get('/api/v1/messages?q=zeppelin', caller),
        ...(await Promise.all(open(who).map((what) => world.http.get(`/api/v1/messages/${every[what]}`, caller)))),
      ];
      for (const { text } of answers)
        for (const word of forbidden) expect(text.toLowerCase()).not.toContain(word.toLowerCase());
      expect(answers[0]!.text).toContain('█████');
    },
  );

  it('is shown whole to the supervisor and the member of staff', async () => {
    const { body } = await world.http.get(`/api/v1/messages/${every.toBoth}`, everybody.supervisor.id);
    expect(body).toMatchObject({
      ...{ status: 'archived', clause: 'C7', masked: false, authorization: expect.any(String) },
      text: expect.stringContaining('Ngozi'),
      students: expect.arrayContaining([expect.objectContaining({ id: everybody.maria.id })]),
      attachments: [{ id: attachment.toBoth, fileName: 'Okonkwo_María.pdf', status: 'open' }],
      links: { source: `/api/v1/messages/${every.toBoth}/source` },
    });
    const source = await world.http.get(`/api/v1/messages/${every.toBoth}/source`, everybody.supervisor.id);
    expect(source).toMatchObject({ mediaType: 'application/octet-stream', text: `original of ${every.toBoth}` });
  });

  it('shows a family the own child, the member of staff and its own words', async () => {
    const { body } = await world.http.get(`/api/v1/messages/${every.toBoth}`, everybody.luisMother.id);
    expect(body).toMatchObject({
      ...{ clause: 'C9', masked: true, subject: 'Zeppelin for █████ and Luis' },
      text: 'Zeppelin toBoth: call █████ on █████ or █████; Luis Garcia goes too.',
      from: { displayName: 'Ana Rivera', address: everybody.coach.email },
      students: [{ id: everybody.luis.id }],
      attachments: [{ fileName: '█████.pdf', status: 'in-review', links: {} }],
    });
    expect(body.to).toMatchObject([
      { displayName: 'Luis Garcia', address: everybody.luis.email },
      { displayName: '█████', address: '█████', people: [] },
      { displayName: '█████', address: '█████', people: [] },
    ]);
    expect(body.links.source).toBeUndefined();
  });

  it('is shown by what the grant, guardianship, age or authorship allows, and says so', async () => {
    for (const [who, what, basis, clause] of [
      ['supervisor', 'toLuis', 'access-grant', 'C7'],
      ['coach', 'toLuis', 'own', 'C7'],
      ['luisMother', 'toLuis', 'guardianship', 'C9'],
      ['noor', 'toNoor', 'student-of-age', 'C9'],
    ] as const) {
      const before = await head();
      await world.http.get(`/api/v1/messages/${every[what]}`, everybody[who].id);
      expect((await disclosedSince(before)).map(({ data }) => data)).toMatchObject([{ basis, clause }]);
    }
  });

  it('is shown to nobody when the look cannot be kept', async () => {
    await world.pool.query('alter table disclosed_messages rename to mislaid');
    try {
      for (const path of ['', `/${every.toLuis}`, `/${every.toLuis}/source`, '?q=zeppelin']) {
        const { status, text } = await world.http.get(`/api/v1/messages${path}`, everybody.supervisor.id);
        expect([path, status]).toEqual([path, 500]);
        expect(text).not.toContain('Zeppelin');
        expect(text).not.toContain('original of');
      }
    } finally {
      await world.pool.query('alter table mislaid rename to disclosed_messages');
    }
  });

  it('is refused to machines, to nobody signed in, and for what cannot be read', async () => {
    expect((await world.http.get('/api/v1/messages', 'machine')).status).toBe(403);
    expect((await world.http.get('/api/v1/messages')).status).toBe(401);
    for (const [query, status] of [
      ['cursor=x', 400],
      ['limit=0', 422],
      ['unknown=1', 422],
      ['q=%22open', 422],
      ['authorization=x', 422],
    ] as const)
      expect([query, (await world.http.get(`/api/v1/messages?${query}`, everybody.coach.id)).status]).toEqual([
        query,
        status,
      ]);
    for (const id of ['x', '%00', "'"]) {
      const answer = await world.http.get(`/api/v1/messages/${id}`, everybody.coach.id);
      expect([id, answer.status]).toEqual([id, 404]);
    }
  });

  it('catches a leak: with the hold lifted, the matrix would not stand', async () => {
    const hold = (await world.pool.query('delete from held_messages returning *')).rows[0];
    const { status } = await world.http.get(`/api/v1/messages/${every.held}`, everybody.luisMother.id);
    await world.pool.query('insert into held_messages values ($1, $2, $3)', [
      hold.message_id,
      hold.hold_id,
      hold.until,
    ]);
    expect(status).toBe(200);
    expect(cells.find((cell) => cell.who === 'luisMother' && cell.what === 'held')!.mark).toBe('-');
  });
});
