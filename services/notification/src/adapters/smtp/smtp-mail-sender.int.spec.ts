import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { startReceivingMailServer, type ReceivingMailServer } from '@sightline/testing';
import type { OutgoingMail } from '../../application/ports.js';
import { SmtpMailSender } from './smtp-mail-sender.js';

const mailTo = (details: Partial<OutgoingMail> = {}): OutgoingMail => ({
  deliveryId: newId(),
  address: 'maya@family.example',
  name: 'Maya Alder',
  language: 'en',
  subject: 'A notice',
  text: 'text',
  html: '<p>html</p>',
  ...details,
});

describe('the SMTP sender', () => {
  let server: ReceivingMailServer;
  let sender: SmtpMailSender;

  beforeEach(async () => {
    server = await startReceivingMailServer();
    sender = new SmtpMailSender({
      url: server.url,
      from: { name: 'Sightline', address: 'notices@district.example' },
    });
  });
  afterEach(async () => {
    sender.close();
    await server.close();
  });

  it('sends text and HTML under a fixed Message-ID, marked as automatic', async () => {
    const mail = mailTo();
    expect(await sender.send(mail)).toBe('accepted');
    const received = server.mails()[0]!;
    expect(received.messageId).toBe(`<${mail.deliveryId}@district.example>`);
    expect(received.text.trim()).toBe('text');
    expect(received.html).toContain('<p>html</p>');
    expect(received.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it.each([
    ['a line break', 'Maya\r\nBcc: evil@elsewhere.example'],
    ['an address of its own', 'Maya <evil@elsewhere.example>, x'],
    ['a quote', 'Maya" <evil@elsewhere.example>, "'],
    ['a Unicode line separator', 'Maya\u2028Bcc: evil@elsewhere.example'],
  ])('lets no name or subject with %s name another recipient or open a header', async (_, hostile) => {
    expect(await sender.send(mailTo({ name: hostile, subject: hostile }))).toBe('accepted');
    const received = server.mails()[0]!;
    expect(received.to).toEqual(['maya@family.example']);
    expect(received.headerTo).toEqual(['maya@family.example']);
    expect(received.headers.has('bcc')).toBe(false);
  });

  it.each([
    [550, 'refused'],
    [553, 'refused'],
    [451, 'deferred'],
    [421, 'unreachable'],
  ] as const)('takes %i on the recipient as %s', async (code, outcome) => {
    server.refuseNext(1, code);
    expect(await sender.send(mailTo())).toBe(outcome);
    expect(await sender.send(mailTo())).toBe('accepted');
  });

  it('says that no server was reached, or that it broke off', async () => {
    await server.close();
    expect(await sender.send(mailTo())).toBe('unreachable');
    for (const greeting of ['220 hello\r\n', '554 not now\r\n']) {
      const breaksOff = net.createServer((socket) => socket.resume().end(greeting));
      await new Promise<void>((resolve) => breaksOff.listen(0, '127.0.0.1', resolve));
      const { port } = breaksOff.address() as net.AddressInfo;
      const other = new SmtpMailSender({
        url: `smtp://127.0.0.1:${port}`,
        from: { name: 'Sightline', address: 'notices@district.example' },
      });
      expect(await other.send(mailTo())).toBe('unreachable');
      other.close();
      await new Promise((resolve) => breaksOff.close(resolve));
    }
    server = await startReceivingMailServer();
  });
});
