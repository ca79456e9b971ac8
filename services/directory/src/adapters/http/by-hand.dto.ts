import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { restrictionKinds, type RestrictionKind } from '@sightline/contracts';
import { PageQuery } from '@sightline/service-kit';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { IsPlainText } from './plain-text.js';

const relationTypes = ['supervisor', 'contact', 'language'] as const;
const isDate = /^\d{4}-\d{2}-\d{2}$/;

export class RelationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['hand'], description: 'What people have entered by hand.' })
  @IsOptional()
  @IsIn(['hand'])
  origin?: 'hand';
}

export class RelationBody {
  @ApiProperty({ enum: relationTypes })
  @IsIn(relationTypes)
  type!: (typeof relationTypes)[number];

  @ApiProperty({ description: 'By id or sourcedId: the staff member, the guardian, or whose language it is.' })
  @IsString()
  @Length(1, 255)
  @IsPlainText()
  person!: string;

  @ApiPropertyOptional({ description: 'The supervisor, or the student of a guardian; by id or sourcedId.' })
  @ValidateIf(({ type, related }: RelationBody) => type !== 'language' || related !== undefined)
  @IsString()
  @Length(1, 255)
  @IsPlainText()
  related?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 99, description: 'Place in which a guardian is told, for a contact.' })
  @ValidateIf(({ type, order }: RelationBody) => type === 'contact' || order !== undefined)
  @IsInt()
  @Min(1)
  @Max(99)
  order?: number;

  @ApiPropertyOptional({ description: 'BCP 47, as in `es` or `so`.' })
  @ValidateIf(({ type, language }: RelationBody) => type === 'language' || language !== undefined)
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  language?: string;
}

export class RestrictionBody {
  @ApiProperty({ description: 'By id or sourcedId.' })
  @IsString()
  @Length(1, 255)
  @IsPlainText()
  guardian!: string;

  @ApiProperty({ description: 'By id or sourcedId.' })
  @IsString()
  @Length(1, 255)
  @IsPlainText()
  student!: string;

  @ApiPropertyOptional({ enum: restrictionKinds, isArray: true, description: 'All of them when left out.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(restrictionKinds.length)
  @IsIn(restrictionKinds, { each: true })
  kinds?: RestrictionKind[];

  @ApiPropertyOptional({ format: 'date', description: 'First day; from ever when left out.' })
  @IsOptional()
  @Matches(isDate)
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day; without end when left out.' })
  @IsOptional()
  @Matches(isDate)
  @IsISO8601({ strict: true })
  until?: string;

  @ApiProperty({ description: 'The document.' })
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  reference!: string;

  @ApiProperty({ description: 'Who has seen the document.' })
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  verifiedBy!: string;
}

export class ReleaseBody {
  @ApiProperty({ description: 'The document that lifts it.' })
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  reference!: string;

  @ApiProperty({ description: 'The name of the person who has seen the document.' })
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  verifiedBy!: string;

  @ApiPropertyOptional({ format: 'date', description: 'First day without it; today when left out.' })
  @IsOptional()
  @Matches(isDate)
  @IsISO8601({ strict: true })
  from?: string;
}
