import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allOf, fixture, inChunks } from '../../../../testing/message-fixtures.js';
import { splitMbox } from './split-mbox.js';

const messagesOf = async (bytes: Buffer, sizes?: number[]): Promise<string[]> =>
  (await allOf(splitMbox(inChunks(bytes, sizes)))).map((each) => each.bytes?.toString('latin1') ?? 'too large');
const separator = 'From coach@school.example Sun Dec 25 21:33:37 2011';
const mail = (subject: string, body: string) => `From: a@b.example\nSubject: ${subject}\n\n${body}\n`;

describe('an mbox', () => {
  it.each([1, 2, 3, 4])('with %d messages has as many', async (count) => {
    const messages = await messagesOf(await fixture(`mbox/test-${count}-message.mbox`));
    expect(messages).toHaveLength(count);
    expect(messages[count - 1]).toContain(`Subject: mail ${count}\n`);
  });

  it.each([
    ['mbox/test-not-an.mbox', 'not-an-mbox'],
    ['mbox/test-attached.mbox', 'not-an-mbox'],
    ['mbox/test-0-message.mbox', 'empty-file'],
  ])('%s is answered with %s', async (name, code) => {
    await expect(messagesOf(await fixture(name))).rejects.toMatchObject({ code });
  });

  it('gives back lines that were quoted, by one mark each (mboxrd)', async () => {
    const stored = `${separator}\n${mail('1', '>From here\n>>From there\n> From nowhere\nx >From')}\n`;
    expect(await messagesOf(Buffer.from(stored))).toEqual([
      mail('1', 'From here\n>From there\n> From nowhere\nx >From'),
    ]);
  });

  it('keeps a line "From " in the text that nobody quoted', async () => {
    const body = 'Hello\n\nFrom now on we meet at 5.\nFrom: here';
    expect(await messagesOf(Buffer.from(`${separator}\n${mail('1', body)}\n`))).toEqual([mail('1', body)]);
  });

  it('believes a Content-Length where a separator or the end follows, and no other (mboxcl2)', async () => {
    const body = `Hello\n\n${separator}\nSubject: inside\n\ntext\n`;
    const with_ = (length: number) =>
      `${separator}\nSubject: 1\nContent-Length: ${length}\n\n${body}\n${separator}\n${mail('2', 'x')}`;
    expect(await messagesOf(Buffer.from(with_(body.length)))).toHaveLength(2);
    expect(await messagesOf(Buffer.from(with_(body.length - 3)))).toHaveLength(3);
    expect(await messagesOf(Buffer.from(with_(99_999)))).toHaveLength(3);
  });

  it('is read with CRLF, without blank lines before separators, and with odd separators', async () => {
    const crlf = `${separator}\n${mail('1', 'x')}\n${separator}\n${mail('2', 'y')}`.replaceAll('\n', '\r\n');
    expect(await messagesOf(Buffer.from(crlf))).toEqual(
      [mail('1', 'x'), mail('2', 'y')].map((each) => each.replaceAll('\n', '\r\n')),
    );
    const together = `From - Sun Dec 25 21:33:37 2011\n${mail('1', 'x')}From 1789@xxx Sun Dec 25 21:33:37 +0000 2011\n${mail('2', 'y')}\nFrom a@b.example\n${mail('3', 'z')}`;
    expect(await messagesOf(Buffer.from(together))).toEqual([mail('1', 'x'), mail('2', 'y'), mail('3', 'z')]);
  });

  it('gives the same messages however it is cut', async () => {
    const parts = fc.array(
      fc.constantFrom('word', '\n', '\n\n', '>From x', '\nFrom y', `\n\n${separator}\nSubject: q\n`, '\r\n'),
      {
        maxLength: 30,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(parts, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
        async (bodies, sizes) => {
          const bytes = Buffer.from(
            bodies.map((body, at) => `${separator}\n${mail(String(at), body.join(''))}\n`).join(''),
          );
          expect(await messagesOf(bytes, sizes)).toEqual(await messagesOf(bytes));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives back what was put into it (mboxrd)', async () => {
    const lines = fc.array(fc.constantFrom('word', 'From me', '>From you', '>>From them', '', ' From'), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { minLength: 1, maxLength: 4 }), async (bodies) => {
        const mails = bodies.map((body, at) => mail(String(at), body.join('\n')));
        const stored = mails.map(
          (each) => `${separator}\n${each.replace(/^(>*From )/gm, '>$1').replace('>From:', 'From:')}\n`,
        );
        expect(await messagesOf(Buffer.from(stored.join('')))).toEqual(mails);
      }),
    );
  });
});
