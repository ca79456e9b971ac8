import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@sightline/service-kit';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsPlainText } from './plain-text.js';

const proposalStatuses = ['awaits-confirmation', 'confirmed', 'rejected', 'withdrawn'] as const;

export class ProposalsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: proposalStatuses, description: 'Withdrawn: the roster no longer says it.' })
  @IsOptional()
  @IsIn(proposalStatuses)
  status?: (typeof proposalStatuses)[number];
}

export class SettleProposalBody {
  @ApiProperty({ description: 'How you know: who told you, or what you looked at.' })
  @IsString()
  @Length(1, 2_000)
  @IsPlainText()
  words!: string;
}
