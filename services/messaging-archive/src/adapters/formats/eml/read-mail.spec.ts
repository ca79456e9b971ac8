import { describe, expect, it } from '@jest/globals';
import type { Communication } from '../../../domain/index.js';
import { fixture, fixtureNames } from '../../../../testing/message-fixtures.js';
import { readMail } from './read-mail.js';

const read = async (text: string | Buffer): Promise<Communication> => {
  const answer = await readMail(Buffer.from(text));
  if (answer.outcome !== 'read') throw new Error(answer.because);
  return answer.communication;
};
const body = 'From: a@b.example\r\n\r\nHello\r\n';

describe('a mail', () => {
  it('names sender, recipients (groups opened), time, thread and attachments', async () => {
    const mail = await read(
      [
        'From: =?utf-8?Q?J=C3=B6rg?= <coach@school.example>',
        'To: Team: ann@home.example, "Lee, Bo" <bo@home.example>;',
        'Cc: chair@school.example',
        'Message-ID: <1@school.example>',
        'In-Reply-To: <0@home.example>',
        'References: <a@x> <0@home.example>',
        'Date: Sun, 25 Dec 2011 21:33:37 +0800 (CST)',
        'Subject: =?iso-8859-1?Q?Caf=E9?=',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=x',
        '',
        '--x',
        'Content-Type: text/plain; charset=windows-1252',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Don=92t be late',
        '--x',
        'Content-Type: application/pdf; name="../../plan.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        'UERG',
        '--x--',
      ].join('\r\n'),
    );
    expect(mail).toMatchObject({
      externalId: '<1@school.example>',
      sentAt: new Date('2011-12-25T13:33:37Z'),
      medium: 'email',
      from: { address: 'coach@school.example', kind: 'email', displayName: 'Jörg' },
      to: [
        { address: 'ann@home.example', displayName: '' },
        { address: 'bo@home.example', displayName: 'Lee, Bo' },
        { address: 'chair@school.example' },
      ],
      subject: 'Café',
      inReplyTo: '<0@home.example>',
      references: ['<a@x>', '<0@home.example>'],
      attachments: [{ mediaType: 'application/pdf', bytes: Buffer.from('PDF') }],
    });
    expect(mail.text.trim()).toBe('Don’t be late');
  });

  it.each(['Date: yesterday', 'Date:', 'Subject: none'])('with "%s" has no time', async (line) => {
    expect((await read(`${line}\r\n${body}`)).sentAt).toBeNull();
  });

  it('gives the text of HTML for the search and leaves the HTML as it came', async () => {
    const html = '<p>Meet at <b>5</b></p><script>alert(1)</script>';
    const mail = await read(`From: a@b.example\r\nContent-Type: text/html\r\n\r\n${html}`);
    expect(mail.html).toContain('<script>');
    expect(mail.text).toContain('Meet at 5');
    expect(mail.text).not.toContain('alert');
  });

  it('of the tests of CPython is read, each of them', async () => {
    const names = (await fixtureNames('mime')).filter((name) => name.startsWith('msg_'));
    expect(names.length).toBeGreaterThan(40);
    const refused = [];
    for (const name of names) {
      const answer = await readMail(await fixture(`mime/${name}`));
      if (answer.outcome === 'refused') refused.push(name);
    }
    expect(refused).toEqual([]);
  });

  describe('that is hostile', () => {
    it('with 10,000 headers is read', async () => {
      const headers = Array.from({ length: 10_000 }, (_, at) => `X-${at}: v\r\n`).join('');
      expect((await read(`${headers}${body}`)).from.address).toBe('a@b.example');
    });

    it('with more headers than any mail has is refused', async () => {
      expect(await readMail(Buffer.from(`X: ${'y'.repeat(2_000_000)}\r\n${body}`))).toEqual({
        outcome: 'refused',
        because: 'too-many-parts',
      });
    });

    it('with more parts than any mail has is refused, and with parts in parts is answered soon', async () => {
      const parts = '--x\r\n\r\na\r\n'.repeat(5_000);
      const many = `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${parts}`;
      expect(await readMail(Buffer.from(many))).toMatchObject({ outcome: 'refused' });
      const nested = Array.from(
        { length: 900 },
        (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
      ).join('');
      const begun = performance.now();
      await readMail(Buffer.from(`From: a@b.example\r\n${nested}\r\ndeep`));
      expect(performance.now() - begun).toBeLessThan(5_000);
    });

    it.each([
      ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=never\r\n\r\ntext'],
      ['no boundary', 'Content-Type: multipart/mixed\r\n\r\ntext'],
      ['an unknown charset', 'Content-Type: text/plain; charset=klingon\r\n\r\ntext'],
      ['broken base64', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!'],
    ])('with %s is read', async (_what, rest) => {
      expect((await read(`From: a@b.example\r\n${rest}`)).from.address).toBe('a@b.example');
    });

    it.each([Buffer.alloc(0), Buffer.alloc(100_000, 0), Buffer.from('\r\n'.repeat(1_000))])(
      'and empty is answered',
      async (bytes) => {
        expect((await readMail(bytes)).outcome).toBe('read');
      },
    );
  });
});
