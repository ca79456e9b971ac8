import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { RosterOfAuthorization } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { ClientsOnly } from '@sightline/service-kit';
import { IsOptional, IsUUID } from 'class-validator';
import { liveAuthorizations } from '../../read-models/authorizations/live-authorizations.query.js';
import { DATABASE } from './exception-request-tokens.js';

class LiveLookup {
  @IsOptional()
  @IsUUID('all')
  after?: string | null;
}

/** On whose roster live authorizations rest, for `directory` before an import; the public entrance does not pass it on. */
@ApiExcludeController()
@ClientsOnly('internal')
@Controller('internal/v1/live-authorizations')
export class InternalLiveAuthorizationsController {
  constructor(@Inject(DATABASE) private readonly database: Queryable) {}

  @Post()
  @HttpCode(200)
  async live(@Body() { after }: LiveLookup): Promise<{ items: readonly RosterOfAuthorization[] }> {
    return { items: await liveAuthorizations(this.database, after ?? null) };
  }
}
