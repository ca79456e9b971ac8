import type { Clock } from '@sightline/service-kit';
import type { AddressInfo } from 'node:net';
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { IncomingMail } from '../../application/mail/incoming-mail.js';

export interface CopyMailServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly domain: string;
  /** Resolves when the mail is durable. */
  readonly file: (mail: IncomingMail) => Promise<void>;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
  readonly mailBytesMax?: number;
  /** All mails that are under way together; above it a sender is asked to come again. */
  readonly bytesUnderWayMax?: number;
  readonly connectionsMax?: number;
}

const mebibyte = 1_048_576;
const recipientsMax = 100;
const refusedRecipientsMax = 20;

const answer = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/** A line ended by anything but CRLF: what one server takes for the end of a mail and another does not (SMTP smuggling). */
class LineEnds {
  private last = 0;
  bare = false;

  add(chunk: Buffer): void {
    if (this.bare) return;
    if (this.last === 0x0d && chunk[0] !== 0x0a) this.bare = true;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1))
      if ((at === 0 ? this.last : chunk[at - 1]) !== 0x0d) this.bare = true;
    for (let at = chunk.indexOf(0x0d); at >= 0 && at < chunk.length - 1; at = chunk.indexOf(0x0d, at + 1))
      if (chunk[at + 1] !== 0x0a) this.bare = true;
    this.last = chunk[chunk.length - 1] ?? this.last;
  }
}

/**
 * The archive's mail server (C7): takes mail for its own domain alone, from anybody, and answers 250 only when the mail
 * is durable. It sends nothing, and reads nothing of what it takes.
 */
export class CopyMailServer {
  private server: SMTPServer | undefined;
  private underWay = 0;

  constructor(private readonly options: CopyMailServerOptions) {}

  /** @returns the port. @throws the error of the system when the port is taken */
  async listen(port = this.options.port): Promise<number> {
    const { SMTPServer } = await import('smtp-server');
    const { host, mailBytesMax = 50 * mebibyte, connectionsMax = 100 } = this.options;
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      size: mailBytesMax,
      maxClients: connectionsMax,
      socketTimeout: 60_000,
      closeTimeout: 5_000,
      banner: 'Sightline archive: takes copies, sends nothing on',
      disableReverseLookup: true,
      onRcptTo: ({ address }, session, callback) => callback(this.recipient(address, session)),
      onData: (stream, session, callback) => {
        this.receive(stream, session).then(
          () => callback(),
          (error: Error) => callback(error),
        );
      },
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    server.removeAllListeners('error');
    // A client that hangs up is no failure of ours.
    server.on('error', () => undefined);
    this.server = server;
    return (server.server.address() as AddressInfo).port;
  }

  /** Resolves when no connection is left; what is not answered is not taken, and its sender tries again. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private recipient(address: string, session: SMTPServerSession): Error | undefined {
    const counted = session as SMTPServerSession & { refusedRecipients?: number };
    const at = address.lastIndexOf('@');
    if (address.slice(at + 1).toLowerCase() !== this.options.domain.toLowerCase()) {
      counted.refusedRecipients = (counted.refusedRecipients ?? 0) + 1;
      return counted.refusedRecipients > refusedRecipientsMax
        ? answer(421, '4.7.0 too many recipients that are not here')
        : answer(550, '5.7.1 this server takes copies for its own domain only');
    }
    return session.envelope.rcptTo.length >= recipientsMax ? answer(452, '4.5.3 too many recipients') : undefined;
  }

  private async receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const { bytesUnderWayMax = 128 * mebibyte, mailBytesMax = 50 * mebibyte, clock, file, onFailure } = this.options;
    const chunks: Buffer[] = [];
    const lines = new LineEnds();
    let size = 0;
    let crowded = false;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length;
        this.underWay += chunk.length;
        crowded ||= this.underWay > bytesUnderWayMax;
        // What is refused is read to its end, so that the sender hears why, and not kept meanwhile.
        if (crowded || size > mailBytesMax) chunks.length = 0;
        else chunks.push(chunk);
        lines.add(chunk);
      }
      if (size > mailBytesMax) throw answer(552, '5.3.4 the mail is too large');
      if (crowded) throw answer(452, '4.3.1 too much mail at once, come again');
      if (lines.bare) throw answer(550, '5.6.11 lines must end with CR LF');
      const { envelope, remoteAddress } = session;
      const mail: IncomingMail = {
        bytes: Buffer.concat(chunks),
        recipients: envelope.rcptTo.map(({ address }) => address),
        envelopeFrom: envelope.mailFrom ? envelope.mailFrom.address : '',
        remoteAddress,
        receivedAt: clock.now(),
      };
      await file(mail).catch((error: unknown) => {
        onFailure(error);
        throw answer(451, '4.3.0 the mail could not be kept now, come again');
      });
    } finally {
      this.underWay -= size;
    }
  }
}
