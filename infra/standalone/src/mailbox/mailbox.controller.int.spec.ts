import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpApplication, HealthRegistry, newId, systemClock, type AccessTokens } from '@sightline/service-kit';
import { pino } from 'pino';
import { MailFolder } from './mail-folder.js';
import { mailboxModule } from './mailbox.controller.js';

describe('the mailbox page', () => {
  let folder: string;
  let application: NestFastifyApplication;
  const id = newId();

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-mailbox-'));
    const mails = new MailFolder(folder);
    await mails.open();
    const subject = '<script>alert(1)</script> & <style>';
    await mails.keep(id, Buffer.from(`From: a@x.example\r\nTo: b@x.example\r\nSubject: ${subject}\r\n\r\n<b>bold</b>`));
    application = await createHttpApplication({
      ...{ title: 'mailbox', modules: [mailboxModule(mails)], logger: pino({ level: 'silent' }), clock: systemClock },
      ...{ health: new HealthRegistry(), tokens: {} as AccessTokens },
    });
    await application.init();
    await application.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await application?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['the list', '/mailbox'],
    ['one mail', `/mailbox/${id}`],
  ])('allows its own style by its hash and nothing inline beside it: %s', async (_page, url) => {
    const { statusCode, body, headers } = await application.inject({ method: 'GET', url });
    expect(statusCode).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('unsafe-inline');
    const styles = [...body.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style]) => style!);
    expect(styles).toHaveLength(1);
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(styles[0]!).digest('base64')}';`);
    expect(body).not.toMatch(/<script|\sstyle=|<b>|\son\w+=/);
  });
});
