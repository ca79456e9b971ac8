import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@sightline/service-kit';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';

const statuses = ['waiting', 'printed', 'posted'] as const;
export type LetterBatchStatus = (typeof statuses)[number];

export class LetterBatchQuery extends PageQuery {
  @ApiPropertyOptional({ enum: statuses })
  @IsOptional()
  @IsIn(statuses)
  status?: LetterBatchStatus;
}

export class LettersPostedBody {
  @ApiProperty({ format: 'date', description: 'The day on which they went to the post or were handed over.' })
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  postedOn!: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'References of letters that were not given away; they go into the next batch.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2_000)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  except: string[] = [];
}

export class LetterBatchLinks {
  @ApiProperty() self!: string;
  @ApiProperty({ description: 'The letters to print, as PDF.' }) file!: string;
  @ApiProperty({ description: 'Where to state that they were posted.' }) posted!: string;
}

export class LetterBuildingDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, nullable: true }) sourcedId!: string | null;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
}

export class LetterCountsDto {
  @ApiProperty() letters!: number;
  @ApiProperty({
    description: 'Without a postal address: the office hands them over. Counted when the file is opened.',
  })
  handedOver!: number;
}

/** Printed notices of one building and day. */
export class LetterBatchDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: statuses }) status!: LetterBatchStatus;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: LetterBatchLinks }) links!: LetterBatchLinks;
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty({ type: LetterBuildingDto, nullable: true }) building!: LetterBuildingDto | null;
  @ApiProperty({ type: LetterCountsDto }) counts!: LetterCountsDto;
  @ApiProperty({ format: 'date-time', type: String, nullable: true }) printedAt!: string | null;
  @ApiProperty({ format: 'date', type: String, nullable: true }) postedOn!: string | null;
}

export class LetterBatchPage {
  @ApiProperty({ type: [LetterBatchDto] }) items!: LetterBatchDto[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
