import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBase64,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { communicationMedia, type CommunicationMedium } from '../../domain/index.js';

class PartyBody {
  @ApiProperty({ description: 'Email address, telephone number, or name in an application.', maxLength: 320 })
  @IsString()
  @MaxLength(320)
  @Matches(/\S/, { message: 'address must not be empty' })
  address!: string;

  @ApiPropertyOptional({ maxLength: 320 })
  @IsOptional()
  @IsString()
  @MaxLength(320)
  displayName?: string;
}

class AttachmentBody {
  @ApiProperty({ maxLength: 255 })
  @IsString()
  @MaxLength(255)
  fileName!: string;

  @ApiProperty({ maxLength: 127, example: 'image/jpeg' })
  @MaxLength(127)
  @Matches(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, { message: 'mediaType must look like image/jpeg' })
  mediaType!: string;

  @ApiProperty({ description: 'The bytes in base64; the whole request has 1 MiB at the most.' })
  @MaxLength(1_000_000)
  @IsBase64()
  base64!: string;
}

export class CaptureQuery {
  @ApiPropertyOptional({ description: 'The authorization under which a mail was sent, where the body is the mail.' })
  @IsOptional()
  @IsUUID('all')
  authorization?: string;
}

/** A communication as it is handed in: a message, or a telephone call, of which the log counts as the copy (C7). */
export class CaptureBody {
  @ApiPropertyOptional({
    description: 'One of the caller’s own; left out, the one in force for these people is found.',
  })
  @IsOptional()
  @IsUUID('all')
  authorization?: string;

  @ApiProperty({ enum: communicationMedia })
  @IsIn(communicationMedia)
  medium!: CommunicationMedium;

  @ApiProperty({ format: 'date-time', description: 'When it was sent, or the call began; with time zone.' })
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/, {
    message: 'sentAt must be a moment with its time zone, as 2026-10-01T15:00:00Z',
  })
  @IsISO8601({ strict: true })
  sentAt!: string;

  @ApiProperty({ type: PartyBody })
  @IsObject()
  @ValidateNested()
  @Type(() => PartyBody)
  from!: PartyBody;

  @ApiProperty({ type: [PartyBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => PartyBody)
  to!: PartyBody[];

  @ApiPropertyOptional({ maxLength: 998 })
  @IsOptional()
  @IsString()
  @MaxLength(998)
  subject?: string;

  @ApiPropertyOptional({ maxLength: 500_000, description: 'What was written; of a call, what it was about.' })
  @IsOptional()
  @IsString()
  @MaxLength(500_000)
  text?: string;

  @ApiPropertyOptional({ minimum: 0, maximum: 86_400, description: 'How long a telephone call lasted, in seconds.' })
  @ValidateIf(({ medium, durationSeconds }: CaptureBody) => medium === 'phone-call' || durationSeconds !== undefined)
  @IsInt()
  @Min(0)
  @Max(86_400)
  durationSeconds?: number;

  @ApiPropertyOptional({ type: [AttachmentBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => AttachmentBody)
  attachments?: AttachmentBody[];
}
