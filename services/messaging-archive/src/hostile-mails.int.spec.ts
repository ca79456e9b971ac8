import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonDetails } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { runService, serviceOverHttp, type RunningService, type ServiceOverHttp } from '@sightline/service-kit/testing';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import net from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buffer } from 'node:stream/consumers';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import { readMail } from './adapters/formats/eml/read-mail.js';
import { hostileMails } from '../testing/hostile-mails.js';
import { fixture, fixtureNames } from '../testing/message-fixtures.js';
import { authorizationActivated, personRegistered, sampleAuthorization } from '../testing/sample-events.js';

type Archive = RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;

const [coach, student] = [newId(), newId()];
const known: Readonly<Record<string, Partial<PersonDetails>>> = {
  [coach]: { email: 'coach@school.example' },
  [student]: { email: 'ann@school.example' },
};
const people = {
  people: (ids: readonly string[]) =>
    Promise.resolve(
      new Map(ids.flatMap((id) => (known[id] ? [[id, { personId: id, ...known[id] } as PersonDetails]] : []))),
    ),
  places: () => Promise.resolve(new Map()),
  find: () => Promise.resolve(undefined),
  search: () => Promise.resolve([]),
};

const publicMails = async (): Promise<ReadonlyMap<string, Buffer>> => {
  const mails = new Map<string, Buffer>();
  for (const folder of ['mime', 'mbox', 'sms-backup-xml'])
    for (const name of await fixtureNames(folder)) {
      const bytes = await fixture(`${folder}/${name}`);
      if (bytes.length > 0) mails.set(`${folder}/${name}`, bytes);
    }
  return mails;
};

/** Gives the server these bytes in one mail, as they are; and its last answer. */
const sendRaw = (port: number, recipient: string, bytes: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    const dotted = Buffer.from(bytes.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1');
    const left: (string | Buffer)[] = [
      ...['EHLO client\r\n', 'MAIL FROM:<coach@school.example>\r\n', `RCPT TO:<${recipient}>\r\n`, 'DATA\r\n'],
      Buffer.concat([dotted, Buffer.from('\r\n.\r\n')]),
    ];
    let last = '';
    socket.on('data', (answer) => {
      last = answer.toString();
      const next = left.shift();
      if (next === undefined) socket.end();
      else socket.write(next);
    });
    socket.on('close', () => resolve(last));
    socket.on('error', reject);
  });

describe('mails made to break, and mails of other people’s tests', () => {
  let database: TestDatabase;
  let archive: Archive;
  let http: ServiceOverHttp;
  const clock = testClock('2026-11-02T12:00:00.000Z');
  const authorization = sampleAuthorization(coach);

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    archive = await runService('messaging-archive', database.url, createMessagingArchiveModule, { clock, people });
    http = await serviceOverHttp('messaging-archive', archive.service.module);
    await archive.bus.feed(
      personRegistered(coach, 'coach', [{ role: 'teacher' }]),
      personRegistered(student, 'ann', [{ role: 'student' }]),
      authorizationActivated(authorization, { studentIds: [student] }),
    );
  });
  afterEach(async () => {
    await http.close();
    await archive.stop();
    await database.drop();
  });

  it('are taken every one, kept byte for byte, and marked where they cannot be read', async () => {
    const mails = new Map([...(await publicMails()), ...hostileMails()]);
    expect(mails.size).toBeGreaterThan(100);
    const unread: string[] = [];
    for (const [name, bytes] of mails) {
      const { status, body } = await http.upload('/api/v1/messages', coach, bytes, 'message/rfc822');
      expect([name, status]).toEqual([name, 201]);
      if (body.unread) unread.push(name);
      const { rows } = await archive.database.pool.query('select blob_id from custody where custody_id = $1', [
        body.custody.id,
      ]);
      const kept = await buffer((await archive.service.opener.openBlob(rows[0].blob_id as string))!);
      expect([name, kept.equals(bytes)]).toEqual([name, true]);
    }
    expect(unread.sort()).toEqual([
      ...['2,000 parts', '20 MiB of line ends', 'a header folded 20,000 times'],
      ...['a nest of 1,000 levels', 'a nest of 20,000 levels', 'one header of a mebibyte'],
    ]);
    // Whoever looks at them gets text, and no failure either.
    let path: string | null = '/api/v1/messages?limit=50';
    let shown = 0;
    while (path) {
      const { status, body } = await http.get(path, coach);
      expect(status).toBe(200);
      shown += body.items.length;
      for (const { links } of body.items) expect((await http.get(links.self, coach)).status).toBe(200);
      path = body.next === null ? null : `/api/v1/messages?limit=50&cursor=${body.next}`;
    }
    expect(shown).toBeGreaterThan(90);
  }, 240_000);

  it('hold nobody up for seconds', async () => {
    for (const [name, bytes] of hostileMails()) {
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      await readMail(bytes);
      await new Promise((resolve) => setImmediate(resolve));
      delay.disable();
      expect([name, delay.max / 1e6 < 1_000]).toEqual([name, true]);
    }
  }, 120_000);

  it('come over SMTP as well, but for those that another server may read otherwise', async () => {
    const port = (await archive.service.listenForCopies())!;
    const issued = await archive.service.copyAddresses.copyAddresses([authorization.authorizationId]);
    const { address } = issued.get(authorization.authorizationId)!;
    const answers: string[] = [];
    for (const [name, bytes] of hostileMails()) {
      const text = bytes.toString('latin1');
      const bare = /(^|[^\r])\n|\r(?!\n)/.test(text);
      const answer = await sendRaw(port, address, bytes);
      answers.push(answer.slice(0, 3));
      expect([name, answer.slice(0, 3)]).toEqual([name, bare ? '550' : '250']);
    }
    expect(new Set(answers)).toEqual(new Set(['250', '550']));
    const { rows } = await archive.database.pool.query('select count(*)::integer as n from custody');
    expect(rows[0].n).toBe(answers.filter((answer) => answer === '250').length);
  }, 240_000);
});
