import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { decisionOutcomes, type DecisionOutcome } from '@sightline/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

/** Bounds the work; how long a text may be is the policy's to say. */
const textLengthMax = 20_000;

export class FindingBody {
  @ApiProperty({ description: 'Is it so?' })
  @IsBoolean()
  met!: boolean;

  @ApiProperty({ description: 'Why, in words (C5).' })
  @IsString()
  @MaxLength(textLengthMax)
  words!: string;
}

export class FindingsBody {
  @ApiProperty({ type: FindingBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => FindingBody)
  necessaryOrBeneficial!: FindingBody;

  @ApiProperty({ type: FindingBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => FindingBody)
  districtFormUnavailable!: FindingBody;

  @ApiProperty({ type: FindingBody })
  @IsDefined()
  @ValidateNested()
  @Type(() => FindingBody)
  relatedToActivity!: FindingBody;
}

export class DecisionBody {
  @ApiProperty({ enum: decisionOutcomes })
  @IsIn(decisionOutcomes)
  outcome!: DecisionOutcome;

  @ApiPropertyOptional({ description: 'Needed to deny or to return.' })
  @IsOptional()
  @IsString()
  @MaxLength(textLengthMax)
  comment?: string;

  @ApiPropertyOptional({ type: FindingsBody, description: 'The three findings of C5; for C5 alone.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => FindingsBody)
  findings?: FindingsBody;

  @ApiPropertyOptional({ description: 'C7: copies to the supervisor are a condition of this approval, in words.' })
  @IsOptional()
  @IsString()
  @MaxLength(textLengthMax)
  copyCondition?: string;
}

export class ManyDecisionsItem extends DecisionBody {
  @ApiProperty()
  @IsUUID('all')
  task!: string;
}

export class ManyDecisionsBody {
  @ApiProperty({ type: [ManyDecisionsItem] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => ManyDecisionsItem)
  decisions!: ManyDecisionsItem[];
}

export class TasksQuery {
  @ApiPropertyOptional({ description: 'Tasks of one request.' })
  @IsOptional()
  @IsUUID('all')
  request?: string;

  @ApiPropertyOptional({ enum: ['open', 'approved', 'denied', 'returned', 'closed'] })
  @IsOptional()
  @IsIn(['open', 'approved', 'denied', 'returned', 'closed'])
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
