import type { Communication } from '../../domain/index.js';
import { isJournalReport, journalRecipients } from './incoming-mail.js';

/** Reads one mail; whatever is in it, an answer. Null when it cannot be read. */
export type MailReader = (bytes: Buffer) => Promise<Communication | null>;

const wrapped = 'message/rfc822';

/** What a copy says: of a journal report the message within, with everybody whom the report names. */
export async function readCopy(bytes: Buffer, readMail: MailReader): Promise<Communication | null> {
  const mail = await readMail(bytes);
  if (mail === null || !isJournalReport(bytes)) return mail;
  const inner = mail.attachments.find(({ mediaType }) => mediaType === wrapped);
  if (!inner || !('bytes' in inner)) return mail;
  const message = await readMail(Buffer.from(inner.bytes));
  if (message === null) return mail;
  const named = new Set([message.from, ...message.to].map(({ address }) => address.toLowerCase()));
  const others = [...new Set(journalRecipients(mail.text).map((address) => address.toLowerCase()))]
    .filter((address) => !named.has(address))
    .map((address) => ({ address, kind: 'email' as const, displayName: '' }));
  return { ...message, to: [...message.to, ...others], facts: { ...message.facts, journalReport: true } };
}
