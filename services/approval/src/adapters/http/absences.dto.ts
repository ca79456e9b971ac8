import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@sightline/service-kit';
import { IsDateString, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class AbsenceBody {
  @ApiProperty({ format: 'date', description: 'First day, in the district’s time zone.' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  from!: string;

  @ApiProperty({ format: 'date', description: 'Last day, in the district’s time zone.' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  until!: string;

  @ApiPropertyOptional({
    description:
      'Who decides meanwhile: id, roster `sourcedId` or username. Nobody: the others of the pool, or whoever is above.',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  substitute?: string;
}

export class AbsencesQuery extends PageQuery {}
