import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  noticeChanges,
  noticeChannels,
  noticeOccasions,
  requestKinds,
  type NoticeChange,
  type NoticeChannel,
  type NoticeOccasion,
  type RequestKind,
} from '@sightline/contracts';
import { IsIn, IsOptional, Matches } from 'class-validator';

export class NoticePreviewQuery {
  @ApiPropertyOptional({ enum: noticeOccasions, default: 'approval' })
  @IsOptional()
  @IsIn(noticeOccasions)
  occasion: NoticeOccasion = 'approval';

  @ApiPropertyOptional({ enum: noticeChanges, description: 'For a `change`: which.' })
  @IsOptional()
  @IsIn(noticeChanges)
  change?: NoticeChange;

  @ApiPropertyOptional({ enum: requestKinds, default: 'personal-phone' })
  @IsOptional()
  @IsIn(requestKinds)
  kind: RequestKind = 'personal-phone';

  @ApiPropertyOptional({ enum: ['guardian', 'student'], default: 'guardian', description: 'Who reads it.' })
  @IsOptional()
  @IsIn(['guardian', 'student'])
  reader: 'guardian' | 'student' = 'guardian';

  @ApiPropertyOptional({ enum: noticeChannels, default: 'email' })
  @IsOptional()
  @IsIn(noticeChannels)
  channel: NoticeChannel = 'email';

  @ApiPropertyOptional({ description: 'BCP 47; a language that lacks the words falls back to English.', default: 'en' })
  @IsOptional()
  @Matches(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/)
  language: string = 'en';
}

/** A notice as a family would get it, about nobody of the roster. */
export class NoticePreviewDto {
  @ApiProperty({ description: 'The language that it is in, BCP 47.' })
  language!: string;

  @ApiProperty({ enum: ['ltr', 'rtl'] })
  direction!: 'ltr' | 'rtl';

  @ApiProperty({ type: [String], description: 'Every language in which these words are complete.' })
  languages!: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'Null for a text message.' })
  subject!: string | null;

  @ApiProperty()
  text!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null for a text message and a letter.' })
  html!: string | null;
}
