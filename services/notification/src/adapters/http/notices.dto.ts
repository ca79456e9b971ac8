import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  noticeChanges,
  noticeChannels,
  noticeOccasions,
  type NoticeChange,
  type NoticeOccasion,
} from '@sightline/contracts';
import { PageQuery } from '@sightline/service-kit';
import { IsOptional, IsUUID } from 'class-validator';

export class NoticeListQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only notices of this request.' })
  @IsOptional()
  @IsUUID()
  request?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only notices of this authorization.' })
  @IsOptional()
  @IsUUID()
  authorization?: string;
}

export class CoverageQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  authorization!: string;
}

export class NamedPersonDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The OneRoster sourcedId.' })
  sourcedId!: string | null;
}

export class NoticeLinks {
  @ApiProperty()
  self!: string;

  @ApiProperty()
  authorization!: string;

  @ApiProperty()
  request!: string;
}

export class NoticeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['pending', 'sending', 'delivered', 'undeliverable'] })
  status!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: NoticeLinks })
  links!: NoticeLinks;

  @ApiProperty({ enum: noticeOccasions })
  occasion!: NoticeOccasion;

  @ApiProperty({ enum: noticeChanges, type: String, nullable: true, description: 'For a `change`: which.' })
  change!: NoticeChange | null;

  @ApiProperty({ type: NamedPersonDto, description: 'Who is told: a guardian, or a student of age.' })
  guardian!: NamedPersonDto;

  @ApiProperty({ type: [NamedPersonDto], description: 'A guardian sees own children only.' })
  students!: NamedPersonDto[];

  @ApiProperty({
    enum: noticeChannels,
    type: String,
    nullable: true,
    description: 'Null until a channel reached the guardian.',
  })
  channel!: string | null;

  @ApiProperty({ minimum: 0 })
  attempts!: number;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  deliveredAt!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['no-address', 'refused', 'retries-exhausted', 'not-entitled'],
    description: 'Why it could not be delivered.',
  })
  failure!: string | null;
}

export class NoticePage {
  @ApiProperty({ type: [NoticeDto] })
  items!: NoticeDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
