import { isDomainName, readCopyMail } from '@sightline/service-kit';
import fs from 'node:fs';

/** How mail leaves, apart from the server's address. */
export interface MailSettings {
  /** Signs each mail (RFC 6376); null signs none. */
  readonly dkim: { readonly domainName: string; readonly keySelector: string; readonly privateKey: string } | null;
  /** No mail goes over a connection that is not encrypted. */
  readonly tlsRequired: boolean;
  /** Certificates (PEM) that a server of the district's own may show, beside the well-known ones. */
  readonly certificates: string | null;
  /** What the provider allows; null for no limit. */
  readonly perSecondMax: number | null;
  readonly connectionsMax: number;
  readonly mailsPerConnectionMax: number;
  /** Whose mail the archive's server takes: what cannot be delivered comes back there; null: to the sender's own address. */
  readonly bounceDomain: string | null;
}

export const plainMailSettings: MailSettings = {
  ...{ dkim: null, tlsRequired: false, certificates: null, perSecondMax: null },
  ...{ connectionsMax: 4, mailsPerConnectionMax: 100, bounceDomain: null },
};

const numberIn = (environment: NodeJS.ProcessEnv, name: string, least: number, most: number): number | undefined => {
  const text = environment[name] ?? '';
  if (text === '') return undefined;
  const number = Number(text);
  if (!(number >= least && number <= most)) throw new RangeError(`${name} must be a number from ${least} to ${most}`);
  return number;
};

const fileIn = (environment: NodeJS.ProcessEnv, name: string): string | undefined => {
  const file = environment[name] ?? '';
  if (file === '') return undefined;
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new RangeError(`${name} names a file that cannot be read`, { cause: error });
  }
};

const dkimIn = (environment: NodeJS.ProcessEnv): MailSettings['dkim'] => {
  const domainName = environment['DKIM_DOMAIN'] ?? '';
  const keySelector = environment['DKIM_SELECTOR'] ?? '';
  const privateKey = fileIn(environment, 'DKIM_KEY_FILE');
  if (domainName === '' && keySelector === '' && privateKey === undefined) return null;
  if (!isDomainName(domainName) || !isDomainName(keySelector) || privateKey === undefined)
    throw new RangeError('DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE go together, or none of them is set');
  return { domainName, keySelector, privateKey };
};

/** No server elsewhere can answer to a name under `localhost` (RFC 6761), and many refuse a sender that has it. */
const comesBack = (domain: string, mailServer: string): boolean =>
  !/(?:^|\.)localhost$/i.test(domain) ||
  !URL.canParse(mailServer) ||
  /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i.test(new URL(mailServer).hostname);

/**
 * `DKIM_DOMAIN`, `DKIM_SELECTOR`, `DKIM_KEY_FILE`; `SMTP_TLS` (`required` or `offered`), `SMTP_CA_FILE`; `MAIL_PER_SECOND`,
 * `MAIL_CONNECTIONS`, `MAIL_PER_CONNECTION`; and where the archive takes mail, which returned mail is addressed to unless the mail server
 * (`SMTP_URL`) is elsewhere and the archive has no domain that it could find. @throws RangeError when a value cannot be used
 */
export const readMailSettings = (environment: NodeJS.ProcessEnv): MailSettings => {
  const tls = environment['SMTP_TLS'] || 'offered';
  if (tls !== 'required' && tls !== 'offered') throw new RangeError('SMTP_TLS must be required or offered');
  const copies = readCopyMail(environment);
  return {
    dkim: dkimIn(environment),
    tlsRequired: tls === 'required',
    certificates: fileIn(environment, 'SMTP_CA_FILE') ?? null,
    perSecondMax: numberIn(environment, 'MAIL_PER_SECOND', 0.01, 10_000) ?? null,
    connectionsMax: Math.floor(numberIn(environment, 'MAIL_CONNECTIONS', 1, 100) ?? plainMailSettings.connectionsMax),
    mailsPerConnectionMax: Math.floor(
      numberIn(environment, 'MAIL_PER_CONNECTION', 1, 100_000) ?? plainMailSettings.mailsPerConnectionMax,
    ),
    bounceDomain:
      copies.port !== null && comesBack(copies.domain, environment['SMTP_URL'] ?? '') ? copies.domain : null,
  };
};
