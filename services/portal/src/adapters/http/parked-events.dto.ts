import { ApiProperty } from '@nestjs/swagger';
import { PageQuery, type ParkedEventSummary } from '@sightline/service-kit';
import { IsOptional, IsUUID } from 'class-validator';

const statuses = ['parked', 'waiting', 'resumed'] as const;

export class ParkedEventsQuery extends PageQuery {
  @IsOptional()
  @IsUUID('all')
  override cursor?: string;
}

class ParkedEventLinks {
  @ApiProperty() resume!: string;
}

export class ParkedEventResource {
  @ApiProperty({ format: 'uuid' }) id!: string;

  @ApiProperty({
    enum: statuses,
    description: 'parked: it could not be handled; waiting: it came later for the same case and waits behind that one.',
  })
  status!: (typeof statuses)[number];

  @ApiProperty({ format: 'date-time', description: 'When it was parked.' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) resumedAt!: string | null;
  @ApiProperty({ description: 'The service that could not handle it.' }) service!: string;

  @ApiProperty({
    description: 'The case; for roster events the person or group. It waits with everything later of it.',
  })
  partitionKey!: string;

  @ApiProperty({ description: 'The service that published it.' }) log!: string;
  @ApiProperty() position!: number;
  @ApiProperty() type!: string;
  @ApiProperty({ description: 'The kind of failure.' }) reason!: string;
  @ApiProperty() attempts!: number;
  @ApiProperty({ type: ParkedEventLinks }) links!: ParkedEventLinks;
}

export class ParkedEventPage {
  @ApiProperty({ type: [ParkedEventResource] }) items!: ParkedEventResource[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;

  @ApiProperty({ type: [String], description: 'Services that did not answer; what they have parked is missing here.' })
  unavailable!: string[];
}

export const parkedEventResource = ({ parkedAt, ...event }: ParkedEventSummary): ParkedEventResource => ({
  ...event,
  createdAt: parkedAt,
  links: { resume: `/api/v1/operations/parked-events/${event.id}/resume` },
});
