import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  allOf,
  communicationsIn,
  fixture,
  inChunks,
  refusalsIn,
  remarksIn,
} from '../../../../testing/message-fixtures.js';
import { readSmsBackup } from './read-sms-backup.js';

const read = (text: string | Buffer, sizes?: number[]) => allOf(readSmsBackup(inChunks(Buffer.from(text), sizes)));
const sample = async (name: string) => read(await fixture(`sms-backup-xml/${name}.xml`));
const export_ = (rows: string, count = 1) =>
  `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count="${count}">${rows}</smses>`;
const sms = (body: string) => `<sms address="+15551234567" date="1609459200000" type="1" body="${body}" />`;

describe('a phone’s export', () => {
  it('gives messages with sender, time and words', async () => {
    const [message] = communicationsIn(await sample('minimal_sms'));
    expect(message).toMatchObject({
      medium: 'text-message',
      direction: 'incoming',
      sentAt: new Date(1609459190000),
      from: { address: '+15551234567', kind: 'telephone', displayName: 'Alice Smith' },
      to: [],
      text: 'Happy New Year! This is a test message.',
      threadHint: '+15551234567',
    });
  });

  it('gives picture messages with their parts, addresses and pictures', async () => {
    const [message] = communicationsIn(await sample('minimal_mms'));
    expect(message).toMatchObject({
      externalId: 'message001@example.com',
      subject: 'Test MMS Subject',
      text: 'Hello from MMS!',
      from: { address: '+15559876543' },
      to: [{ address: '+15551234567', displayName: 'Alice Smith' }],
      attachments: [{ fileName: 'image.jpg', mediaType: 'image/jpeg' }],
    });
    expect(message!.attachments).toHaveLength(1);
    expect(message!.attachments[0]).toHaveProperty('bytes', expect.objectContaining({ 1: 0x50, 2: 0x4e, 3: 0x47 }));
  });

  it('gives calls, whose log counts as their copy (C7)', async () => {
    expect(communicationsIn(await sample('minimal_calls'))).toEqual([
      expect.objectContaining({
        medium: 'phone-call',
        direction: 'incoming',
        sentAt: new Date(1609632000000),
        facts: { durationSeconds: 125, call: 'answered' },
      }),
    ]);
  });

  it('leaves out, with a reason, what never left the phone', async () => {
    const items = await sample('mixed');
    expect(communicationsIn(items).map(({ direction }) => direction)).toEqual(['incoming', 'incoming', 'outgoing']);
    expect(refusalsIn(items)).toEqual(['never-sent']);
    expect(remarksIn(items)).toEqual([]);
  });

  it('is read at its edges: no optional fields, empty words, no parts', async () => {
    const items = communicationsIn(await sample('edge_cases'));
    expect(items.map(({ text }) => text)).toEqual([
      'Minimal fields, no optionals.',
      expect.stringContaining('🌍 — this has «special» chars & symbols < > " '),
      '',
      '',
    ]);
  });

  it('that is damaged says where, and gives the rest', async () => {
    expect(refusalsIn(await sample('malformed'))).toEqual(['damaged']);
    const items = await read(export_(`${sms('one')}<sms address="1" body="a" body=b <>>${sms('three')}`, 3));
    expect(communicationsIn(items).map(({ text }) => text)).toEqual(expect.arrayContaining(['one', 'three']));
    expect(refusalsIn(items)).toEqual(['damaged']);
  });

  it('that breaks off says so', async () => {
    const whole = export_(sms('one') + sms('two'), 2);
    const items = await read(whole.slice(0, whole.indexOf('two') + 1));
    expect(communicationsIn(items)).toHaveLength(1);
    expect(refusalsIn(items)).toEqual(['damaged']);
    expect(remarksIn(items)).toEqual(['breaks-off']);
    expect(remarksIn(await read(whole.slice(0, -8)))).toEqual(['breaks-off']);
  });

  it('that announces another number than it holds says so', async () => {
    expect(remarksIn(await read(export_(sms('one'), 7)))).toEqual(['count-differs']);
  });

  it('may hold characters in two halves, as phones write them, and what XML forbids', async () => {
    const text = async (body: string) => communicationsIn(await read(export_(sms(body))))[0]!.text;
    expect(await text('&#55357;&#56832; &#xD83D;&#xDE00;')).toBe('😀 😀');
    expect(await text('a&#55357;b&#0;c&#8;\u0001d&#10;e&amp;f')).toBe('a\ufffdb\ufffdc\ufffd\ufffdd\ne&f');
    expect(await text('&#55357;&#55357;&#56832;')).toBe('\ufffd😀');
  });

  it('expands no entity of its own, and loads nothing', async () => {
    const bomb = `<!DOCTYPE smses [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
    const items = await read(`${bomb}<smses count="1">${sms('&b;&c;')}</smses>`);
    expect(refusalsIn(items)).toEqual(['damaged']);
    expect(communicationsIn(items)).toEqual([]);
  });

  it('of another kind is answered clearly', async () => {
    await expect(read('<html><body>no</body></html>')).rejects.toMatchObject({ code: 'damaged-file' });
  });

  it('gives the same items however it is cut', async () => {
    const bodies = fc.array(
      fc.constantFrom('a', '&#55357;', '&#56832;', '&amp;', '&#x1F30D;', '\u0001', 'é', '🌍', '&#10;'),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(bodies, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        async (rows, sizes) => {
          const text = export_(rows.map((row) => sms(row.join(''))).join(''), rows.length);
          expect(await read(text, sizes)).toEqual(await read(text));
        },
      ),
      { numRuns: 150 },
    );
  });
});
