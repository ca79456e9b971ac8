import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  isUuid,
  newId,
  notFound,
  Problem,
  Scopes,
  type Caller,
  type Page,
  PageQuery,
} from '@sightline/service-kit';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ImportRoster, ImportRosterHandler } from '../../application/import-roster.handler.js';
import type { DecideHeldImportHandler } from '../../application/decide-held-import.handler.js';
import type { RosterStore } from '../../application/ports.js';
import { actorOf, callerPosition, requireAccess } from './caller-position.js';
import { DATABASE, DECIDE_HELD_IMPORT, IMPORT_ROSTER, ROSTER_STORE } from './directory-tokens.js';
import { importResource, soon } from './import-resource.js';
import { discardUpload, receiveUpload } from './received-upload.js';

class ImportQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Say what would change, and change nothing.' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: 'You have seen what the import would remove, end and send.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  confirmed?: 'true' | 'false';

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description:
      'It is the roster of a new school year: summer activities are carried, and graduates leave as expected.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  rollover?: 'true' | 'false';
}

@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/roster/imports')
export class RosterImportsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(IMPORT_ROSTER) private readonly imports: ImportRosterHandler,
    @Inject(ROSTER_STORE) private readonly store: RosterStore,
    @Inject(DECIDE_HELD_IMPORT) private readonly held: DecideHeldImportHandler,
  ) {}

  @Post()
  @HttpCode(201)
  @Scopes('roster')
  @ApiConsumes('application/zip', 'multipart/form-data')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ summary: 'Import a OneRoster 1.1 or 1.2 CSV bundle (zip)' })
  async create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: ImportQuery,
  ): Promise<object> {
    requireAccess('roster-import', 'write', await callerPosition(this.database, caller));
    if (query.confirmed === 'true' && caller.kind !== 'person') throw personRequired();
    const key = keyOf(request, caller);
    const upload = await receiveUpload(request);
    const command: ImportRoster = {
      importId: newId(),
      bundlePath: upload.path,
      bundleSha256: upload.sha256,
      submittedBy: actorOf(caller),
      dryRun: query.dryRun === 'true',
      confirmed: query.confirmed === 'true',
      rollover: query.rollover === 'true',
      ...(key && { key: { ...key, bodyHash: requestHash(upload.sha256, query) } }),
    };
    const begun = await this.imports.begin(command).catch(async (error: unknown) => {
      await discardUpload(upload);
      throw error;
    });
    if (begun.outcome !== 'begun') await discardUpload(upload);
    if (begun.outcome === 'key-reused') return answerOf<never>({ outcome: 'key-reused' });
    if (begun.outcome === 'begun') {
      const running = this.imports.run(command).finally(() => discardUpload(upload));
      await soon(running);
    }
    return this.shown(begun.outcome === 'repeated' ? begun.importId : command.importId, reply);
  }

  @Post(':id/confirmation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an import that awaits confirmation: you have seen what it removes, ends and sends' })
  async confirm(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.requireDecider(caller, id);
    const confirmed = await this.held.confirm(id, actorOf(caller));
    if (!confirmed) throw notHeld();
    await soon(confirmed.running);
    return this.shown(id, reply);
  }

  @Post(':id/rejection')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave an import that awaits confirmation unused: nothing is changed' })
  async reject(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.requireDecider(caller, id);
    if (!(await this.held.reject(id, actorOf(caller)))) throw notHeld();
    return this.shown(id, reply);
  }

  @Get()
  @Scopes('roster')
  @ApiOperation({ summary: 'Imports, newest first' })
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<object>> {
    requireAccess('roster-import', 'read', await callerPosition(this.database, caller));
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw notFound();
    const records = await this.store.latest(query.limit + 1, query.cursor);
    const shown = records.slice(0, query.limit);
    return {
      items: shown.map((record) => ({ ...importResource(record), report: undefined })),
      next: records.length > query.limit ? shown[shown.length - 1]!.id : null,
    };
  }

  @Get(':id')
  @Scopes('roster')
  @ApiOperation({ summary: 'How an import went, row by row' })
  async show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    requireAccess('roster-import', 'read', await callerPosition(this.database, caller));
    const record = isUuid(id) ? await this.store.find(id) : undefined;
    if (!record) throw notFound();
    return importResource(record);
  }

  /** @throws Problem not-found for whoever may not decide, as for an import that is not there */
  private async requireDecider(caller: Caller, id: string): Promise<void> {
    requireAccess('held-import', 'write', await callerPosition(this.database, caller));
    if (!isUuid(id) || !(await this.store.find(id))) throw notFound();
  }

  private async shown(importId: string, reply: FastifyReply): Promise<object> {
    const record = await this.store.find(importId);
    if (!record) throw notFound();
    void reply.header('location', `/api/v1/roster/imports/${importId}`);
    if (record.status === 'running') void reply.status(202);
    return importResource(record);
  }
}

const requestHash = (sha256: string, { dryRun, confirmed, rollover }: ImportQuery): string =>
  `${sha256} ${dryRun} ${confirmed}${rollover === undefined ? '' : ` ${rollover}`}`;

const personRequired = (): Problem =>
  new Problem({
    type: 'person-required',
    status: 403,
    title: 'Only a person confirms an import',
    detail: 'Send it without confirmed=true; when it removes many students it waits for an operator to confirm it.',
  });

const notHeld = (): Problem =>
  new Problem({
    type: 'import-not-held',
    status: 409,
    title: 'This import awaits no confirmation',
    detail: 'It has ended, is under way, or was decided by somebody else. Read it again to see which.',
  });

/** The key is checked before anything is received; what it stands for is known only when the bundle is here. */
const keyOf = ({ headers, method, url }: FastifyRequest, caller: Caller): ReturnType<typeof idempotencyOf> =>
  idempotencyOf({ headers, method, url, body: null } as FastifyRequest, caller);
