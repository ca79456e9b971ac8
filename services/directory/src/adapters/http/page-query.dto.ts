import { ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@sightline/service-kit';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { rosterRoles, type RosterRole } from '@sightline/contracts';
import { IsPlainText } from './plain-text.js';

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
