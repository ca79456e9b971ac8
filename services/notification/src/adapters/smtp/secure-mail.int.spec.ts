import { afterEach, describe, expect, it } from '@jest/globals';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { newId, readCopyMail } from '@sightline/service-kit';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { checkDkim } from '../../../testing/dkim-check.js';
import { localCertificate, localCertificateKey } from '../../../testing/local-certificate.js';
import { plainMailSettings, readMailSettings, type MailSettings } from './mail-settings.js';
import { SmtpMailSender } from './smtp-mail-sender.js';

interface Taken {
  readonly raw: string;
  readonly secure: boolean;
  readonly from: string;
  readonly session: string;
}

const notice = (details = {}) => ({
  ...{ deliveryId: newId(), address: 'maya@family.example', name: 'Maya Alder', language: 'es', subject: 'Aviso ñ' },
  ...{ text: 'Hola.\n\nDos  espacios ', html: '<p>Hola</p>' },
  ...details,
});

describe('mail on its way', () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });

  const serverWith = async (options: SMTPServerOptions) => {
    const taken: Taken[] = [];
    const server = new SMTPServer({
      ...{ authOptional: true, disableReverseLookup: true, closeTimeout: 100 },
      ...{ key: localCertificateKey, cert: localCertificate },
      onData: (stream, session, done) =>
        void text(stream).then((raw) => {
          const sender = session.envelope.mailFrom;
          taken.push({ raw, secure: session.secure, from: sender ? sender.address : '', session: session.id });
          done();
        }, done),
      ...options,
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    open.push({ close: () => new Promise<void>((resolve) => server.close(() => resolve())) });
    return { taken, port: (server.server.address() as AddressInfo).port };
  };
  const senderTo = (url: string, settings: Partial<MailSettings> = {}, bounceAddressOf?: (id: string) => string) => {
    const sender = new SmtpMailSender({
      ...{ url, from: { name: 'Sightline', address: 'notices@district.example' } },
      settings: { ...plainMailSettings, ...settings },
      ...(bounceAddressOf && { bounceAddressOf }),
    });
    open.push(sender);
    return sender;
  };

  it('is encrypted where the server offers it, and never goes unencrypted where that is required', async () => {
    const { taken, port } = await serverWith({});
    const trusting = { tlsRequired: true, certificates: localCertificate };
    expect(await senderTo(`smtp://localhost:${port}`, trusting).send(notice())).toBe('accepted');
    expect(taken.map(({ secure }) => secure)).toEqual([true]);

    const plain = await serverWith({ disabledCommands: ['STARTTLS'] });
    expect(await senderTo(`smtp://localhost:${plain.port}`, trusting).send(notice())).toBe('unreachable');
    expect(await senderTo(`smtp://localhost:${plain.port}`).send(notice())).toBe('accepted');
    expect(plain.taken).toHaveLength(1);
  });

  it('goes to no server whose certificate nobody vouches for', async () => {
    const { taken, port } = await serverWith({ secure: true });
    expect(await senderTo(`smtps://localhost:${port}`).send(notice())).toBe('unreachable');
    expect(taken).toEqual([]);
    const trusting = senderTo(`smtps://localhost:${port}`, { certificates: localCertificate });
    expect(await trusting.send(notice())).toBe('accepted');
  });

  it('is signed, so that a receiver can check that the district sent these words', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { taken, port } = await serverWith({});
    const dkim = { domainName: 'district.example', keySelector: 'notices', privateKey: key };
    const sender = senderTo(
      `smtp://localhost:${port}`,
      { dkim, certificates: localCertificate },
      (id) => `bounce+${id}@copies.example`,
    );
    const mail = notice();
    expect(await sender.send(mail)).toBe('accepted');
    const [{ raw, from }] = taken as [Taken];
    expect(from).toBe(`bounce+${mail.deliveryId}@copies.example`);
    const checked = checkDkim(raw, createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })));
    expect(checked).toMatchObject({ domain: 'district.example', selector: 'notices', valid: true });
    expect(checked!.headers).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'message-id', 'date']));
    expect(checkDkim(raw.replace('Hola.', 'Hello.'), publicKey)!.valid).toBe(false);
    expect(checkDkim(raw.replace('maya@family.example', 'eve@family.example'), publicKey)!.valid).toBe(false);
  });

  it('keeps to the provider’s limits: mails a second, connections, mails a connection', async () => {
    const { taken, port } = await serverWith({ disabledCommands: ['STARTTLS'] });
    const limits = { perSecondMax: 20, connectionsMax: 1, mailsPerConnectionMax: 2 };
    const sender = senderTo(`smtp://localhost:${port}`, limits);
    const began = performance.now();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => sender.send(notice())));
    expect(outcomes).toEqual(Array.from({ length: 6 }, () => 'accepted'));
    expect(performance.now() - began).toBeGreaterThan(240);
    const perConnection = [...Map.groupBy(taken, ({ session }) => session).values()].map((mails) => mails.length);
    expect(Math.max(...perConnection)).toBe(2);
  });

  it('carries no pixel, no marketing header, and says that a machine sent it', async () => {
    const { taken, port } = await serverWith({ disabledCommands: ['STARTTLS'] });
    await senderTo(`smtp://localhost:${port}`).send(notice());
    const [headers = ''] = taken[0]!.raw.split('\r\n\r\n');
    expect(headers).toMatch(/^Auto-Submitted: auto-generated$/im);
    expect(headers).toMatch(/^Content-Type: multipart\/alternative/im);
    expect(headers).not.toMatch(/^(List-Unsubscribe|Precedence|X-Mailer|X-Campaign)/im);
  });
});

describe('the settings of mail', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mail-settings-'));
  const keyFile = path.join(folder, 'dkim.pem');
  fs.writeFileSync(keyFile, 'the key');

  it('are plain when nothing is set, and read whole', () => {
    expect(readMailSettings({ COPY_SMTP_PORT: 'off' })).toEqual(plainMailSettings);
    const environment = {
      ...{ DKIM_DOMAIN: 'district.example', DKIM_SELECTOR: 'notices', DKIM_KEY_FILE: keyFile, SMTP_TLS: 'required' },
      ...{ MAIL_PER_SECOND: '14', MAIL_CONNECTIONS: '2', MAIL_PER_CONNECTION: '50', COPY_DOMAIN: 'copies.example' },
      SMTP_CA_FILE: keyFile,
    };
    expect(readMailSettings(environment)).toEqual({
      dkim: { domainName: 'district.example', keySelector: 'notices', privateKey: 'the key' },
      ...{ tlsRequired: true, certificates: 'the key', perSecondMax: 14 },
      ...{ connectionsMax: 2, mailsPerConnectionMax: 50, bounceDomain: 'copies.example' },
    });
  });

  it('have mail come back where the archive takes it, by the same name, and nowhere when it takes none', () => {
    const comesBackTo = (environment: NodeJS.ProcessEnv) => readMailSettings(environment).bounceDomain;
    expect(comesBackTo({})).toBe(readCopyMail({}).domain);
    expect(comesBackTo({ COPY_DOMAIN: '', COPY_SMTP_PORT: '' })).toBe('copies.localhost');
    expect(comesBackTo({ COPY_DOMAIN: 'copies.example', COPY_SMTP_PORT: 'off' })).toBeNull();
  });

  it.each([
    [{ DKIM_DOMAIN: 'district.example' }, 'go together'],
    [{ DKIM_DOMAIN: 'district.example', DKIM_SELECTOR: 'a b', DKIM_KEY_FILE: keyFile }, 'go together'],
    [{ DKIM_KEY_FILE: path.join(folder, 'missing') }, 'cannot be read'],
    [{ SMTP_TLS: 'maybe' }, 'SMTP_TLS'],
    [{ MAIL_PER_SECOND: '0' }, 'MAIL_PER_SECOND'],
    [{ MAIL_CONNECTIONS: 'many' }, 'MAIL_CONNECTIONS'],
    [{ COPY_DOMAIN: 'not a domain' }, 'COPY_DOMAIN'],
    [{ COPY_SMTP_PORT: '70000' }, 'COPY_SMTP_PORT'],
  ])('of which one cannot be used are named: %j', (environment, words) => {
    expect(() => readMailSettings(environment)).toThrow(words);
  });
});
