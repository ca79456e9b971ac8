import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { media, purposes, requestKinds, type Medium, type Purpose, type RequestKind } from '@sightline/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  IsBoolean,
  IsUUID,
  ValidateIf,
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
  @ApiPropertyOptional({
    description: 'The district form that falls short (C2), from the register; left out while the register is empty.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  districtFormId?: string;

  @ApiProperty({ description: 'Why it falls short, and why speaking or paper will not do.' })
  @IsString()
  @MaxLength(textLengthMax)
  why!: string;
}

/** A draft may be as unfinished as its author likes: what it does not say is not checked. */
export const isDraft = ({ submit, status }: Pick<ExceptionRequestBody, 'submit' | 'status'>): boolean =>
  submit === false || status === 'draft';
const SaidUnlessDraft = (name: keyof ExceptionRequestBody): PropertyDecorator =>
  ValidateIf((body: ExceptionRequestBody) => !isDraft(body) || body[name] !== undefined);

export class ExceptionRequestBody {
  @ApiPropertyOptional({ description: 'False keeps it as a draft that nobody else reads.', default: true })
  @IsOptional()
  @IsBoolean()
  submit?: boolean;

  @ApiPropertyOptional({ enum: ['draft', 'submitted'], description: '`draft` is another way to say submit: false.' })
  @IsOptional()
  @IsIn(['draft', 'submitted'])
  status?: 'draft' | 'submitted';

  @ApiProperty({ enum: requestKinds, description: 'outside-channel is C3, personal-phone is C5.' })
  @SaidUnlessDraft('kind')
  @IsIn(requestKinds)
  kind!: RequestKind;

  @ApiProperty({ enum: purposes })
  @SaidUnlessDraft('purpose')
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
  @SaidUnlessDraft('channel')
  @IsDefined()
  @ValidateNested()
  @Type(() => ChannelBody)
  channel!: ChannelBody;

  @ApiProperty({ description: 'Why, in words (C3).' })
  @SaidUnlessDraft('reason')
  @IsString()
  @MaxLength(textLengthMax)
  reason!: string;

  @ApiPropertyOptional({ type: DistrictFormShortfallBody, description: 'For a district purpose (C2).' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DistrictFormShortfallBody)
  districtFormShortfall?: DistrictFormShortfallBody;

  @ApiProperty({ format: 'date' })
  @SaidUnlessDraft('from')
  @Matches(datePattern, { message: '$property must be a date, YYYY-MM-DD' })
  from!: string;

  @ApiPropertyOptional({
    format: 'date',
    description: 'The last day; the end of the class or activity, at the latest of the school year, when left out.',
  })
  @IsOptional()
  @Matches(datePattern, { message: '$property must be a date, YYYY-MM-DD' })
  until?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A colleague’s authorization for the same class or activity that this request joins (C5).',
  })
  @IsOptional()
  @IsUUID()
  joins?: string;
}

/** What differs from the request that is renewed; everything left out is taken over. */
export class RenewalBody extends PartialType(OmitType(ExceptionRequestBody, ['kind', 'submit', 'status'])) {}
