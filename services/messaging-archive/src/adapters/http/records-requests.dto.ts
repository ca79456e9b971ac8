import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@sightline/service-kit';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';

export class RecordsRequestBody {
  @ApiProperty({ description: 'Whose communication is asked for, by id or sourcedId.' })
  @IsString()
  @Length(1, 255)
  person!: string;

  @ApiProperty({ type: [String], description: 'The students it is about, by id or sourcedId.' })
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(255, { each: true })
  students!: string[];

  @ApiProperty({ format: 'date', description: 'First day asked for.' })
  @IsISO8601({ strict: true })
  @Length(10, 10)
  from!: string;

  @ApiProperty({ format: 'date', description: 'Last day asked for.' })
  @IsISO8601({ strict: true })
  @Length(10, 10)
  until!: string;

  @ApiPropertyOptional({ description: 'Why, in words; read by the person asked.' })
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  reason?: string;
}

export class FulfilmentBody {
  @ApiPropertyOptional({ type: [String], description: 'Messages of the archive that answer it.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID('all', { each: true })
  messages?: string[];

  @ApiPropertyOptional({ type: [String], description: 'Message imports that answer it.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID('all', { each: true })
  imports?: string[];
}

export class WithheldItem {
  @ApiProperty({ description: 'What is withheld, so that it can be told from other things.' })
  @IsString()
  @MaxLength(20_000)
  item!: string;

  @ApiProperty({ description: 'Why it is private and not about education.' })
  @IsString()
  @MaxLength(20_000)
  reason!: string;
}

export class StatementBody {
  @ApiProperty({ description: 'That what was handed over is complete, in the person’s own words.' })
  @IsString()
  @MaxLength(20_000)
  statement!: string;

  @ApiPropertyOptional({ type: [WithheldItem], description: 'What is withheld as private, each with its reason.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => WithheldItem)
  withheld?: WithheldItem[];
}

export class RecordsRequestsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['open', 'attested'] })
  @IsOptional()
  @IsIn(['open', 'attested'])
  status?: 'open' | 'attested';
}
