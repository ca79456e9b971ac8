import { ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@sightline/service-kit';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class MessagesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Messages under one authorization.' })
  @IsOptional()
  @IsUUID('all')
  authorization?: string;

  @ApiPropertyOptional({ description: 'Messages about one student, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  student?: string;

  @ApiPropertyOptional({ description: 'Messages in one staff member’s name, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  person?: string;

  @ApiPropertyOptional({
    description: 'Words to look for, with from:, to:, student:, before:, after:, has:attachment, "phrase" and -word.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  q?: string;
}
