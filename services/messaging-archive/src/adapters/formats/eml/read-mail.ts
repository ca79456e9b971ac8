import type { AddressObject, Attachment, EmailAddress, ParsedMail } from 'mailparser';
import { nobody, type Communication, type CommunicationAttachment, type Party } from '../../../domain/index.js';
import type { RefusedBecause } from '../../../application/message-formats.js';
import { formatLimits } from '../format-limits.js';

export type ReadMail =
  | { readonly outcome: 'read'; readonly communication: Communication }
  | { readonly outcome: 'refused'; readonly because: RefusedBecause };

const partyOf = ({ name, address }: EmailAddress): Party => ({
  address: address ?? '',
  kind: address === undefined || address === '' ? 'unknown' : 'email',
  displayName: name,
});

/** Groups are opened: `Team: a@x, b@x;` is two parties. */
const partiesOf = (header: AddressObject | AddressObject[] | undefined): Party[] =>
  [header ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .flatMap((each) => (each.group ? each.group.map(partyOf) : [partyOf(each)]))
    .filter(({ address, displayName }) => address !== '' || displayName !== '');

const attachmentOf = (attachment: Attachment): CommunicationAttachment => ({
  fileName: attachment.filename ?? '',
  mediaType: attachment.contentType,
  inline: attachment.related === true || attachment.contentDisposition === 'inline',
  bytes: attachment.content,
});

/** mailparser gives the present for a date that it cannot read: here it is no date. */
const sentAtOf = (mail: ParsedMail): Date | null => {
  const line = mail.headerLines?.find(({ key }) => key === 'date')?.line;
  const written = line
    ?.slice(line.indexOf(':') + 1)
    .replace(/\([^()]*\)/g, ' ')
    .trim();
  if (!written || !mail.date || Number.isNaN(mail.date.getTime())) return null;
  return Number.isNaN(Date.parse(written)) ? null : mail.date;
};

const oneId = (value: string | undefined): string | null => {
  const id = value?.trim().slice(0, 998);
  return id ? id : null;
};

const referencesOf = ({ references }: ParsedMail): string[] =>
  [references ?? []].flat().slice(-formatLimits.referencesMax);

const headerText = (mail: ParsedMail, name: string): string | null => {
  const value = mail.headers?.get(name);
  return typeof value === 'string' && value !== '' ? value.slice(0, 998) : null;
};

const communicationOf = (mail: ParsedMail): Communication => {
  const { html } = mail;
  const labels = headerText(mail, 'x-gmail-labels');
  return {
    externalId: oneId(mail.messageId),
    sentAt: sentAtOf(mail),
    medium: 'email',
    direction: 'unknown',
    from: partiesOf(mail.from)[0] ?? nobody,
    to: [mail.to, mail.cc, mail.bcc].flatMap(partiesOf).slice(0, formatLimits.partiesMax),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: typeof html === 'string' ? html : null,
    attachments: mail.attachments.map(attachmentOf),
    inReplyTo: oneId(mail.inReplyTo),
    references: referencesOf(mail),
    threadHint: headerText(mail, 'x-gm-thrid'),
    facts: labels === null ? {} : { labels },
  };
};

const hasMoreLinesThan = (bytes: Buffer, max: number): boolean => {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && lines <= max; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines > max;
};

/** One mail (RFC 5322, MIME) in memory. Whatever is in it: an answer, no throw. The parser is loaded at the first mail. */
export async function readMail(bytes: Buffer): Promise<ReadMail> {
  if (bytes.length > formatLimits.messageBytesMax) return { outcome: 'refused', because: 'too-large' };
  if (hasMoreLinesThan(bytes, formatLimits.linesMax)) return { outcome: 'refused', because: 'too-many-parts' };
  const { simpleParser } = await import('mailparser');
  try {
    const mail = await simpleParser(bytes, {
      keepCidLinks: true,
      skipTextToHtml: true,
      checksumAlgo: false,
      maxHtmlLengthToParse: formatLimits.htmlLengthMax,
      maxHeadSize: formatLimits.headerBytesMax,
      maxChildNodes: formatLimits.partsMax,
    });
    return { outcome: 'read', communication: communicationOf(mail) };
  } catch (error) {
    const tooMany = (error as { code?: string }).code === 'EMAXLEN';
    return { outcome: 'refused', because: tooMany ? 'too-many-parts' : 'damaged' };
  }
}

/** The same for a taker to whom it does not matter why a mail cannot be read: null. */
export const mailCommunication = async (bytes: Buffer): Promise<Communication | null> => {
  const read = await readMail(bytes);
  return read.outcome === 'read' ? read.communication : null;
};
