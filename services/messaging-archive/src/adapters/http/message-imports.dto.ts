import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';

export class ImportQuery {
  @ApiPropertyOptional({ description: 'Only what falls under this authorization of the caller (C7).' })
  @IsOptional()
  @IsUUID('all')
  authorization?: string;

  @ApiPropertyOptional({
    enum: ['all-covered'],
    description: 'Take every message with a covered student, and ask for no choice.',
  })
  @IsOptional()
  @IsIn(['all-covered'])
  threads?: 'all-covered';
}

class NamedParticipant {
  @ApiProperty({ description: 'As the outline names them.' })
  @IsString()
  @MaxLength(320)
  participant!: string;

  @ApiProperty({ description: 'The caller, or a student of an authorization: id or sourcedId.' })
  @IsString()
  @MaxLength(255)
  person!: string;
}

class ChosenThreadBody {
  @ApiProperty({ description: 'Id of a thread in the outline.' })
  @IsString()
  @MaxLength(64)
  thread!: string;

  @ApiPropertyOptional({
    type: [NamedParticipant],
    description: 'Whom the names in a chat stand for: an export holds no numbers of people in the address book.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => NamedParticipant)
  people?: NamedParticipant[];
}

export class SelectionBody {
  @ApiProperty({ type: [ChosenThreadBody], description: 'Empty: nothing is taken, and the upload is removed.' })
  @IsArray()
  @ArrayMaxSize(10_000)
  @ValidateNested({ each: true })
  @Type(() => ChosenThreadBody)
  threads!: ChosenThreadBody[];

  @ApiPropertyOptional({
    enum: ['day-first', 'month-first', 'year-first'],
    description: 'What 3/4 means, where the outline remarks that the export does not tell.',
  })
  @IsOptional()
  @IsIn(['day-first', 'month-first', 'year-first'])
  dateOrder?: 'day-first' | 'month-first' | 'year-first';
}
