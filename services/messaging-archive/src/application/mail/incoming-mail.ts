/** A mail that the server has in full and not yet answered. */
export interface IncomingMail {
  readonly bytes: Buffer;
  /** Envelope recipients at our domain, as the sender wrote them. */
  readonly recipients: readonly string[];
  /** Empty for a report about a mail. */
  readonly envelopeFrom: string;
  readonly remoteAddress: string;
  readonly receivedAt: Date;
}

/** Resolves when the mail is durable; only then the server says so. */
export type TakeMail = (mail: IncomingMail) => Promise<void>;

const headerOf = (bytes: Buffer): string => {
  const end = bytes.indexOf('\r\n\r\n');
  return bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, 262_144)).toString('latin1');
};

/** A journal report: what mail systems wrap a copy in, with its envelope in words. */
export const isJournalReport = (bytes: Buffer): boolean => /^x-ms-(exchange-)?journal-report:/im.test(headerOf(bytes));

const listed = /^(?:recipient|to|cc|bcc|on-behalf-of):\s*(?:smtp:)?<?([^\s<>,;]+@[^\s<>,;]+)>?/gim;

/** Recipients that a journal report names, those of Bcc among them. */
export const journalRecipients = (text: string): string[] =>
  [...text.slice(0, 262_144).matchAll(listed)].map(([, address]) => address!);

/** What our own receiving server found, where it is named; `none` where nobody looked. */
export interface SenderCheck {
  readonly spf: string;
  readonly dkim: string;
  readonly dmarc: string;
  readonly arc: string;
}

/**
 * Reads the results that the receiving hop wrote (RFC 8601). Only the topmost header under our own server's name counts:
 * what stands below, or under another name, came with the mail.
 * @param authservId null where no server of ours looks
 */
export function senderCheck(bytes: Buffer, authservId: string | null): SenderCheck {
  const none = { spf: 'none', dkim: 'none', dmarc: 'none', arc: 'none' };
  if (authservId === null) return none;
  const unfolded = headerOf(bytes).replace(/\r?\n[ \t]+/g, ' ');
  const first = /^authentication-results:\s*([^\s;]+)\s*;?(.*)$/im.exec(unfolded);
  if (!first || first[1]!.toLowerCase() !== authservId.toLowerCase()) return none;
  const result = (method: string): string =>
    new RegExp(`(?:^|;)\\s*${method}\\s*=\\s*([a-z]+)`, 'i').exec(first[2]!)?.[1]?.toLowerCase() ?? 'none';
  return { spf: result('spf'), dkim: result('dkim'), dmarc: result('dmarc'), arc: result('arc') };
}

/** DMARC passed, or DKIM and SPF did: whoever is named wrote it. */
export const isVerified = ({ spf, dkim, dmarc }: SenderCheck): boolean =>
  dmarc === 'pass' || (spf === 'pass' && dkim === 'pass' && dmarc === 'none');

export interface DeliveryReport {
  readonly action: 'failed' | 'delayed';
  readonly status: string;
}

/** What a delivery report (RFC 3464) says; null when the mail is none, or says that all is well. */
export function deliveryReport(bytes: Buffer): DeliveryReport | null {
  const text = bytes.subarray(0, 1_048_576).toString('latin1');
  const part = /content-type:\s*message\/delivery-status/i.exec(text);
  if (!part) return null;
  const report = text.slice(part.index);
  const action = /^action:\s*(failed|delayed)\b/im.exec(report)?.[1]?.toLowerCase();
  if (action !== 'failed' && action !== 'delayed') return null;
  const status = /^status:\s*([245]\.\d{1,3}\.\d{1,3})\b/im.exec(report)?.[1];
  return { action, status: status ?? (action === 'failed' ? '5.0.0' : '4.0.0') };
}
