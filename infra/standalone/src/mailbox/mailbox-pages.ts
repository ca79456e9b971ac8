import { createHash } from 'node:crypto';
import type { CaughtMail } from './mail-folder.js';

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\u202a-\u202e\u2066-\u2069]/g, '');

const style = `body{font:1.06rem/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.5rem;border-bottom:1px solid #71767a;vertical-align:top}
a{color:#005ea2}pre{white-space:pre-wrap;font:inherit;background:#f0f0f0;padding:1rem}.note{background:#faf3d1;padding:.75rem 1rem;border-inline-start:.5rem solid #ffbe2e}`;

/** The pages' one style is allowed by its hash; nothing else loads, runs or frames them. */
export const mailboxPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head><body><main>${body}</main></body></html>`;

/** The list of caught mails, newest first. */
export const mailboxPage = (mails: readonly CaughtMail[], count: number, recipient: string | undefined): string =>
  page(
    'Mailbox',
    `<h1>Mailbox</h1>
<p class="note">Sample mode: mail is caught here and sent to nobody. This page opens on this machine only.</p>
<p>${count} mails kept${recipient ? `; those to ${escape(recipient)}` : ''}. The newest ${mails.length} are shown.</p>
<table><thead><tr><th scope="col">To</th><th scope="col">Subject</th><th scope="col">Sent</th></tr></thead><tbody>
${mails
  .map(
    (mail) =>
      `<tr><td>${escape(mail.to.join(', '))}</td><td><a href="/mailbox/${mail.id}">${escape(mail.subject)}</a></td><td>${escape(mail.receivedAt)}</td></tr>`,
  )
  .join('\n')}
</tbody></table>${mails.length === 0 ? '<p>No mail yet. It appears here when a request is asked for or approved.</p>' : ''}`,
  );

/** One mail as text. */
export const mailPage = (mail: CaughtMail): string =>
  page(
    mail.subject,
    `<p><a href="/mailbox">All mail</a></p><h1>${escape(mail.subject)}</h1>
<p>From ${escape(mail.from)} to ${escape(mail.to.join(', '))}, ${escape(mail.receivedAt)}</p><pre>${escape(mail.text)}</pre>`,
  );
