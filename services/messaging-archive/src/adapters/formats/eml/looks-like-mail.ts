const fieldName = /^([!-9;-~]{1,76})[ \t]*:/;
/** Fields that mail has and other texts with colons do not. */
const mailFields = new Set([
  'from',
  'to',
  'cc',
  'bcc',
  'subject',
  'date',
  'message-id',
  'received',
  'return-path',
  'mime-version',
  'content-type',
  'delivered-to',
  'reply-to',
  'sender',
  'x-mailer',
  'in-reply-to',
  'references',
  'dkim-signature',
  'x-received',
  'content-transfer-encoding',
  'arc-seal',
  'authentication-results',
  'x-originating-ip',
  'resent-from',
  'status',
]);

/** The beginning of a mail: lines of fields, of which at least one is mail's own. A `From ` line before them is skipped. */
export function looksLikeMail(beginning: string): boolean {
  const lines = beginning
    .replace(/^\ufeff?(\r?\n){0,4}/, '')
    .split(/\r?\n/)
    .slice(0, 200);
  let known = 0;
  for (const [index, line] of lines.entries()) {
    if (line === '') break;
    if (/^[ \t]/.test(line) || (index === 0 && /^>?From /.test(line))) continue;
    const name = fieldName.exec(line)?.[1]!.toLowerCase();
    if (name === undefined) return known >= 2;
    if (mailFields.has(name)) known += 1;
  }
  return known >= 1;
}
