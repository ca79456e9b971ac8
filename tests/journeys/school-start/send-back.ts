import { createTransport } from 'nodemailer';
import type { ReceivedMail } from '@sightline/testing';

/** What a mail server of a family says that took a mail and cannot deliver it after all (RFC 3464), to the envelope's sender. */
const reportOn = ({ from, to, messageId }: ReceivedMail): string =>
  [
    'From: Mail Delivery System <mailer-daemon@mx.family.example>',
    `To: ${from}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    '',
    '--report',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `The mailbox ${to[0]!} is closed.`,
    '--report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.family.example',
    '',
    `Final-Recipient: rfc822; ${to[0]!}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 The mailbox is closed',
    '--report',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    `To: ${to[0]!}`,
    '--report--',
    '',
  ].join('\r\n');

/** Sends these back to the archive's mail server, each with an empty sender, as mail servers do. */
export async function sendBack(port: number, mails: readonly ReceivedMail[]): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, pool: true, maxConnections: 2 });
  try {
    await Promise.all(
      mails.map((mail) => transport.sendMail({ raw: reportOn(mail), envelope: { from: '', to: mail.from } })),
    );
  } finally {
    transport.close();
  }
}
