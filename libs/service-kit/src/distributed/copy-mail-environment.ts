import { InvalidEnvironment } from './variables.js';

const form = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** Whether this can be the name of a domain of mail. */
export const isDomainName = (text: string): boolean => form.test(text);

/** Where the archive takes mail: copies of messages (C7), and notices that come back (C6). */
export interface CopyMail {
  /** Null: no mail is taken. */
  readonly port: number | null;
  /** What stands behind the @ of copy addresses and of the senders of notices. */
  readonly domain: string;
}

/**
 * `COPY_SMTP_PORT` (2525; `off` takes no mail) and `COPY_DOMAIN` (copies.localhost), read alike by the archive, which listens, and by
 * whoever has mail come back to it. @throws InvalidEnvironment when one of them cannot be used
 */
export const readCopyMail = (environment: NodeJS.ProcessEnv): CopyMail => {
  const port = environment['COPY_SMTP_PORT'] || '2525';
  if (port !== 'off' && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    throw new InvalidEnvironment('COPY_SMTP_PORT must be a number up to 65535, or off');
  const domain = environment['COPY_DOMAIN'] || 'copies.localhost';
  if (!isDomainName(domain)) throw new InvalidEnvironment('COPY_DOMAIN must be a domain name');
  return { port: port === 'off' ? null : Number(port), domain };
};
