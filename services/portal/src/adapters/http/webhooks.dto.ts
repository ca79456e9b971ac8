import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { webhookDisableReasons } from '@sightline/contracts';
import { PageQuery } from '@sightline/service-kit';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { offeredEventTypes } from '../../domain/index.js';
import {
  deliveryStatuses,
  type DeliveryListed,
  type DeliveryStatus,
} from '../../read-models/webhook-deliveries/webhook-deliveries.queries.js';
import type { WebhookListed } from '../../read-models/webhooks/webhooks.queries.js';

const overlapHoursMax = 168;
const webhookStatuses = ['active', 'disabled', 'ended'] as const;

export class WebhookBody {
  @ApiProperty({
    description: 'Where messages are posted to: an https address of the open internet. It may hold a token.',
  })
  @IsString()
  @Length(1, 2_000)
  url!: string;

  @ApiProperty({ enum: offeredEventTypes, isArray: true, description: 'Which events it hears of.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  eventTypes!: string[];

  @ApiPropertyOptional({ type: String, nullable: true, description: 'What the district calls it.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  description?: string | null;
}

export class SecretRotationBody {
  @ApiPropertyOptional({
    ...{ minimum: 0, maximum: overlapHoursMax, default: 24 },
    description: 'How many hours the secret in use goes on signing beside the new one.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(overlapHoursMax)
  overlapHours: number = 24;
}

class WebhookLinks {
  @ApiProperty() self!: string;
  @ApiProperty() deliveries!: string;
  @ApiProperty() test!: string;
  @ApiProperty() secretRotation!: string;
  @ApiProperty() enable!: string;
  @ApiProperty() end!: string;
}

export class WebhookResource {
  @ApiProperty({ format: 'uuid' }) id!: string;

  @ApiProperty({
    enum: webhookStatuses,
    description: 'disabled: its address took nothing for three days, or said that it is gone; what is due waits.',
  })
  status!: (typeof webhookStatuses)[number];

  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null once the webhook has ended.' }) url!: string | null;
  @ApiProperty({ type: String, nullable: true }) description!: string | null;
  @ApiProperty({ enum: offeredEventTypes, isArray: true }) eventTypes!: string[];
  @ApiProperty({ enum: webhookDisableReasons, nullable: true }) disableReason!: string | null;

  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true },
    description: 'Since when its address took nothing; null while it works.',
  })
  failingSince!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastDeliveredAt!: string | null;

  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true },
    description: 'Until when the secret before the last change signs too.',
  })
  previousSecretEndsAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true }) endedAt!: string | null;
  @ApiProperty({ type: WebhookLinks }) links!: WebhookLinks;
}

export class WebhookWithSecret extends WebhookResource {
  @ApiProperty({
    ...{ type: String, nullable: true, example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' },
    description:
      'What signs the messages (Standard Webhooks): shown in this answer alone. Null when it has been replaced since.',
  })
  secret!: string | null;
}

export class WebhookPage {
  @ApiProperty({ type: [WebhookResource] }) items!: WebhookResource[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class WebhooksQuery extends PageQuery {
  @IsOptional()
  @IsUUID('all')
  override cursor?: string;
}

export class DeliveriesQuery extends WebhooksQuery {
  @ApiPropertyOptional({ enum: deliveryStatuses })
  @IsOptional()
  @IsIn(deliveryStatuses)
  status?: DeliveryStatus;
}

class DeliveryLinks {
  @ApiProperty() webhook!: string;
  @ApiProperty() redelivery!: string;
}

export class DeliveryResource {
  @ApiProperty({ format: 'uuid' }) id!: string;

  @ApiProperty({
    enum: deliveryStatuses,
    description: 'failed: nobody took it in three days; cancelled: the webhook ended before.',
  })
  status!: DeliveryStatus;

  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'uuid', description: 'Sent as webhook-id, the same at every attempt.' }) eventId!: string;
  @ApiProperty() eventType!: string;
  @ApiProperty({ description: 'Since it was queued, by itself or by hand.' }) attempts!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null when nothing is due.' })
  nextAttemptAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastAttemptAt!: string | null;

  @ApiProperty({
    ...{ type: String, nullable: true },
    description: 'delivered, refused, redirected, failing, gone, timed-out, unreachable or address-refused.',
  })
  lastOutcome!: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'What the receiver answered.' })
  responseStatus!: number | null;

  @ApiProperty({ type: DeliveryLinks }) links!: DeliveryLinks;
}

export class DeliveryPage {
  @ApiProperty({ type: [DeliveryResource] }) items!: DeliveryResource[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

const at = (date: Date | null): string | null => date?.toISOString() ?? null;
const pathOf = (webhookId: string): string => `/api/v1/webhooks/${webhookId}`;

export const webhookResource = (webhook: WebhookListed): WebhookResource => ({
  ...webhook,
  eventTypes: [...webhook.eventTypes],
  createdAt: webhook.createdAt.toISOString(),
  endedAt: at(webhook.endedAt),
  previousSecretEndsAt: webhook.status === 'ended' ? null : at(webhook.previousSecretEndsAt),
  failingSince: at(webhook.failingSince),
  lastDeliveredAt: at(webhook.lastDeliveredAt),
  links: {
    self: pathOf(webhook.id),
    deliveries: `${pathOf(webhook.id)}/deliveries`,
    test: `${pathOf(webhook.id)}/test`,
    secretRotation: `${pathOf(webhook.id)}/secret-rotation`,
    enable: `${pathOf(webhook.id)}/enable`,
    end: `${pathOf(webhook.id)}/end`,
  },
});

export const deliveryResource = ({ webhookId, ...delivery }: DeliveryListed): DeliveryResource => ({
  ...delivery,
  createdAt: delivery.createdAt.toISOString(),
  nextAttemptAt: delivery.status === 'waiting' ? delivery.nextAttemptAt.toISOString() : null,
  lastAttemptAt: at(delivery.lastAttemptAt),
  links: {
    webhook: pathOf(webhookId),
    redelivery: `${pathOf(webhookId)}/deliveries/${delivery.id}/redelivery`,
  },
});
