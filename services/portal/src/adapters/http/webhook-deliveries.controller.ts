import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { answerOf, CurrentCaller, isUuid, notFound, onceAtATime, Scopes, type Caller } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import {
  findDelivery,
  listDeliveries,
  type DeliveryListed,
} from '../../read-models/webhook-deliveries/webhook-deliveries.queries.js';
import {
  changeBy,
  requireWebhook,
  requireWebhookAccess,
  statusByRefusal,
  WEBHOOKS,
  type WebhooksSource,
} from './webhook-views.js';
import { DeliveriesQuery, DeliveryPage, deliveryResource, DeliveryResource } from './webhooks.dto.js';

/** What was sent to a webhook, what became of it, and sending by hand. */
@ApiTags('webhooks')
@ApiBearerAuth()
@Scopes('webhooks')
@Controller('api/v1/webhooks')
export class WebhookDeliveriesController {
  constructor(@Inject(WEBHOOKS) private readonly source: WebhooksSource) {}

  @Get(':id/deliveries')
  @ApiOperation({ summary: 'The messages to a webhook and what became of them, latest first; kept for 30 days' })
  @ApiOkResponse({ type: DeliveryPage })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() { cursor, limit, status }: DeliveriesQuery,
  ): Promise<DeliveryPage> {
    await requireWebhookAccess(this.source, 'read', caller);
    const webhook = await requireWebhook(this.source, id);
    const rows = await listDeliveries(this.source.database, webhook.id, { before: cursor, status, limit });
    const shown = rows.slice(0, limit);
    return { items: shown.map(deliveryResource), next: rows.length > limit ? shown.at(-1)!.id : null };
  }

  @Post(':id/test')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a message that says nothing but that it is a test' })
  @ApiAcceptedResponse({ type: DeliveryResource })
  async test(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<DeliveryResource> {
    await requireWebhookAccess(this.source, 'write', caller);
    const webhook = await requireWebhook(this.source, id);
    const change = changeBy(request, caller);
    const { deliveryId } = await onceAtATime(change.idempotency, async () =>
      answerOf(await this.source.handler.test(webhook.id, change), statusByRefusal),
    );
    return deliveryResource(await this.require(webhook.id, deliveryId!));
  }

  @Post(':id/deliveries/:deliveryId/redelivery')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a message once more, under the id that it had' })
  @ApiAcceptedResponse({ type: DeliveryResource })
  async redeliver(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<DeliveryResource> {
    await requireWebhookAccess(this.source, 'write', caller);
    const webhook = await requireWebhook(this.source, id);
    const delivery = await this.require(webhook.id, deliveryId);
    const change = changeBy(request, caller);
    await onceAtATime(change.idempotency, async () =>
      answerOf(await this.source.handler.redeliver(webhook.id, delivery.id, change), statusByRefusal),
    );
    return deliveryResource(await this.require(webhook.id, delivery.id));
  }

  private async require(webhookId: string, deliveryId: string): Promise<DeliveryListed> {
    const found = isUuid(deliveryId)
      ? await findDelivery(this.source.database, webhookId, deliveryId.toLowerCase())
      : undefined;
    if (!found) throw notFound();
    return found;
  }
}
