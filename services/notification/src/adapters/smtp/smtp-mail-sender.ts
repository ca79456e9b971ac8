import nodemailer, { type Transporter } from 'nodemailer';
import type { MailSender, OutgoingMail, SendOutcome } from '../../application/ports.js';

export interface SmtpMailSenderOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly connectionsMax?: number;
}

interface SmtpFailure {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

/** Only an answer about this recipient or this mail is final; trouble with the line, the sign-in or the sender is not. */
const outcomeOf = ({ code, command, responseCode = 0 }: SmtpFailure): SendOutcome => {
  if (responseCode === 0 || responseCode === 421 || (code !== 'EMESSAGE' && code !== 'EENVELOPE')) return 'unreachable';
  const aboutTheMail = code === 'EMESSAGE' || command === 'RCPT TO' || command === 'DATA';
  return responseCode >= 500 && responseCode !== 503 && aboutTheMail ? 'refused' : 'deferred';
};

const nameLengthMax = 100;
const subjectLengthMax = 200;
// eslint-disable-next-line no-control-regex
const lineBreakers = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Text that can neither end its header nor begin another. */
const headerText = (text: string, lengthMax: number): string =>
  text.replace(lineBreakers, ' ').slice(0, lengthMax).trim();

/** Sends over a few kept connections (RFC 5321). The envelope is spelled out, so that no header decides who gets the mail. */
export class SmtpMailSender implements MailSender {
  private readonly transport: Transporter;

  constructor(private readonly options: SmtpMailSenderOptions) {
    this.transport = nodemailer.createTransport({
      url: options.url,
      pool: true,
      maxConnections: options.connectionsMax ?? 4,
      // A mail whose connection broke may have arrived: that is for the queue to repeat, where it is counted.
      maxRequeues: 0,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      dnsTimeout: 10_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(mail: OutgoingMail): Promise<SendOutcome> {
    const { from } = this.options;
    try {
      await this.transport.sendMail({
        messageId: `<${mail.deliveryId}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
        from: { name: headerText(from.name, nameLengthMax), address: from.address },
        to: { name: headerText(mail.name, nameLengthMax), address: mail.address },
        envelope: { from: from.address, to: [mail.address] },
        subject: headerText(mail.subject, subjectLengthMax),
        text: mail.text,
        html: mail.html,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
      });
      return 'accepted';
    } catch (error) {
      return outcomeOf((error ?? {}) as SmtpFailure);
    }
  }

  close(): void {
    this.transport.close();
  }
}
