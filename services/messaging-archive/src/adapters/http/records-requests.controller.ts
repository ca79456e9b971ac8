import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { UnitResult } from '@sightline/event-store';
import { mayAccess } from '@sightline/policy';
import {
  answerOf,
  CurrentCaller,
  invalidCursor,
  isUuid,
  notFound,
  onceAtATime,
  PeopleOnly,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { AskedBy } from '../../application/asked-by.js';
import type { Looking } from '../../application/looks/looking-caller.js';
import type { AnswerRecordsRequestHandler } from '../../application/records-requests/answer-records-request.handler.js';
import type { OpenRecordsRequestHandler } from '../../application/records-requests/open-records-request.handler.js';
import {
  findRecordsRequest,
  listRecordsRequests,
  type FoundRecordsRequest,
} from '../../read-models/records-requests/records-requests.queries.js';
import { ANSWER_RECORDS_REQUEST, LOOKING, OPEN_RECORDS_REQUEST } from './archive-tokens.js';
import { askedBy } from './asked-by.js';
import { comparisonOf, recordsRequestResources } from './records-request.resource.js';
import { FulfilmentBody, RecordsRequestBody, RecordsRequestsQuery, StatementBody } from './records-requests.dto.js';

/** Refusals about who asks or where it stands; all others are about what was written (422). */
const statuses: Readonly<Record<string, number>> = { 'records-request-not-yours': 403, 'records-request-closed': 409 };

/** Communication with students on request: of the supervisor (C8), of a guardian for what the archive lacks (C9). */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/records-requests')
export class RecordsRequestsController {
  constructor(
    @Inject(LOOKING) private readonly looking: Looking,
    @Inject(OPEN_RECORDS_REQUEST) private readonly openRequest: OpenRecordsRequestHandler,
    @Inject(ANSWER_RECORDS_REQUEST) private readonly answerRequest: AnswerRecordsRequestHandler,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Records requests by the caller, to the caller, and to those whom the caller supervises' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: RecordsRequestsQuery): Promise<Page<object>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw invalidCursor();
    const rows = await listRecordsRequests(this.looking.database, {
      ...{ callerId: caller.personId, limit: query.limit },
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.cursor === undefined ? {} : { before: query.cursor }),
    });
    const shown = rows.slice(0, query.limit).filter(readable);
    return {
      items: await recordsRequestResources(this.looking.database, shown),
      next: rows.length > query.limit ? rows[query.limit - 1]!.records_request_id : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One records request, compared with what the archive has (C8)' })
  async show(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<object> {
    const { database, districtTimeZone, clock } = this.looking;
    const row = await this.visible(caller, id);
    const [resource] = await recordsRequestResources(database, [row]);
    return { ...resource, comparison: await comparisonOf(database, row, districtTimeZone, clock.now()) };
  }

  @Post()
  @ApiOperation({ summary: 'Ask for communication with students: a person, students, a period (C8, C9)' })
  async open(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Body() { person, students, from, until, reason }: RecordsRequestBody,
  ): Promise<object> {
    const by = askedBy(caller, request);
    const result = await onceAtATime(by.idempotency, () =>
      this.openRequest.execute({ by, person, students, from, until, reason }),
    );
    return this.show(caller, answerOf(result, statuses).id);
  }

  @Post(':id/fulfil')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand over messages and imports of the archive that answer it' })
  fulfil(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { messages = [], imports = [] }: FulfilmentBody,
  ): Promise<object> {
    return this.answer(caller, request, id, (row, by) =>
      this.answerRequest.fulfil(row, by, messages.map(lower), imports.map(lower)),
    );
  }

  @Post(':id/attest')
  @HttpCode(200)
  @ApiOperation({ summary: 'State in words that it is complete, and what is withheld as private' })
  attest(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { statement, withheld = [] }: StatementBody,
  ): Promise<object> {
    const items = withheld.map(({ item, reason }) => ({ item, reason }));
    return this.answer(caller, request, id, (row, by) =>
      this.answerRequest.attest(row, by, { statement, withheld: items }),
    );
  }

  private async answer(
    caller: PersonCaller,
    request: FastifyRequest,
    id: string,
    act: (row: FoundRecordsRequest, by: AskedBy) => Promise<UnitResult<null>>,
  ): Promise<object> {
    const row = await this.visible(caller, id);
    const by = askedBy(caller, request);
    answerOf(await onceAtATime(by.idempotency, () => act(row, by)), statuses);
    return this.show(caller, id);
  }

  private async visible(caller: PersonCaller, id: string): Promise<FoundRecordsRequest> {
    const row = await findRecordsRequest(this.looking.database, caller.personId, isUuid(id) ? id : nobody);
    if (!row || !readable(row)) throw notFound();
    return row;
  }
}

const nobody = '00000000-0000-0000-0000-000000000000';
const lower = (id: string): string => id.toLowerCase();
const readable = ({ relations }: FoundRecordsRequest): boolean =>
  mayAccess('records-request', 'read', new Set(relations));
