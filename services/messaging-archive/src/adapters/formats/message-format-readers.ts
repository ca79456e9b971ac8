import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { MessageFormat } from '@sightline/contracts';
import {
  ExportUnreadable,
  type MessageFormats,
  type ReadingOptions,
  type ReadItem,
} from '../../application/message-formats.js';
import type { CommunicationAttachment } from '../../domain/index.js';
import { readArchive } from './archive/read-archive.js';
import { beginningOf, detectFormat } from './detect-format.js';
import { readMail } from './eml/read-mail.js';
import { formatLimits } from './format-limits.js';
import { readMbox } from './mbox/read-mbox.js';
import { readSmsBackup } from './sms-backup/read-sms-backup.js';
import { readTable, tableDelimiter } from './table/read-table.js';
import { readChat } from './whatsapp/read-chat.js';

type Media = (fileName: string) => Promise<CommunicationAttachment | undefined>;
const noMedia: Media = () => Promise.resolve(undefined);

const unsupported = (): ExportUnreadable =>
  new ExportUnreadable(
    'unsupported-format',
    'This is no export that can be read. Send mail (.eml, .mbox), an SMS Backup & Restore file (.xml), a WhatsApp chat (.txt, .zip), a Google Takeout (.zip) or a table (.csv).',
  );

const detect = async (file: string): Promise<MessageFormat | null> => detectFormat(await beginningOf(file));
const chunksOf = (file: string): AsyncIterable<Buffer> => createReadStream(file, { highWaterMark: 256 * 1024 });

async function* readOneMail(file: string): AsyncGenerator<ReadItem> {
  const place = 'the mail';
  const { size } = await stat(file);
  if (size > formatLimits.messageBytesMax) return yield { kind: 'refused', because: 'too-large', place };
  const bytes = await readFile(file);
  const read = await readMail(bytes);
  if (read.outcome === 'refused') return yield { kind: 'refused', because: read.because, place };
  const { communication } = read;
  yield { kind: 'communication', communication, original: { bytes }, originalMediaType: 'message/rfc822', place };
}

async function* readAs(
  format: MessageFormat,
  file: string,
  options: ReadingOptions,
  media: Media,
): AsyncGenerator<ReadItem> {
  switch (format) {
    case 'eml':
      return yield* readOneMail(file);
    case 'mbox':
      return yield* readMbox(chunksOf(file));
    case 'sms-backup':
      return yield* readSmsBackup(chunksOf(file));
    case 'whatsapp':
      return yield* readChat({ open: () => chunksOf(file), media }, options);
    case 'csv': {
      const [firstLine = ''] = (await beginningOf(file)).toString('utf8').trimStart().split('\n', 1);
      return yield* readTable(chunksOf(file), tableDelimiter(firstLine) ?? ',');
    }
    case 'archive':
      return yield* readArchive(file, options, {
        detect,
        read: (inner, innerFormat, innerOptions, innerMedia) => readAs(innerFormat, inner, innerOptions, innerMedia),
      });
  }
}

/** Every format that can be read; each reader's library is loaded at its first use. */
export const messageFormatReaders: MessageFormats = {
  detect,
  async *read(file, options) {
    if ((await stat(file)).size === 0) throw new ExportUnreadable('empty-file', 'The file is empty.');
    const format = await detect(file);
    if (format === null) throw unsupported();
    yield* readAs(format, file, options, noMedia);
  },
};
