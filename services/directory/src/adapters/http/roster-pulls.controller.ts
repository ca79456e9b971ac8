import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  newId,
  notFound,
  Problem,
  Scopes,
  type Caller,
} from '@sightline/service-kit';
import { IsBoolean, IsISO8601, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ImportRosterHandler } from '../../application/import-roster.handler.js';
import type { RosterProviderReader, RosterStore } from '../../application/ports.js';
import { actorOf, callerPosition, requireAccess } from './caller-position.js';
import { DATABASE, IMPORT_ROSTER, ROSTER_PROVIDER, ROSTER_STORE } from './directory-tokens.js';
import { importResource, soon } from './import-resource.js';

class PullBody {
  @ApiPropertyOptional({ description: 'Only what changed since then, RFC 3339; everything when left out.' })
  @IsOptional()
  @IsISO8601({ strict: true })
  since?: string;

  @ApiPropertyOptional({ description: 'Say what would change, and change nothing.' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({ description: 'It is the roster of a new school year.' })
  @IsOptional()
  @IsBoolean()
  rollover?: boolean;
}

const noProvider = (): Problem =>
  new Problem({
    type: 'no-roster-provider',
    status: 409,
    title: 'No roster provider is set up',
    detail: 'Set ROSTER_PROVIDER_URL and its credentials and start again, or send a bundle to /api/v1/roster/imports.',
  });

/** Fetches the roster from the district’s OneRoster 1.2 REST provider; each pull is an import like any other. */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/roster/pulls')
export class RosterPullsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(IMPORT_ROSTER) private readonly imports: ImportRosterHandler,
    @Inject(ROSTER_STORE) private readonly store: RosterStore,
    @Inject(ROSTER_PROVIDER) private readonly provider: RosterProviderReader | null,
  ) {}

  @Post()
  @HttpCode(201)
  @Scopes('roster')
  @ApiOperation({ summary: 'Pull the roster from the OneRoster 1.2 REST provider' })
  async create(
    @CurrentCaller() caller: Caller,
    @Body() body: PullBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    requireAccess('roster-import', 'write', await callerPosition(this.database, caller));
    const { provider } = this;
    if (!provider) throw noProvider();
    const key = idempotencyOf(request, caller);
    const run = {
      importId: newId(),
      submittedBy: actorOf(caller),
      dryRun: body.dryRun ?? false,
      confirmed: false,
      rollover: body.rollover ?? false,
    };
    const begun = await this.imports.begin({ ...run, bundleSha256: '', ...(key && { key }) });
    if (begun.outcome === 'key-reused') return answerOf<never>({ outcome: 'key-reused' });
    if (begun.outcome === 'begun') {
      const since = body.since === undefined ? undefined : new Date(body.since);
      await soon(this.imports.runFrom(run, (sink, onProgress) => provider.read(since, sink, onProgress)));
    }
    const record = await this.store.find(begun.outcome === 'repeated' ? begun.importId : run.importId);
    if (!record) throw notFound();
    void reply.header('location', `/api/v1/roster/imports/${record.id}`);
    if (record.status === 'running') void reply.status(202);
    return importResource(record);
  }
}
