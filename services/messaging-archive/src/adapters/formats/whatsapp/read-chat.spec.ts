import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DateOrder } from '../../../application/message-formats.js';
import { allOf, communicationsIn, inChunks, remarksIn } from '../../../../testing/message-fixtures.js';
import { readChat } from './read-chat.js';

const read = (
  text: string,
  { sizes, dateOrder = null, media = [] }: { sizes?: number[]; dateOrder?: DateOrder | null; media?: string[] } = {},
) =>
  allOf(
    readChat(
      {
        open: () => inChunks(Buffer.from(text), sizes),
        media: (fileName) =>
          Promise.resolve(
            media.includes(fileName)
              ? { fileName, mediaType: 'image/jpeg', inline: false, bytes: Buffer.from('x') }
              : undefined,
          ),
      },
      { scratchFolder: '/nowhere', timeZone: 'America/Chicago', dateOrder },
    ),
  );
const lrm = '\u200e';

describe('a WhatsApp chat', () => {
  it.each([
    ['iPhone, English', `${lrm}[12/31/20, 11:59:58\u202fPM] Ann: Hello`, '2021-01-01T05:59:58Z'],
    ['iPhone, German', `[31.12.20, 23:59:58] Ann: Hello`, '2021-01-01T05:59:58Z'],
    ['iPhone, Swedish', `[2020-12-31, 23:59:58] Ann: Hello`, '2021-01-01T05:59:58Z'],
    ['iPhone, British', `[31/12/2020, 23:59:58] Ann: Hello`, '2021-01-01T05:59:58Z'],
    ['Android, English', `12/31/20, 11:59 PM - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, at night', `12/31/20, 12:05 AM - Ann: Hello`, '2020-12-31T06:05:00Z'],
    ['Android, at noon', `12/31/20, 12:05 pm - Ann: Hello`, '2020-12-31T18:05:00Z'],
    ['Android, Spanish', `31/12/20, 11:59 p.\u00a0m. - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, French', `31/12/2020 à 23:59 - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, Portuguese', `31/12/2020 23:59 - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, Dutch', `31-12-2020 23:59 - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, Italian', `31/12/20, 23:59 - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, Finnish', `31.12.2020 klo 23.59 - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, Japanese', `2020/12/31 23:59 - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, Korean', `2020년 12월 31일 오후 11:59, Ann : Hello`, '2021-01-01T05:59:00Z'],
    ['Android, Hungarian', `2020. 12. 31. 23:59 - Ann: Hello`, '2021-01-01T05:59:00Z'],
    ['Android, Arabic digits', `٣١\u200f/١٢\u200f/٢٠٢٠، ١١:٥٩ م - Ann: Hello`, '2021-01-01T05:59:00Z'],
  ])('of an %s phone is read', async (_phone, line, sentAt) => {
    const items = await read(`${line}\r\n`);
    expect(communicationsIn(items)).toEqual([
      expect.objectContaining({
        medium: 'messaging-app',
        sentAt: new Date(sentAt),
        from: { address: '', kind: 'unknown', displayName: 'Ann' },
        text: 'Hello',
      }),
    ]);
    expect(remarksIn(items)).toEqual([]);
  });

  it('has messages of many lines, notices that nobody wrote, and everybody in it', async () => {
    const chat = [
      '12/31/20, 9:00 AM - Messages and calls are end-to-end encrypted. No one outside of this chat can read them.',
      '12/31/20, 9:01 AM - Coach created group "Soccer: girls"',
      '12/31/20, 9:02 AM - Coach: Practice',
      '',
      'at 5: bring water',
      '12/31/20, 9:03 AM - +1 (214) 555-0101: ok',
      '12/31/20, 9:04 AM - ~\u00a0Zoe: 1/2/21, see you',
    ].join('\n');
    const messages = communicationsIn(await read(chat));
    expect(messages.map(({ text }) => text)).toEqual(['Practice\n\nat 5: bring water', 'ok', '1/2/21, see you']);
    expect(messages[0]!.to).toEqual([
      { address: '+1 (214) 555-0101', kind: 'telephone', displayName: '' },
      { address: '', kind: 'unknown', displayName: 'Zoe' },
    ]);
    expect(new Set(messages.map(({ threadHint }) => threadHint)).size).toBe(1);
  });

  it.each([
    [`[31/12/20, 10:00:00] Ann: ${lrm}<attached: 00000012-PHOTO-2020.jpg>`, '00000012-PHOTO-2020.jpg'],
    [`[31/12/20, 10:00:00] Ann: ${lrm}<Anhang: 00000012-PHOTO-2020.jpg>`, '00000012-PHOTO-2020.jpg'],
    [`31/12/20, 10:00 - Ann: ${lrm}IMG-20201231-WA0001.jpg (file attached)`, 'IMG-20201231-WA0001.jpg'],
    [`31/12/20, 10:00 - Ann: IMG-20201231-WA0001.jpg (archivo adjunto)\nlook`, 'IMG-20201231-WA0001.jpg'],
  ])('names what is attached: %s', async (line, fileName) => {
    const [came] = communicationsIn(await read(line, { media: [fileName] }));
    expect(came).toMatchObject({ attachments: [{ fileName }], facts: { media: 'attached' } });
    const [missing] = communicationsIn(await read(line));
    expect(missing).toMatchObject({ attachments: [], facts: { media: 'missing' } });
  });

  it.each([
    '31/12/20, 10:00 - Ann: <Media omitted>',
    '31/12/20, 10:00 - Ann: <Medien ausgeschlossen>',
    `[31/12/20, 10:00:00] Ann: ${lrm}image omitted`,
  ])('says that a picture did not come: %s', async (line) => {
    expect(communicationsIn(await read(line))[0]!.facts).toMatchObject({ media: 'missing' });
  });

  it('takes no words for a file', async () => {
    const [message] = communicationsIn(await read('31/12/20, 10:00 - Ann: see plan.pdf (the new one)'));
    expect(message!.facts).toEqual({ application: 'WhatsApp' });
  });

  describe('whose dates are unclear', () => {
    const lines = (...dates: string[]) => dates.map((date) => `${date}, 10:00 - Ann: x`).join('\n');
    const days = async (text: string, dateOrder?: DateOrder) =>
      communicationsIn(await read(text, { dateOrder: dateOrder ?? null })).map(({ sentAt }) =>
        sentAt?.toISOString().slice(0, 10),
      );

    it('is decided by one date that can be read in one way only, wherever it stands', async () => {
      expect(await days(lines('3/4/21', '5/4/21', '13/4/21'))).toEqual(['2021-04-03', '2021-04-05', '2021-04-13']);
      expect(await days(lines('3/4/21', '4/13/21'))).toEqual(['2021-03-04', '2021-04-13']);
    });

    it('is decided by the order of time', async () => {
      expect(await days(lines('1/3/21', '5/3/21', '2/4/21'))).toEqual(['2021-03-01', '2021-03-05', '2021-04-02']);
    });

    it('is asked back when nothing tells, and takes the answer', async () => {
      const text = lines('3/4/21', '3/4/21');
      expect(remarksIn(await read(text))).toEqual(['day-or-month-unclear']);
      expect(await days(text)).toEqual([undefined, undefined]);
      expect(await days(text, 'day-first')).toEqual(['2021-04-03', '2021-04-03']);
      expect(await days(text, 'month-first')).toEqual(['2021-03-04', '2021-03-04']);
    });
  });

  it('that ends at 40,000 messages says that older ones may be missing', async () => {
    const line = '31/12/20, 10:00 - Ann: x\n';
    expect(remarksIn(await read(line.repeat(40_000)))).toEqual(['cut-at-limit']);
    expect(remarksIn(await read(line.repeat(39_000)))).toEqual([]);
  });

  it('that is no chat is answered clearly', async () => {
    await expect(read('Dear parents,\n5/5/21 we meet.')).rejects.toMatchObject({ code: 'unsupported-format' });
  });

  it('gives the same items however it is cut', async () => {
    const pieces = fc.constantFrom(
      '31/12/20, 10:00 - Ann: ',
      '[',
      ': ',
      '\n',
      '\r\n',
      lrm,
      'é',
      '1/1/21, 10:00 - left',
      'word',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
        async (parts, sizes) => {
          const text = `31/12/20, 09:00 - Ann: begins\n${parts.join('')}`;
          expect(await read(text, { sizes })).toEqual(await read(text));
        },
      ),
      { numRuns: 150 },
    );
  });
});
