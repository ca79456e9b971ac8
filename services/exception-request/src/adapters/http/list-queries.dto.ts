import { ApiPropertyOptional } from '@nestjs/swagger';
import { requestKinds } from '@sightline/contracts';
import { PageQuery } from '@sightline/service-kit';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

const datePattern = /^\d{4}-\d{2}-\d{2}$/;

export class RequestsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['draft', 'submitted', 'returned', 'withdrawn', 'not-required', 'approved', 'denied'])
  status?: string;

  @ApiPropertyOptional({ enum: requestKinds })
  @IsOptional()
  @IsIn(requestKinds)
  kind?: string;

  @ApiPropertyOptional({ description: 'Who asked, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  requester?: string;

  @ApiPropertyOptional({ description: 'A student named, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  student?: string;

  @ApiPropertyOptional({ description: 'The class or activity, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  group?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The authorization that is renewed.' })
  @IsOptional()
  @IsUUID()
  renewalOf?: string;
}

export class AuthorizationsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The staff member, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  person?: string;

  @ApiPropertyOptional({ description: 'A student, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  student?: string;

  @ApiPropertyOptional({ description: 'The class or activity, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  group?: string;

  @ApiPropertyOptional({ enum: requestKinds })
  @IsOptional()
  @IsIn(requestKinds)
  kind?: string;

  @ApiPropertyOptional({ enum: ['active', 'expired', 'revoked', 'withdrawn'] })
  @IsOptional()
  @IsIn(['active', 'expired', 'revoked', 'withdrawn'])
  status?: string;

  @ApiPropertyOptional({
    format: 'date',
    description: 'As it was on this date of the district’s time zone: in force, and with whom.',
  })
  @IsOptional()
  @Matches(datePattern, { message: '$property must be a date, YYYY-MM-DD' })
  at?: string;
}
