import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import nodemailer from 'nodemailer';
import { ProbeTimedOut, startReceivingMailServer } from './index.js';
import type { ReceivingMailServer } from './index.js';

describe('the receiving mail server', () => {
  let server: ReceivingMailServer;
  const send = (subject: string, to = 'ana@example.org') =>
    nodemailer.createTransport(server.url).sendMail({
      from: 'district@example.org',
      to,
      subject,
      text: 'Plain, with a dot:\n.\nand ü.',
      html: '<p>ü</p>',
      messageId: '<fixed@example.org>',
      headers: { 'X-Case': '42' },
      envelope: { from: 'bounce@example.org', to },
    });

  beforeAll(async () => {
    server = await startReceivingMailServer();
  });
  beforeEach(() => server.clear());
  afterAll(() => server.close());

  it('keeps what it accepted before the sender is told', async () => {
    await send('Grüße');
    const [mail] = server.mails();
    expect(mail).toMatchObject({
      from: 'bounce@example.org',
      to: ['ana@example.org'],
      headerTo: ['ana@example.org'],
      subject: 'Grüße',
      text: 'Plain, with a dot:\n.\nand ü.',
      html: '<p>ü</p>',
      messageId: '<fixed@example.org>',
    });
    expect(mail!.headers.get('x-case')).toBe('42');
  });

  it('refuses as many recipients as told, with the code told, and then accepts again', async () => {
    server.refuseNext(2, 451);
    await expect(send('first')).rejects.toMatchObject({ responseCode: 451 });
    await expect(send('second')).rejects.toMatchObject({ responseCode: 451 });
    await send('third');
    expect(server.mails().map(({ subject }) => subject)).toEqual(['third']);
  });

  it('waits for a mail that comes later, and says what came when none fits', async () => {
    const waiting = server.waitFor(({ subject }) => subject === 'later');
    await send('other');
    await send('later');
    expect((await waiting).subject).toBe('later');
    const missing = await server.waitFor(({ subject }) => subject === 'never', 60).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(ProbeTimedOut);
    expect((missing as Error).message).toContain("subject: 'other'");
  });
});
