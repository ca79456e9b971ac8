import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonDetails } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { runService, type RunningService } from '@sightline/service-kit/testing';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import net from 'node:net';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import {
  authorizationActivated,
  authorizationEnded,
  personRegistered,
  sampleAuthorization,
} from '../testing/sample-events.js';

type Archive = RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;

const [coach, student] = Array.from({ length: 2 }, () => newId()) as [string, string];
const addresses: Readonly<Record<string, string>> = {
  [coach]: 'coach@school.example',
  [student]: 'ann@school.example',
};
const people = {
  people: (ids: readonly string[]) =>
    Promise.resolve(
      new Map(
        ids.flatMap((id) => (addresses[id] ? [[id, { personId: id, email: addresses[id] } as PersonDetails]] : [])),
      ),
    ),
  places: () => Promise.resolve(new Map()),
  find: () => Promise.resolve(undefined),
  search: () => Promise.resolve([]),
};

/** Says these lines one after the other, waiting for each answer, and gives the answers. */
const talk = (port: number, lines: readonly string[]): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const answers: string[] = [];
    const socket = net.connect(port, '127.0.0.1');
    const left = [...lines];
    socket.on('data', (bytes) => {
      answers.push(bytes.toString());
      const line = left.shift();
      if (line === undefined) socket.end();
      else socket.write(line);
    });
    socket.on('close', () => resolve(answers));
    socket.on('error', reject);
  });

describe('the archive’s mail server (C7)', () => {
  let database: TestDatabase;
  let archive: Archive;
  let port: number;
  let address: string;
  const authorization = sampleAuthorization(coach);
  const clock = testClock();

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    archive = await runService('messaging-archive', database.url, createMessagingArchiveModule, { clock, people });
    await archive.bus.feed(
      personRegistered(coach, 'coach', [{ role: 'teacher' }]),
      personRegistered(student, 'ann', [{ role: 'student' }]),
      authorizationActivated(authorization, { studentIds: [student], from: '2026-01-01', until: '2027-06-30' }),
    );
    port = (await archive.service.listenForCopies())!;
    const issued = await archive.service.copyAddresses.copyAddresses([authorization.authorizationId]);
    address = issued.get(authorization.authorizationId)!.address;
  });
  afterEach(async () => {
    await archive.stop();
    await database.drop();
  });

  const send = async (mail: SendMailOptions): Promise<unknown> => {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    try {
      return await transport.sendMail({
        from: 'coach@school.example',
        to: 'ann@school.example',
        date: clock.now(),
        subject: 'Bus',
        text: 'The bus leaves at five.',
        envelope: { from: 'coach@school.example', to: [address] },
        ...mail,
      });
    } finally {
      transport.close();
    }
  };
  const messages = async (): Promise<Record<string, unknown>[]> =>
    (await archive.database.pool.query('select * from messages order by message_id')).rows;
  const opened = async (): Promise<Record<string, unknown>[]> => {
    const ids = (await messages()).map(({ message_id: id }) => id as string);
    return [...(await archive.service.opener.openMessages(ids)).values()] as never;
  };

  it('gives an authorization an address that nobody can guess, once, and keeps it off the bus', async () => {
    expect(address).toMatch(/^[a-z2-7]{26}@copies\.localhost$/);
    await archive.bus.feed(authorizationActivated(authorization, { studentIds: [student] }));
    const { rows } = await archive.database.pool.query('select type, data from events');
    const issued = rows.filter(({ type }) => type === 'sightline.messaging-archive.copy-address-issued.v1');
    expect(issued).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(address.split('@')[0]);
  });

  it('archives a copy that comes to it, attachments too, however the address is written', async () => {
    await send({ cc: address, attachments: [{ filename: 'plan.txt', content: 'Gate 4' }] });
    await send({
      subject: 'Second',
      envelope: { from: 'coach@school.example', to: [address.replace('@', '+team@').toUpperCase()] },
    });
    expect(await messages()).toEqual([
      expect.objectContaining({
        authorization_id: authorization.authorizationId,
        staff_id: coach,
        unverified: true,
        direction: 'outgoing',
      }),
      expect.objectContaining({ authorization_id: authorization.authorizationId, copy_gap_seconds: 0 }),
    ]);
    expect((await opened())[0]).toMatchObject({
      subject: 'Bus',
      text: expect.stringContaining('at five'),
      attachments: [{ fileName: 'plan.txt', size: 6 }],
    });
  });

  it('takes the message out of a journal report, with those in Bcc', async () => {
    const inner = [
      'From: coach@school.example',
      'To: team@school.example',
      'Message-ID: <inner@x>',
      'Subject: Inner',
      '',
      'Hello',
    ];
    const report = [
      'From: journal@school.example',
      `To: ${address}`,
      'Subject: Journal',
      'X-MS-Journal-Report:',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Sender: coach@school.example',
      'Subject: Inner',
      'Bcc: ann@school.example',
      '--b',
      'Content-Type: message/rfc822',
      '',
      ...inner,
      '--b--',
      '',
    ];
    await send({ raw: report.join('\r\n') });
    expect((await opened())[0]).toMatchObject({
      externalId: '<inner@x>',
      subject: 'Inner',
      facts: { journalReport: true },
    });
    const { rows } = await archive.database.pool.query('select student_id from message_students');
    expect(rows).toEqual([{ student_id: student }]);
  });

  it('keeps apart what comes to nobody’s address, from a stranger, or after the end, and loses none of it', async () => {
    await send({ envelope: { from: 'coach@school.example', to: ['nobody@copies.localhost'] }, messageId: '<a@x>' });
    await send({ from: 'stranger@else.example', messageId: '<b@x>' });
    await archive.bus.feed(authorizationEnded(authorization));
    clock.moveTo('2027-07-02T12:00:00Z');
    await send({ messageId: '<c@x>' });
    const reasons = (await messages()).map(({ uncovered_because: because }) => because);
    expect(reasons).toEqual(['address-ended', 'sender-unknown', 'address-ended']);
    expect(await opened()).toHaveLength(3);
  });

  it('passes a carrier’s report about a notice on in ids (C6)', async () => {
    const report = [
      'From: mailer-daemon@mx.example',
      'To: bounce+token.1@copies.localhost',
      'Subject: Undelivered',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      'Final-Recipient: rfc822; parent@home.example',
      'Action: failed',
      'Status: 5.1.1',
      '--b--',
      '',
    ];
    await send({ raw: report.join('\r\n'), envelope: { from: '', to: ['bounce+Token.1@copies.localhost'] } });
    const { rows } = await archive.database.pool.query("select data from events where subject like 'bounce/%'");
    expect(rows).toEqual([{ data: { bounceToken: 'Token.1', action: 'failed', status: '5.1.1' } }]);
    expect(await messages()).toEqual([]);
  });

  it('relays nothing, and refuses a mail whose lines end in a way that another server may read otherwise', async () => {
    await expect(
      send({ envelope: { from: 'coach@school.example', to: ['ann@school.example'] } }),
    ).rejects.toMatchObject({
      responseCode: 550,
    });
    for (const end of ['\n.\n', '\n.\r\n', '\r.\r']) {
      const answers = await talk(port, [
        'EHLO client\r\n',
        'MAIL FROM:<coach@school.example>\r\n',
        `RCPT TO:<${address}>\r\n`,
        'DATA\r\n',
        `Subject: x\r\n\r\nfirst${end}MAIL FROM:<evil@x>\r\n.\r\n`,
        'QUIT\r\n',
      ]);
      expect(answers.at(-2)).toMatch(/^550 /);
    }
    expect(await messages()).toEqual([]);
  });

  it('says 250 only when the mail is kept, and asks to come again when it cannot be', async () => {
    await archive.database.pool.query('alter table messages rename to messages_gone');
    await expect(send({})).rejects.toMatchObject({ responseCode: 451 });
    await archive.database.pool.query('alter table messages_gone rename to messages');
    await send({});
    expect(await messages()).toHaveLength(1);
  });
});
