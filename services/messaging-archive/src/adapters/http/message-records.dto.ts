import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsString, MaxLength } from 'class-validator';

export class SayingBody {
  @ApiProperty({ description: 'Why, in words.' })
  @IsString()
  @MaxLength(20_000)
  reason!: string;
}

export class ContestDecisionBody extends SayingBody {
  @ApiProperty({ enum: ['corrected', 'kept'] })
  @IsIn(['corrected', 'kept'])
  outcome!: 'corrected' | 'kept';
}

export class AttachmentReviewBody extends SayingBody {
  @ApiProperty({ enum: ['released', 'withheld'], description: 'What families get.' })
  @IsIn(['released', 'withheld'])
  outcome!: 'released' | 'withheld';
}

export class SafetyHoldBody extends SayingBody {
  @ApiProperty({ format: 'date-time', description: 'When it ends by itself; at most 30 days from now.' })
  @IsISO8601({ strict: true })
  @MaxLength(40)
  until!: string;
}
