import { Controller, Get, Header, Inject, Module, Param, Query, Req, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { notFound, Public } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import { MailFolder, type CaughtMail } from './mail-folder.js';
import { mailboxPage, mailboxPolicy, mailPage } from './mailbox-pages.js';

const MAIL_FOLDER = Symbol('MailFolder');
const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const shownMax = 100;

@Module({})
class MailboxModule {}

export const mailboxModule = (folder: MailFolder): DynamicModule => ({
  module: MailboxModule,
  controllers: [MailboxController],
  providers: [{ provide: MAIL_FOLDER, useValue: folder }],
});

/** Shows caught mail to whoever sits at this machine, and to nobody else. Standalone mode only. */
@ApiExcludeController()
@Public()
@Controller('mailbox')
class MailboxController {
  constructor(@Inject(MAIL_FOLDER) private readonly folder: MailFolder) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', mailboxPolicy)
  async list(@Req() request: FastifyRequest, @Query('to') to?: string): Promise<string> {
    refuseStrangers(request);
    return mailboxPage(await this.folder.latest(shownMax, to), this.folder.count, to);
  }

  @Get('mails')
  async listAsJson(
    @Req() request: FastifyRequest,
    @Query('to') to?: string,
  ): Promise<{ items: CaughtMail[]; next: null }> {
    refuseStrangers(request);
    return { items: await this.folder.latest(shownMax, to), next: null };
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', mailboxPolicy)
  async show(@Req() request: FastifyRequest, @Param('id') id: string): Promise<string> {
    refuseStrangers(request);
    const mail = await this.folder.read(id);
    if (!mail) throw notFound();
    return mailPage(mail);
  }
}

const refuseStrangers = (request: FastifyRequest): void => {
  if (!loopback.has(request.socket.remoteAddress ?? '')) throw notFound();
};
