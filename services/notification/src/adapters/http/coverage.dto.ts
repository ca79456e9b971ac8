import { ApiProperty } from '@nestjs/swagger';
import { noticeChannels, noticeOccasions, type NoticeOccasion } from '@sightline/contracts';
import { NamedPersonDto } from './notices.dto.js';

export class CoverageLinks {
  @ApiProperty()
  self!: string;

  @ApiProperty()
  authorization!: string;

  @ApiProperty()
  request!: string;
}

export class CoverageCountsDto {
  @ApiProperty()
  notices!: number;

  @ApiProperty()
  guardians!: number;

  @ApiProperty()
  pending!: number;

  @ApiProperty()
  delivered!: number;

  @ApiProperty()
  undeliverable!: number;

  @ApiProperty({ description: 'Gaps that are still open.' })
  gaps!: number;
}

export class GuardianCoverageDto {
  @ApiProperty({ format: 'uuid' })
  noticeId!: string;

  @ApiProperty({ type: NamedPersonDto })
  guardian!: NamedPersonDto;

  @ApiProperty({ type: [NamedPersonDto] })
  students!: readonly NamedPersonDto[];

  @ApiProperty({ enum: noticeOccasions })
  occasion!: NoticeOccasion;

  @ApiProperty({ enum: ['pending', 'delivered', 'undeliverable'] })
  status!: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  deliveredAt!: string | null;
}

export class CoverageGapDto {
  @ApiProperty({ type: NamedPersonDto })
  student!: NamedPersonDto;

  @ApiProperty({ type: NamedPersonDto, nullable: true })
  guardian!: NamedPersonDto | null;

  @ApiProperty({ enum: noticeOccasions })
  occasion!: NoticeOccasion;

  @ApiProperty({ enum: ['no-guardian', 'restricted', 'no-address', 'undeliverable'] })
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  namedAt!: string;
}

export class CoverageExclusionDto {
  @ApiProperty({ type: NamedPersonDto })
  student!: NamedPersonDto;

  @ApiProperty({ type: NamedPersonDto })
  guardian!: NamedPersonDto;

  @ApiProperty({ enum: noticeOccasions })
  occasion!: NoticeOccasion;

  @ApiProperty({ enum: ['restricted', 'student-of-age', 'no-longer-guardian'] })
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  namedAt!: string;
}

/** One guardian of one participant. */
export class CoverageLineDto {
  @ApiProperty({ type: NamedPersonDto })
  student!: NamedPersonDto;

  @ApiProperty({
    type: NamedPersonDto,
    nullable: true,
    description: 'A guardian, or a student of age in the parents’ place; null where the roster names nobody.',
  })
  guardian!: NamedPersonDto | null;

  @ApiProperty({ enum: ['told', 'waiting', 'not-told'] })
  status!: string;

  @ApiProperty({ enum: noticeChannels, type: String, nullable: true })
  channel!: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  toldAt!: string | null;

  @ApiProperty({
    enum: [
      'no-guardian',
      'restricted',
      'no-address',
      'undeliverable',
      'student-of-age',
      'not-entitled',
      'not-told-yet',
    ],
    type: String,
    nullable: true,
    description: 'Why not.',
  })
  reason!: string | null;
}

/** Who has been told of an authorization, who not yet, and who cannot be (C6). */
export class CoverageDto {
  @ApiProperty({ format: 'uuid', description: 'The authorization.' })
  id!: string;

  @ApiProperty({ enum: ['complete', 'pending', 'gaps'] })
  status!: 'complete' | 'pending' | 'gaps';

  @ApiProperty({ format: 'date-time', description: 'When the authorization became active.' })
  createdAt!: string;

  @ApiProperty({ type: CoverageLinks })
  links!: CoverageLinks;

  @ApiProperty({ format: 'date', type: String, nullable: true })
  endedOn!: string | null;

  @ApiProperty({ type: CoverageCountsDto })
  counts!: CoverageCountsDto;

  @ApiProperty({
    type: [CoverageLineDto],
    description: 'Every guardian of every participant: told when and how, or why not. At most 2,000, by student.',
  })
  lines!: readonly CoverageLineDto[];

  @ApiProperty({ type: [GuardianCoverageDto], description: 'At most 2,000, oldest first.' })
  guardians!: readonly GuardianCoverageDto[];

  @ApiProperty({ type: [CoverageGapDto], description: 'At most 2,000, oldest first.' })
  gaps!: readonly CoverageGapDto[];

  @ApiProperty({
    type: [CoverageExclusionDto],
    description: 'Told earlier, not entitled to be told of the end; no gaps. At most 2,000, oldest first.',
  })
  exclusions!: readonly CoverageExclusionDto[];
}
