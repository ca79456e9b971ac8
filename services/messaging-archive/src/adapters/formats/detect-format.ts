import { open } from 'node:fs/promises';
import type { MessageFormat } from '@sightline/contracts';
import { decodeText } from './decode-text.js';
import { looksLikeMail } from './eml/looks-like-mail.js';
import { judgeSeparator } from './mbox/separator-line.js';
import { tableDelimiter } from './table/read-table.js';
import { readLineHead } from './whatsapp/line-head.js';

const looked = 64 * 1024;

/** The first bytes of a file. */
export async function beginningOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(looked), 0, looked, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const asText = async (bytes: Buffer): Promise<string> => {
  let text = '';
  for await (const part of decodeText(
    (async function* () {
      yield bytes;
    })(),
  ))
    text += part;
  return text.replace(/^\ufeff/, '');
};

/** What a file is, by its first bytes; names and announced types may lie. Null: nothing that can be read. */
export async function detectFormat(bytes: Buffer): Promise<MessageFormat | null> {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'archive';
  const text = await asText(bytes);
  const begun = text.trimStart();
  if (
    /^(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*|<\?[^>]*\?>\s*|<!DOCTYPE[\s\S]*?>\s*)*<(smses|calls)[\s>/]/i.test(begun)
  )
    return 'sms-backup';
  if (begun.startsWith('From ') && judgeSeparator(bytes.subarray(bytes.indexOf('From ')), 0, true) === 'separator')
    return 'mbox';
  const [firstLine = ''] = begun.split('\n', 1);
  if (tableDelimiter(firstLine) !== undefined) return 'csv';
  if (
    begun
      .split(/\r?\n/)
      .slice(0, 20)
      .some((line) => readLineHead(line) !== undefined)
  )
    return 'whatsapp';
  return looksLikeMail(begun) ? 'eml' : null;
}
