import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import {
  allOf,
  communicationsIn,
  fixture,
  fixtureNames,
  fixturePath,
  refusalsIn,
} from '../../../testing/message-fixtures.js';
import { messageFormatReaders } from './message-format-readers.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-formats-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (file: string) =>
  allOf(messageFormatReaders.read(file, { scratchFolder: folder, timeZone: 'America/Chicago', dateOrder: null }));
const written = async (bytes: Buffer | string, name = 'upload'): Promise<string> => {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
};
const zipped = async (entries: Record<string, Buffer | string>): Promise<string> => {
  const zip = new yazl.ZipFile();
  for (const [name, bytes] of Object.entries(entries)) zip.addBuffer(Buffer.from(bytes), name);
  zip.end();
  const file = path.join(folder, 'upload.zip');
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
};
/** The same length in the archive: only then is a name there that no packer writes. */
const renamed = async (file: string, from: string, to: string): Promise<string> => {
  return written(Buffer.from((await readFile(file)).toString('latin1').replaceAll(from, to), 'latin1'), 'renamed.zip');
};
const chat = '31/12/20, 10:00 - Ann: IMG-20201231-WA0001.jpg (file attached)\n31/12/20, 10:01 - Bo: nice';

describe('the format of a file', () => {
  it('is told by its content, whatever its name', async () => {
    for (const [name, format] of [
      ['mbox/test-2-message.mbox', 'mbox'],
      ['sms-backup-xml/mixed.xml', 'sms-backup'],
      ['sms-backup-xml/minimal_calls.xml', 'sms-backup'],
      ['mbox/test-not-an.mbox', null],
      ['mbox/test-attached.mbox', null],
      ['sms-backup-xml/LICENSE', null],
    ] as const)
      expect([name, await messageFormatReaders.detect(await written(await fixture(name), 'photo.jpg'))]).toEqual([
        name,
        format,
      ]);
    expect(await messageFormatReaders.detect(await written(chat, 'mail.eml'))).toBe('whatsapp');
    expect(await messageFormatReaders.detect(await written('sentAt;from;text\n', 'mail.eml'))).toBe('csv');
    expect(await messageFormatReaders.detect(await written('\u0089PNG\r\n', 'mail.eml'))).toBeNull();
    expect(await messageFormatReaders.detect(await written('Dear parents: hello\n\nNote: x', 'mail.eml'))).toBeNull();
  });

  it('is mail for the mails of CPython, but for those that are no mail at all', async () => {
    const others = [];
    for (const name of (await fixtureNames('mime')).filter((each) => each.startsWith('msg_'))) {
      const format = await messageFormatReaders.detect(fixturePath(`mime/${name}`));
      if (format !== 'eml' && format !== 'mbox') others.push(name);
    }
    // A list of instructions, with colons.
    expect(others).toEqual(['msg_19.txt']);
  });

  it('that cannot be read is answered clearly', async () => {
    await expect(read(await written(''))).rejects.toMatchObject({ code: 'empty-file' });
    await expect(read(await written('PK\x03\x04 and no more'))).rejects.toMatchObject({ code: 'damaged-archive' });
    await expect(read(await zipped({ 'photo.jpg': 'x' }))).rejects.toMatchObject({ code: 'unsupported-format' });
  });
});

describe('a zip', () => {
  it('may hold a chat with its pictures', async () => {
    const messages = communicationsIn(
      await read(await zipped({ '_chat.txt': chat, 'IMG-20201231-WA0001.jpg': 'JPEG' })),
    );
    expect(messages).toHaveLength(2);
    expect(messages[0]!.attachments).toEqual([
      { fileName: 'IMG-20201231-WA0001.jpg', mediaType: 'image/jpeg', inline: false, bytes: Buffer.from('JPEG') },
    ]);
  });

  it('may hold mailboxes (Google Takeout), mails and phones’ messages, each in its place', async () => {
    const items = await read(
      await zipped({
        'Takeout/Mail/All mail.mbox': await fixture('mbox/test-3-message.mbox'),
        'Takeout/archive_browser.html': '<html/>',
        'one.eml': await fixture('mime/msg_01.txt'),
        'sms.xml': await fixture('sms-backup-xml/mixed.xml'),
      }),
    );
    expect(communicationsIn(items)).toHaveLength(3 + 1 + 3);
    expect(items[0]!.place).toBe('Takeout/Mail/All mail.mbox, message 1, at byte 0');
  });

  it('leaves alone what leads out of it, what grows too much, and a zip within', async () => {
    const mail = await fixture('mime/msg_01.txt');
    expect(
      refusalsIn(await read(await renamed(await zipped({ 'xx/xx/a.eml': mail }), 'xx/xx/a.eml', '../../a.eml'))),
    ).toEqual(['unsafe-name']);
    expect(refusalsIn(await read(await zipped({ 'a.eml': Buffer.alloc(30_000_000, 32) })))).toEqual([
      'unpacks-too-large',
    ]);
    const inner = await zipped({ 'a.eml': mail });
    expect(refusalsIn(await read(await zipped({ 'inner.zip': await readFile(inner), 'b.eml': mail })))).toEqual([
      'nested-archive',
    ]);
  });

  it('leaves nothing unpacked behind', async () => {
    await read(await zipped({ '_chat.txt': chat, 'IMG-20201231-WA0001.jpg': 'JPEG' }));
    expect((await readdir(folder)).filter((name) => name === 'entry' || name === 'media')).toEqual([]);
  });
});

describe('a table', () => {
  it('gives a message a row, and refuses a row without a moment', async () => {
    const items = await read(
      await written(
        [
          'Sent At;medium;Direction;From;To;Text',
          '2026-03-01T15:04:05-06:00;text-message;outgoing;+1 214 555 0101;Ann <ann@home.example>|@bo;"=cmd|x;',
          'two lines"',
          '3/1/26;text-message;outgoing;a;b;c',
        ].join('\r\n'),
      ),
    );
    expect(communicationsIn(items)).toEqual([
      expect.objectContaining({
        sentAt: new Date('2026-03-01T21:04:05Z'),
        from: { address: '+1 214 555 0101', kind: 'telephone', displayName: '' },
        to: [
          { address: 'ann@home.example', kind: 'email', displayName: 'Ann' },
          { address: '@bo', kind: 'account', displayName: '' },
        ],
        text: '=cmd|x;\r\ntwo lines',
      }),
    ]);
    expect(refusalsIn(items)).toEqual(['damaged']);
  });
});
