import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { media, purposes, requestKinds, type Medium, type Purpose, type RequestKind } from '@sightline/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

/** Longer than any policy allows: what the policy allows is said by its refusal, this only bounds the work. */
const textLengthMax = 20_000;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;

export class ChannelBody {
  @ApiProperty({ enum: media })
  @IsIn(media)
  medium!: Medium;

  @ApiPropertyOptional({ description: 'The number, account or address that would be used.' })
  @IsOptional()
  @IsString()
  @MaxLength(textLengthMax)
  address?: string;
}

export class DistrictFormShortfallBody {
  @ApiProperty({ description: 'The district form that falls short (C2), from the register.' })
  @IsString()
  @MaxLength(64)
  districtFormId!: string;

  @ApiProperty({ description: 'Why it falls short, and why speaking or paper will not do.' })
  @IsString()
  @MaxLength(textLengthMax)
  why!: string;
}

export class ExceptionRequestBody {
  @ApiProperty({ enum: requestKinds, description: 'outside-channel is C3, personal-phone is C5.' })
  @IsIn(requestKinds)
  kind!: RequestKind;

  @ApiProperty({ enum: purposes })
  @IsIn(purposes)
  purpose!: Purpose;

  @ApiPropertyOptional({ type: [String], description: 'Students, by id or sourcedId (C3). Either these or a group.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2_000)
  @IsString({ each: true })
  @MaxLength(255, { each: true })
  students?: string[];

  @ApiPropertyOptional({
    description: 'A class or activity, by id or sourcedId; for C3 it becomes the fixed list of its students.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  group?: string;

  @ApiProperty({ type: ChannelBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => ChannelBody)
  channel!: ChannelBody;

  @ApiProperty({ description: 'Why, in words (C3).' })
  @IsString()
  @MaxLength(textLengthMax)
  reason!: string;

  @ApiPropertyOptional({ type: DistrictFormShortfallBody, description: 'For a district purpose (C2).' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DistrictFormShortfallBody)
  districtFormShortfall?: DistrictFormShortfallBody;

  @ApiProperty({ format: 'date' })
  @Matches(datePattern, { message: '$property must be a date, YYYY-MM-DD' })
  from!: string;

  @ApiProperty({ format: 'date' })
  @Matches(datePattern, { message: '$property must be a date, YYYY-MM-DD' })
  until!: string;
}

export class RequestsQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['submitted', 'returned', 'withdrawn', 'not-required', 'approved', 'denied'])
  status?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

export class AuthorizationsQuery {
  @ApiPropertyOptional({ description: 'The staff member, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  person?: string;

  @ApiPropertyOptional({ description: 'A student, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  student?: string;

  @ApiPropertyOptional({ format: 'date', description: 'In force on this date of the district’s time zone.' })
  @IsOptional()
  @Matches(datePattern, { message: '$property must be a date, YYYY-MM-DD' })
  at?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}
