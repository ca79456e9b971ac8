import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { mayAccess } from '@sightline/policy';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  notFound,
  onceAtATime,
  PeopleOnly,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { ChangeContactPreferencesHandler } from '../../application/change-contact-preferences.handler.js';
import { channelOrder, districtQuietHours } from '../../application/channel-order.js';
import { contactPreferencesOf } from '../../read-models/contact-preferences/contact-preferences.queries.js';
import { ContactPreferencesBody, ContactPreferencesDto } from './contact-preferences.dto.js';

export const CONTACT_PREFERENCES = Symbol('ContactPreferencesSource');

export interface ContactPreferencesSource {
  readonly database: Queryable;
  readonly handler: ChangeContactPreferencesHandler;
}

/** C6: everybody says for themselves how to be written to; nobody for another. */
@ApiTags('contact-preferences')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/contact-preferences')
export class ContactPreferencesController {
  constructor(@Inject(CONTACT_PREFERENCES) private readonly source: ContactPreferencesSource) {}

  @Get()
  @ApiOperation({ summary: 'How the caller is written to' })
  @ApiOkResponse({ type: ContactPreferencesDto })
  async show(@CurrentCaller() { personId }: PersonCaller): Promise<ContactPreferencesDto> {
    if (!mayAccess('contact-preferences', 'read', new Set(['self']))) throw notFound();
    const known = (await contactPreferencesOf(this.source.database, [personId])).get(personId);
    return {
      id: personId,
      status: known ? 'chosen' : 'default',
      createdAt: known?.changedAt.toISOString() ?? null,
      links: { self: '/api/v1/contact-preferences' },
      channels: [...channelOrder(known?.channels ?? [])],
      alerts: known?.alerts ?? 'each',
      language: known?.language ?? null,
      quietHours: {
        from: known?.quietFrom ?? districtQuietHours.quietFrom,
        until: known?.quietUntil ?? districtQuietHours.quietUntil,
      },
      textMessages: known?.textMessagesStopped ? 'stopped' : 'allowed',
    };
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Say anew how to be written to; what is left out stays as it is' })
  @ApiCreatedResponse({ type: ContactPreferencesDto })
  async change(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Body() { channels, alerts, language, quietHours, resumeTextMessages = false }: ContactPreferencesBody,
  ): Promise<ContactPreferencesDto> {
    if (!mayAccess('contact-preferences', 'write', new Set(['self']))) throw notFound();
    const idempotency = idempotencyOf(request, caller);
    const choices = {
      ...(channels === undefined ? {} : { channels }),
      ...(alerts === undefined ? {} : { alerts }),
      ...(language === undefined ? {} : { language }),
      ...(quietHours === undefined
        ? {}
        : { quietHours: quietHours && { quietFrom: quietHours.from, quietUntil: quietHours.until } }),
    };
    const by = { causationId: String(request.id), ...(idempotency ? { idempotency } : {}) };
    await onceAtATime(idempotency, async () =>
      answerOf(await this.source.handler.change(caller.personId, choices, resumeTextMessages, by)),
    );
    return this.show(caller);
  }
}
