import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { rosterRoles, type RosterRole } from '@sightline/contracts';
import { IsPlainText } from './plain-text.js';

/** What every list takes. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'Where the next page begins, as the page before said.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

export class GroupsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'A building, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  @IsPlainText()
  building?: string;
}

export class PeopleQuery extends GroupsQuery {
  @ApiPropertyOptional({ enum: rosterRoles })
  @IsOptional()
  @IsIn(rosterRoles)
  role?: RosterRole;

  @ApiPropertyOptional({ description: 'Part of a name or username.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @IsPlainText()
  q?: string;
}
