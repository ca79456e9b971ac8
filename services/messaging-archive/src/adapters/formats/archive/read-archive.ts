import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { MessageFormat } from '@sightline/contracts';
import { ExportUnreadable, type ReadingOptions, type ReadItem } from '../../../application/message-formats.js';
import type { CommunicationAttachment } from '../../../domain/index.js';
import { formatLimits } from '../format-limits.js';
import { openArchive, type ArchiveEntry, type OpenArchive } from './open-archive.js';

export interface InnerFiles {
  detect(file: string): Promise<MessageFormat | null>;
  read(
    file: string,
    format: MessageFormat,
    options: ReadingOptions,
    media: (fileName: string) => Promise<CommunicationAttachment | undefined>,
  ): AsyncIterable<ReadItem>;
}

/** What an export may be called; anything else is looked at only as what a chat names. */
const mayHoldMessages = /\.(mbox|mbx|eml|xml|txt|csv|zip)$|^(mbox|mail|inbox|sent)$/i;

const mediaTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  mov: 'video/quicktime',
  opus: 'audio/ogg',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  pdf: 'application/pdf',
  vcf: 'text/vcard',
};

/** Unpacks what a message names, once it is asked for. */
const mediaIn =
  (archive: OpenArchive, scratchFolder: string) =>
  async (fileName: string): Promise<CommunicationAttachment | undefined> => {
    const entry = archive.entries.find(({ baseName, refused }) => baseName === fileName && refused === null);
    if (!entry || entry.size > formatLimits.messageBytesMax) return undefined;
    const target = path.join(scratchFolder, 'media');
    try {
      await archive.unpack(entry, target);
      const mediaType = mediaTypes[path.extname(fileName).slice(1).toLowerCase()] ?? 'application/octet-stream';
      return { fileName, mediaType, inline: false, bytes: await readFile(target) };
    } catch {
      return undefined;
    } finally {
      await rm(target, { force: true });
    }
  };

/**
 * What a zip holds: mailboxes (Google Takeout), mails, a chat with its pictures, a phone's messages. Each file is unpacked
 * by itself, looked at by its content and removed again; a zip within a zip stays shut.
 * @throws ExportUnreadable when nothing in it can be read
 */
export async function* readArchive(file: string, options: ReadingOptions, inner: InnerFiles): AsyncGenerator<ReadItem> {
  const archive = await openArchive(file);
  try {
    let found = 0;
    for (const entry of archive.entries.filter(({ baseName }) => mayHoldMessages.test(baseName)))
      for await (const item of readEntry(archive, entry, options, inner)) {
        found += 1;
        yield item.place === entry.name ? item : { ...item, place: `${entry.name}, ${item.place}` };
      }
    if (found === 0)
      throw new ExportUnreadable('unsupported-format', 'This zip file holds no messages in a form that can be read.');
  } finally {
    archive.close();
  }
}

async function* readEntry(
  archive: OpenArchive,
  entry: ArchiveEntry,
  options: ReadingOptions,
  inner: InnerFiles,
): AsyncGenerator<ReadItem> {
  const refusal = (because: ArchiveEntry['refused'] & string): ReadItem => ({
    kind: 'refused',
    because,
    place: entry.name,
  });
  if (entry.refused) return yield refusal(entry.refused);
  const target = path.join(options.scratchFolder, 'entry');
  try {
    await archive.unpack(entry, target);
  } catch {
    return yield refusal('damaged');
  }
  try {
    const format = await inner.detect(target);
    if (format === null) return;
    if (format === 'archive') return yield refusal('nested-archive');
    yield* inner.read(target, format, options, mediaIn(archive, options.scratchFolder));
  } catch (error) {
    if (!(error instanceof ExportUnreadable)) throw error;
    yield refusal('no-messages-inside');
  } finally {
    await rm(target, { force: true });
  }
}
