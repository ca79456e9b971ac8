import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleReader, RequestWords, RequestWordsReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  isUuid,
  notFound,
  onceAtATime,
  PeopleOnly,
  Problem,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SubmitRequestHandler, SubmittedRequest } from '../../application/submit-request.handler.js';
import type { WithdrawRequestHandler } from '../../application/withdraw-request.handler.js';
import type { RequestRow } from '../../read-models/requests/requests.projection.js';
import { findRequest, listRequests, type RequestStanding } from '../../read-models/requests/requests.queries.js';
import { isAuditor } from './caller-roles.js';
import { ExceptionRequestBody, RequestsQuery } from './exception-request.dto.js';
import { DATABASE, PEOPLE, REQUEST_WORDS, SUBMIT_REQUEST, WITHDRAW_REQUEST } from './exception-request-tokens.js';
import { namedReferencesTo, referencesTo, type Reference } from './references.js';
import { refusalStatuses } from './refusal-statuses.js';
import { requestResource } from './request.resources.js';

/** Requests under C3 and C5, and C4's answer that none is needed. */
@ApiTags('exception-request')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/exception-requests')
export class ExceptionRequestsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
    @Inject(REQUEST_WORDS) private readonly words: RequestWordsReader,
    @Inject(SUBMIT_REQUEST) private readonly submitRequest: SubmitRequestHandler,
    @Inject(WITHDRAW_REQUEST) private readonly withdrawRequest: WithdrawRequestHandler,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Ask in writing for an exception (C3) or a personal telephone (C5)' })
  async submit(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: ExceptionRequestBody,
  ): Promise<object> {
    const id = await this.submitAs(caller, request, body);
    void reply.header('location', `/api/v1/exception-requests/${id}`);
    return this.show(caller, id);
  }

  @Get()
  @ApiOperation({ summary: 'Requests that the caller asked, decides, decided or audits; newest first' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: RequestsQuery): Promise<Page<object>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw notFound();
    const rows = await listRequests(this.database, {
      callerId: caller.personId,
      all: await isAuditor(this.database, caller.personId),
      limit: query.limit,
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.cursor === undefined ? {} : { before: query.cursor }),
    });
    const shown = rows.slice(0, query.limit);
    return {
      items: await this.resources(shown, await this.words.requestWords(shown.map(({ request_id }) => request_id))),
      next: rows.length > query.limit ? shown[shown.length - 1]!.request_id : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One request' })
  async show(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<object> {
    const { request, words } = await this.visible(caller, id);
    const [referTo, places] = await Promise.all([
      namedReferencesTo(this.database, this.people, peopleIn(request)),
      this.people.places(request.group_id === null ? [] : [request.group_id]),
    ]);
    const known = words === null ? undefined : { requestId: request.request_id, ...words };
    return {
      ...requestResource(request, referTo, known),
      groupTitle: places.get(request.group_id ?? '')?.name ?? null,
    };
  }

  @Post(':id/amend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Submit a returned request again, changed (C3)' })
  async amend(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: ExceptionRequestBody,
  ): Promise<object> {
    const { request_id } = (await this.visible(caller, id)).request;
    await this.submitAs(caller, request, body, request_id);
    return this.show(caller, request_id);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a request back before it is decided' })
  async withdraw(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<object> {
    const { request_id } = (await this.visible(caller, id)).request;
    const idempotency = idempotencyOf(request, caller);
    const result = await onceAtATime(idempotency, () =>
      this.withdrawRequest.execute({
        requestId: request_id,
        by: caller.personId,
        idempotency,
        causationId: String(request.id),
      }),
    );
    answerOf(result, refusalStatuses);
    return this.show(caller, request_id);
  }

  private async submitAs(
    caller: PersonCaller,
    request: FastifyRequest,
    body: ExceptionRequestBody,
    requestId?: string,
  ): Promise<string> {
    if (body.students !== undefined && body.group !== undefined)
      throw new Problem({
        type: 'students-or-group',
        status: 422,
        title: 'Name students or a group, not both',
        detail: 'A group stands for the list of its students.',
        clause: 'C3',
        errors: [{ field: 'group', detail: 'Leave out either students or group.' }],
      });
    const idempotency = idempotencyOf(request, caller);
    const traceparent = request.headers['traceparent'];
    const submitted: SubmittedRequest = {
      requesterId: caller.personId,
      kind: body.kind,
      purpose: body.purpose,
      students: body.students ?? [],
      group: body.group,
      medium: body.channel.medium,
      channelAddress: body.channel.address,
      reason: body.reason,
      shortfall: body.districtFormShortfall,
      from: body.from,
      until: body.until,
      idempotency,
      causationId: String(request.id),
      ...(requestId === undefined ? {} : { requestId }),
      ...(typeof traceparent === 'string' && traceparent.length <= 100 ? { traceparent } : {}),
    };
    const result = await onceAtATime(idempotency, () => this.submitRequest.execute(submitted));
    return answerOf(result, refusalStatuses).id;
  }

  private async visible(caller: PersonCaller, id: string): Promise<RequestStanding> {
    if (!isUuid(id)) throw notFound();
    const standing = await findRequest(this.database, id.toLowerCase(), caller.personId);
    const relations = new Set<Relation>(standing?.parties);
    if (standing?.request.requester_id === caller.personId) relations.add('requester');
    if (!standing || !mayAccess('exception-request', 'read', relations)) throw notFound();
    return standing;
  }

  private async resources(rows: readonly RequestRow[], words: ReadonlyMap<string, RequestWords>): Promise<object[]> {
    const referTo: (id: string) => Reference = await referencesTo(this.database, rows.flatMap(peopleIn));
    return rows.map((row) => requestResource(row, referTo, words.get(row.request_id)));
  }
}

const peopleIn = (row: RequestRow): readonly string[] => [
  row.requester_id,
  ...row.student_ids,
  ...row.own_family.map(({ studentId }) => studentId),
];
