import { rootCertificates } from 'node:tls';
import nodemailer, { type Transporter } from 'nodemailer';
import { plainMailSettings, type MailSettings } from './mail-settings.js';
import type { MailSender, OutgoingMail, SendOutcome } from '../../application/ports.js';

export interface SmtpMailSenderOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
  /** Where what cannot be delivered comes back to; the sender's own address where nothing reads it. */
  readonly bounceAddressOf?: (deliveryId: string) => string;
  readonly settings?: MailSettings;
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

/** A password never travels in the clear, save within this computer. */
const sendsPassword = (url: string): boolean => {
  const { protocol, password, hostname } = new URL(url);
  return protocol === 'smtp:' && password !== '' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

/** Text that can neither end its header nor begin another. */
const headerText = (text: string, lengthMax: number): string =>
  text.replace(lineBreakers, ' ').slice(0, lengthMax).trim();

/** Sends over a few kept connections (RFC 5321). The envelope is spelled out, so that no header decides who gets the mail. */
export class SmtpMailSender implements MailSender {
  private readonly transport: Transporter;

  constructor(private readonly options: SmtpMailSenderOptions) {
    const { settings = plainMailSettings } = options;
    const { dkim, certificates, perSecondMax } = settings;
    this.transport = nodemailer.createTransport({
      url: options.url,
      pool: true,
      maxConnections: settings.connectionsMax,
      maxMessages: settings.mailsPerConnectionMax,
      // One mail at a time in its share of a second: a provider's limit is not met by bursts.
      ...(perSecondMax === null ? {} : { rateDelta: Math.ceil(1_000 / perSecondMax), rateLimit: 1 }),
      ...(dkim === null ? {} : { dkim }),
      requireTLS: settings.tlsRequired || sendsPassword(options.url),
      ...(certificates === null ? {} : { tls: { ca: [...rootCertificates, certificates] } }),
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
    const { from, bounceAddressOf } = this.options;
    try {
      await this.transport.sendMail({
        messageId: `<${mail.deliveryId}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
        from: { name: headerText(from.name, nameLengthMax), address: from.address },
        to: { name: headerText(mail.name, nameLengthMax), address: mail.address },
        envelope: { from: bounceAddressOf?.(mail.deliveryId) ?? from.address, to: [mail.address] },
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
