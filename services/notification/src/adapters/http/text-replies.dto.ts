import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@sightline/service-kit';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { LetterBuildingDto } from './letters.dto.js';
import { NamedPersonDto } from './notices.dto.js';

const statuses = ['open', 'answered'] as const;
export type TextReplyStatus = (typeof statuses)[number];

export class TextReplyQuery extends PageQuery {
  @ApiPropertyOptional({ enum: statuses })
  @IsOptional()
  @IsIn(statuses)
  status?: TextReplyStatus;
}

export class TextReplyAnsweredBody {
  @ApiProperty({ maxLength: 1_000, description: 'In a few words: what was answered, or why nothing had to be.' })
  @IsString()
  @MaxLength(1_000)
  note!: string;
}

export class TextReplyLinks {
  @ApiProperty() self!: string;
  @ApiProperty({ description: 'Where to note what was answered.' }) answered!: string;
}

/** Somebody’s own words, in answer to a text message: for the office alone. */
export class TextReplyDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: statuses }) status!: TextReplyStatus;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: TextReplyLinks }) links!: TextReplyLinks;

  @ApiProperty({ type: String, nullable: true, description: 'Null once the words were disposed of.' })
  text!: string | null;

  @ApiProperty({ type: [NamedPersonDto], description: 'Who was written to at that number; empty for a stranger.' })
  people!: NamedPersonDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Of a stranger alone: nobody could answer without it.' })
  number!: string | null;

  @ApiProperty({ type: [LetterBuildingDto], description: 'Whose office it is; empty: the district’s.' })
  buildings!: LetterBuildingDto[];

  @ApiProperty({ format: 'date-time', type: String, nullable: true }) answeredAt!: string | null;
  @ApiProperty({ type: NamedPersonDto, nullable: true }) answeredBy!: NamedPersonDto | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

export class TextReplyPage {
  @ApiProperty({ type: [TextReplyDto] }) items!: TextReplyDto[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
