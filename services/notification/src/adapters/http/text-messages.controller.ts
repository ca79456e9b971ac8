import { Controller, Header, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiConsumes, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { notFound, Public } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';

export const TEXT_MESSAGES = Symbol('TextMessagesSource');

/** What a carrier's callbacks lead to; null where this installation sends no text messages. */
export interface TextMessagesSource {
  /** True when the carrier signed this form for this address. */
  isSigned(path: string, form: Readonly<Record<string, string>>, signature: string | undefined): boolean;
  report(carrierId: string, outcome: 'delivered' | 'failed'): Promise<void>;
  /** @returns what to answer; null for nothing */
  reply(from: string, text: string, messageId: string): Promise<string | null>;
}

const outcomes: Readonly<Record<string, 'delivered' | 'failed'>> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
};

const formOf = (body: unknown): Readonly<Record<string, string>> => {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(fields.filter((field): field is [string, string] => typeof field[1] === 'string'));
};

const escaped: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Where a Twilio-compatible carrier calls back. Nobody signs in here; a form that the carrier did not sign meets nothing. */
@ApiTags('text-messages')
@Public()
@Controller('api/v1/text-messages')
export class TextMessagesController {
  constructor(@Inject(TEXT_MESSAGES) private readonly source: TextMessagesSource | null) {}

  @Post('status')
  @HttpCode(204)
  @ApiOperation({ summary: 'A carrier says what became of a text message (signed)' })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiNoContentResponse()
  async status(@Req() request: FastifyRequest): Promise<void> {
    const { source, form } = this.signed(request);
    const outcome = outcomes[form['MessageStatus'] ?? ''];
    if (form['MessageSid'] && outcome) await source.report(form['MessageSid'].slice(0, 64), outcome);
  }

  @Post('replies')
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  @ApiOperation({ summary: 'Somebody answered a text message (signed)' })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOkResponse({ content: { 'text/xml': { schema: { type: 'string' } } } })
  async replies(@Req() request: FastifyRequest): Promise<string> {
    const { source, form } = this.signed(request);
    const { From: from = '', Body: text = '', MessageSid } = form;
    const messageId = MessageSid || String(request.id);
    const answer = await source.reply(from.slice(0, 40), text.slice(0, 1_600), messageId.slice(0, 64));
    const message = answer?.replace(/[&<>]/g, (character) => escaped[character]!);
    return `<?xml version="1.0" encoding="UTF-8"?><Response>${message ? `<Message>${message}</Message>` : ''}</Response>`;
  }

  private signed(request: FastifyRequest): { source: TextMessagesSource; form: Readonly<Record<string, string>> } {
    const form = formOf(request.body);
    const header = request.headers['x-twilio-signature'];
    const signature = Array.isArray(header) ? header[0] : header;
    if (!this.source?.isSigned(request.url, form, signature)) throw notFound();
    return { source: this.source, form };
  }
}
