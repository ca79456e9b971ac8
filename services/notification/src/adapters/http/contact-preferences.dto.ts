import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { alertDeliveries, noticeChannels, type AlertDelivery, type NoticeChannel } from '@sightline/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const timePattern = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const languagePattern = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;

export class QuietHoursDto {
  @ApiProperty({ description: 'From this time of day on, `HH:MM` in the district’s time zone.', example: '21:00' })
  @Matches(timePattern)
  from!: string;

  @ApiProperty({ description: 'Until this time of day.', example: '08:00' })
  @Matches(timePattern)
  until!: string;
}

/** What is left out stays as it is; null goes back to the default. */
export class ContactPreferencesBody {
  @ApiPropertyOptional({
    enum: noticeChannels,
    isArray: true,
    description: 'The order in which channels are tried. A notice that must be given goes on by the others (C6).',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(noticeChannels.length)
  @ArrayUnique()
  @IsIn(noticeChannels, { each: true })
  channels?: NoticeChannel[];

  @ApiPropertyOptional({ enum: alertDeliveries, description: 'Staff: each alert by itself, or one mail a day.' })
  @IsOptional()
  @IsIn(alertDeliveries)
  alerts?: AlertDelivery;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'BCP 47; null is the roster’s language.' })
  @ValidateIf(({ language }: ContactPreferencesBody) => language !== undefined && language !== null)
  @Matches(languagePattern)
  language?: string | null;

  @ApiPropertyOptional({
    type: QuietHoursDto,
    nullable: true,
    description: 'No text message then; null is the district’s.',
  })
  @ValidateIf(({ quietHours }: ContactPreferencesBody) => quietHours !== undefined && quietHours !== null)
  @ValidateNested()
  @Type(() => QuietHoursDto)
  quietHours?: QuietHoursDto | null;

  @ApiPropertyOptional({ description: 'True takes an earlier STOP to text messages back.' })
  @IsOptional()
  @IsBoolean()
  resumeTextMessages?: boolean;
}

export class ContactPreferencesLinks {
  @ApiProperty()
  self!: string;
}

/** How the caller is written to. */
export class ContactPreferencesDto {
  @ApiProperty({ format: 'uuid', description: 'The person.' })
  id!: string;

  @ApiProperty({ enum: ['default', 'chosen'] })
  status!: 'default' | 'chosen';

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'When they were last changed.' })
  createdAt!: string | null;

  @ApiProperty({ type: ContactPreferencesLinks })
  links!: ContactPreferencesLinks;

  @ApiProperty({
    enum: noticeChannels,
    isArray: true,
    description: 'Every channel, in the order in which they are tried.',
  })
  channels!: NoticeChannel[];

  @ApiProperty({ enum: alertDeliveries })
  alerts!: AlertDelivery;

  @ApiProperty({ type: String, nullable: true })
  language!: string | null;

  @ApiProperty({ type: QuietHoursDto })
  quietHours!: QuietHoursDto;

  @ApiProperty({ enum: ['allowed', 'stopped'] })
  textMessages!: 'allowed' | 'stopped';
}
