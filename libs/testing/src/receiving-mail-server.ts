import type { AddressInfo } from 'node:net';
import type { AddressObject, ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { eventually } from './probe.js';

const mailBytesMax = 10_000_000;

export interface ReceivedMail {
  /** Sender and recipients of the envelope: who would really get it. */
  readonly from: string;
  readonly to: readonly string[];
  /** The `To` header's addresses. */
  readonly headerTo: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Empty when the mail has no HTML part. */
  readonly html: string;
  /** Raw header lines by lower-case name; the last of several with one name. */
  readonly headers: ReadonlyMap<string, string>;
  /** With its angle brackets; empty when there is none. */
  readonly messageId: string;
}

export interface ReceivingMailServer {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string;
  /** Accepted mails, in the order of their acceptance. */
  mails(): readonly ReceivedMail[];
  /** The first accepted mail that fits, now or later. @throws ProbeTimedOut naming the mails that came, `timeoutMs` 10 000 by default */
  waitFor(predicate: (mail: ReceivedMail) => boolean, timeoutMs?: number): Promise<ReceivedMail>;
  /** Refuses the next recipients with this SMTP code (4xx: try later, 5xx: never). */
  refuseNext(count: number, code: number): void;
  /** Refuses these recipients from now on, for good (550). */
  refuseAlways(addresses: Iterable<string>): void;
  /** Forgets the mails received so far. */
  clear(): void;
  /** Ends all connections and the server. */
  close(): Promise<void>;
}

class SmtpRefusal extends Error {
  constructor(readonly responseCode: number) {
    super(responseCode < 500 ? 'try again later' : 'no such mailbox');
  }
}

const headerAddresses = (to: AddressObject | AddressObject[] | undefined): string[] =>
  [to ?? []].flat().flatMap((object) => object.value.flatMap(({ address }) => address ?? []));

const toReceivedMail = (session: SMTPServerSession, mail: ParsedMail): ReceivedMail => ({
  from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
  to: session.envelope.rcptTo.map(({ address }) => address),
  headerTo: headerAddresses(mail.to),
  subject: mail.subject ?? '',
  text: mail.text ?? '',
  html: mail.html || '',
  headers: new Map(mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()])),
  messageId: mail.messageId ?? '',
});

/** A real SMTP server on a free loopback port, without sign-in and TLS; it keeps what it accepts. */
export const startReceivingMailServer = async (): Promise<ReceivingMailServer> => {
  const received: ReceivedMail[] = [];
  let refusals = { count: 0, code: 0 };
  const unknown = new Set<string>();

  const keep = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const mail = await simpleParser(stream);
    if (stream.sizeExceeded) throw new SmtpRefusal(552);
    received.push(toReceivedMail(session, mail));
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: mailBytesMax,
    closeTimeout: 200,
    onRcptTo: ({ address }, _session, done) => {
      if (unknown.has(address)) return done(new SmtpRefusal(550));
      if (refusals.count === 0) return done();
      refusals = { ...refusals, count: refusals.count - 1 };
      return done(new SmtpRefusal(refusals.code));
    },
    // Kept before it is acknowledged: a sender that was told "accepted" finds its mail here.
    onData: (stream, session, done) => void keep(stream, session).then(() => done(), done),
  });
  // A client that drops its connection is part of what tests do.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails: () => [...received],
    waitFor: async (predicate, timeoutMs = 10_000) => {
      const isThere = (mails: ReceivedMail[]) => mails.some(predicate);
      const mails = await eventually(() => [...received], isThere, { timeoutMs });
      return mails.find(predicate)!;
    },
    refuseNext: (count, code) => {
      refusals = { count, code };
    },
    refuseAlways: (addresses) => {
      for (const address of addresses) unknown.add(address);
    },
    clear: () => {
      received.length = 0;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
