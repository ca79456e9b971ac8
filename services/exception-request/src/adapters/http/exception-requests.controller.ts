import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { findPeople } from '@sightline/relations';
import { CurrentCaller, isUuid, notFound, PeopleOnly, type Page, type PersonCaller } from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listRequests } from '../../read-models/requests/requests.queries.js';
import { isAuditor } from './caller-roles.js';
import { ExceptionRequestBody } from './exception-request.dto.js';
import { DATABASE } from './exception-request-tokens.js';
import { RequestsQuery } from './list-queries.dto.js';
import { RequestViews } from './request-views.js';
import { RequestWriter } from './request-writer.js';

/** Requests under C3 and C5, and C4's answer that none is needed. */
@ApiTags('exception-request')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/exception-requests')
export class ExceptionRequestsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(RequestViews) private readonly views: RequestViews,
    @Inject(RequestWriter) private readonly writer: RequestWriter,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Ask in writing for an exception (C3) or a personal telephone (C5), or keep a draft of it' })
  async submit(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: ExceptionRequestBody,
  ): Promise<object> {
    const id = await this.writer.write(caller, request, body);
    void reply.header('location', `/api/v1/exception-requests/${id}`);
    return this.views.written(caller, id, reply);
  }

  @Get()
  @ApiOperation({ summary: 'Requests that the caller asked, decides, decided or audits; newest first' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: RequestsQuery): Promise<Page<object>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw notFound();
    const people = await findPeople(
      this.database,
      [query.requester, query.student].flatMap((name) => name ?? []),
    );
    const idOf = (name: string | undefined): string | undefined =>
      people.find(({ personId, sourcedId }) => personId === name?.toLowerCase() || sourcedId === name)?.personId;
    const [requesterId, studentId] = [idOf(query.requester), idOf(query.student)];
    if ((query.requester !== undefined && !requesterId) || (query.student !== undefined && !studentId))
      return { items: [], next: null };
    const rows = await listRequests(this.database, {
      callerId: caller.personId,
      all: await isAuditor(this.database, caller.personId),
      limit: query.limit,
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.kind === undefined ? {} : { kind: query.kind }),
      ...(requesterId === undefined ? {} : { requesterId }),
      ...(studentId === undefined ? {} : { studentId }),
      ...(query.group === undefined ? {} : { group: query.group }),
      ...(query.renewalOf === undefined ? {} : { renewalOf: query.renewalOf }),
      ...(query.cursor === undefined ? {} : { before: query.cursor }),
    });
    const shown = rows.slice(0, query.limit);
    return {
      items: await this.views.list(shown),
      next: rows.length > query.limit ? shown[shown.length - 1]!.request_id : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One request' })
  show(
    @CurrentCaller() caller: PersonCaller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.views.show(caller, id, reply);
  }
}
