import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { mayAccess } from '@sightline/policy';
import { CurrentCaller, notFound, PeopleOnly, type PersonCaller } from '@sightline/service-kit';
import { IsUUID } from 'class-validator';
import { copyGaps, copyGapsStanding } from '../../read-models/copy-gaps/copy-gaps.query.js';
import { DATABASE } from './access-grants.controller.js';
import { ALLOWED_SECONDS } from './archive-tokens.js';

/** What the policy of this version allows, in seconds (C7). */
export type AllowedSeconds = (policyVersion: string) => Promise<number>;

class CopyGapsQuery {
  @ApiProperty({ description: 'The authorization whose copies are reckoned.' })
  @IsUUID('all')
  authorization!: string;
}

class CopyGapsResource {
  @ApiProperty({ format: 'uuid' }) authorization!: string;
  @ApiProperty({ enum: ['C7'] }) clause!: 'C7';
  @ApiProperty() copiesRequired!: boolean;
  @ApiProperty({ description: 'Copies of what the member of staff sent.' }) count!: number;
  @ApiProperty({ description: 'Those that came later than the threshold.' }) late!: number;
  @ApiProperty({ description: 'Messages that show that a copy did not come.' }) missing!: number;
  @ApiProperty({ nullable: true, type: Number }) p50Seconds!: number | null;
  @ApiProperty({ nullable: true, type: Number }) p95Seconds!: number | null;
  @ApiProperty({ description: 'How late a copy may be by the policy of the authorization.' }) thresholdSeconds!: number;
  @ApiProperty({ type: Object }) links!: { readonly authorization: string };
}

/** How far copies come at the same time as what they copy (C7), in numbers. */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/copy-gaps')
export class CopyGapsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(ALLOWED_SECONDS) private readonly allowedSeconds: AllowedSeconds,
  ) {}

  @Get()
  @ApiOkResponse({ type: CopyGapsResource })
  @ApiOperation({ summary: 'From sending to copy: how long it takes, what was late, what did not come (C7)' })
  async show(@CurrentCaller() caller: PersonCaller, @Query() query: CopyGapsQuery): Promise<CopyGapsResource> {
    const authorization = query.authorization.toLowerCase();
    const standing = await copyGapsStanding(this.database, authorization, caller.personId);
    if (!standing || !mayAccess('copy-gap', 'read', new Set(standing.relations))) throw notFound();
    const thresholdSeconds = await this.allowedSeconds(standing.policyVersion);
    return {
      ...{ authorization, clause: 'C7', copiesRequired: standing.copiesRequired },
      ...(await copyGaps(this.database, authorization, thresholdSeconds)),
      thresholdSeconds,
      links: { authorization: `/api/v1/authorizations/${authorization}` },
    };
  }
}
