import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Length } from 'class-validator';
import { IsPlainText } from './plain-text.js';

/** What is left out of clauses and settings stays as in the version in force; what is given is checked field by field. */
export class PolicyVersionBody {
  @ApiProperty({ format: 'date', description: 'First day in force: tomorrow or later, in the district’s time zone.' })
  @IsString()
  @Length(10, 10)
  inForceFrom!: string;

  @ApiProperty({ format: 'date', description: 'The day on which the board approved it.' })
  @IsString()
  @Length(10, 10)
  boardDate!: string;

  @ApiProperty({ description: 'What the board’s minutes call the resolution.' })
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  resolutionReference!: string;

  @ApiPropertyOptional({ description: 'As in “P 4650”.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  number?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  title?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'By clause, `C1` to `C11`: title, quote (the policy’s own words) and plain words.',
  })
  @IsOptional()
  @IsObject()
  clauses?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Who decides, periods, limits: any part of the settings of the version in force, as GET shows them.',
  })
  @IsOptional()
  @IsObject()
  settings?: Record<string, unknown>;
}
