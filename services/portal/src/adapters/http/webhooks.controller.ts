import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { answerOf, CurrentCaller, onceAtATime, Problem, Scopes, type Caller } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { ChangedWebhook } from '../../application/change-webhooks.handler.js';
import { countWebhooks, listWebhooks } from '../../read-models/webhooks/webhooks.queries.js';
import {
  changeBy,
  requireWebhook,
  requireWebhookAccess,
  statusByRefusal,
  WEBHOOKS,
  type WebhooksSource,
} from './webhook-views.js';
import {
  SecretRotationBody,
  WebhookBody,
  WebhookPage,
  webhookResource,
  WebhookResource,
  WebhooksQuery,
  WebhookWithSecret,
} from './webhooks.dto.js';

const webhooksMax = 50;

const unusable = (field: string, detail: string): Problem =>
  new Problem({
    ...{ type: 'webhook-address-refused', status: 422, title: 'Nothing can be sent to this address', detail },
    ...{ errors: [{ field, detail }], remedy: 'Name an https address that the open internet reaches.' },
  });

/** Other programs of the district hear of what happens (Standard Webhooks). For operators and the district's machine client. */
@ApiTags('webhooks')
@ApiBearerAuth()
@Scopes('webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(@Inject(WEBHOOKS) private readonly source: WebhooksSource) {}

  @Get()
  @ApiOperation({ summary: 'The webhooks of the district, latest first' })
  @ApiOkResponse({ type: WebhookPage })
  async list(@CurrentCaller() caller: Caller, @Query() { cursor, limit }: WebhooksQuery): Promise<WebhookPage> {
    await requireWebhookAccess(this.source, 'read', caller);
    const { database, clock } = this.source;
    const rows = await listWebhooks(database, clock.now(), { before: cursor, limit });
    const shown = rows.slice(0, limit);
    return { items: shown.map(webhookResource), next: rows.length > limit ? shown.at(-1)!.id : null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One webhook' })
  @ApiOkResponse({ type: WebhookResource })
  async show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<WebhookResource> {
    await requireWebhookAccess(this.source, 'read', caller);
    return webhookResource(await requireWebhook(this.source, id));
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Register a webhook; its secret is in this answer and in no other' })
  @ApiCreatedResponse({ type: WebhookWithSecret })
  async register(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Body() { url, eventTypes, description = null }: WebhookBody,
  ): Promise<WebhookWithSecret> {
    const { addressFault, database, handler } = this.source;
    await requireWebhookAccess(this.source, 'write', caller);
    const fault = addressFault(url);
    if (fault !== undefined) throw unusable('url', fault);
    if ((await countWebhooks(database)) >= webhooksMax)
      throw new Problem({
        ...{ type: 'too-many-webhooks', status: 409, title: 'There are too many webhooks' },
        ...{ detail: `A district has at most ${webhooksMax}.`, remedy: 'End one that is not needed any more.' },
      });
    const change = changeBy(request, caller);
    return this.withSecret(
      await onceAtATime(change.idempotency, async () =>
        answerOf(await handler.register({ url, eventTypes, description }, change), statusByRefusal),
      ),
    );
  }

  @Post(':id/secret-rotation')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new secret; the one in use signs beside it for a while' })
  @ApiOkResponse({ type: WebhookWithSecret })
  async rotateSecret(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { overlapHours }: SecretRotationBody,
  ): Promise<WebhookWithSecret> {
    await requireWebhookAccess(this.source, 'write', caller);
    const webhook = await requireWebhook(this.source, id);
    const change = changeBy(request, caller);
    return this.withSecret(
      await onceAtATime(change.idempotency, async () =>
        answerOf(await this.source.handler.rotateSecret(webhook.id, overlapHours, change), statusByRefusal),
      ),
    );
  }

  @Post(':id/enable')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send again to a webhook that was disabled; what waited goes out' })
  @ApiOkResponse({ type: WebhookResource })
  enable(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<WebhookResource> {
    return this.step('enable', caller, request, id);
  }

  @Post(':id/end')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a webhook for good; its address and its secret are destroyed' })
  @ApiOkResponse({ type: WebhookResource })
  end(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<WebhookResource> {
    return this.step('end', caller, request, id);
  }

  private async step(
    name: 'enable' | 'end',
    caller: Caller,
    request: FastifyRequest,
    id: string,
  ): Promise<WebhookResource> {
    await requireWebhookAccess(this.source, 'write', caller);
    const webhook = await requireWebhook(this.source, id);
    const change = changeBy(request, caller);
    await onceAtATime(change.idempotency, async () =>
      answerOf(await this.source.handler[name](webhook.id, change), statusByRefusal),
    );
    return webhookResource(await requireWebhook(this.source, webhook.id));
  }

  private async withSecret({ id, secretId }: ChangedWebhook): Promise<WebhookWithSecret> {
    const secret = secretId === null ? undefined : await this.source.reveal(secretId);
    return { ...webhookResource(await requireWebhook(this.source, id)), secret: secret ?? null };
  }
}
