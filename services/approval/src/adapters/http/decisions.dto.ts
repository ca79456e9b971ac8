import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { decisionOutcomes, reviewOutcomes, type DecisionOutcome, type ReviewOutcome } from '@sightline/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { textLengthMax } from './approval-tasks.dto.js';

const outcomes = [...decisionOutcomes, ...reviewOutcomes] as const;

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

/** The words of a decision; in a group they can be given once for all. */
export class DecisionWordsBody {
  @ApiPropertyOptional({ description: 'Needed to deny, to return, to keep or to end.' })
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

export class DecisionBody extends DecisionWordsBody {
  @ApiProperty({
    enum: outcomes,
    description: 'About a request: approve, deny or return. About a live authorization: keep, end or exclude-student.',
  })
  @IsIn(outcomes)
  outcome!: DecisionOutcome | ReviewOutcome;
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
  @ArrayUnique((item: ManyDecisionsItem) => item.task)
  @ValidateNested({ each: true })
  @Type(() => ManyDecisionsItem)
  decisions!: ManyDecisionsItem[];

  @ApiPropertyOptional({
    type: DecisionWordsBody,
    description: 'Words for every decision that brings none of its own; the history says that they were shared.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => DecisionWordsBody)
  shared?: DecisionWordsBody;
}
