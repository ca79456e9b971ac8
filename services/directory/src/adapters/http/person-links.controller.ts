import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  isUuid,
  notFound,
  onceAtATime,
  PageQuery,
  Scopes,
  type Caller,
  type Page,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { LinkChange, LinkPersonsHandler } from '../../application/link-persons.handler.js';
import { findVisiblePerson } from '../../read-models/people-list/people-list.query.js';
import {
  listLinkCandidates,
  listLinks,
  pairOf,
  type LinkCandidate,
  type LinkListed,
} from '../../read-models/person-links/person-links.query.js';
import { actorOf, callerPosition, type CallerPosition } from './caller-position.js';
import { DATABASE, LINK_PERSONS } from './directory-tokens.js';
import { PersonLinkBody } from './person-links.dto.js';
import { pageById } from './plain-text.js';
import { mayActOn, recordsOfCaller, scopeOfCharge, type ScopeOfCharge } from './scope-of-charge.js';

/** Refusals about the state of the links, or about who asks. */
const statuses = {
  'not-linked': 409,
  'linked-to-another': 409,
  'both-linked': 409,
  'technology-department': 403,
  'not-in-charge': 403,
  'own-record': 403,
} as const;

/** Which records of the roster are one natural person (C3, C4). */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/person-links')
export class PersonLinksController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(LINK_PERSONS) private readonly links: LinkPersonsHandler,
  ) {}

  @Get()
  @Scopes('roster')
  @ApiOperation({ summary: 'Records that are, or were taken for, one natural person (C3, C4)' })
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<object>> {
    const scope = await this.scope(caller);
    return pageById(query, linkResource, (after) =>
      listLinks(this.database, scope, { limit: query.limit, ...(after === undefined ? {} : { after }) }),
    );
  }

  @Get('candidates')
  @Scopes('roster')
  @ApiOperation({ summary: 'Records of one name that share an address, a telephone number or a person key' })
  async candidates(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<object>> {
    const scope = await this.scope(caller);
    return pageById(query, candidateResource, (after) =>
      listLinkCandidates(this.database, scope, { limit: query.limit, ...(after === undefined ? {} : { after }) }),
    );
  }

  @Get(':id')
  @Scopes('roster')
  @ApiOperation({ summary: 'The latest link of a record, by the id of the record' })
  async show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return linkResource(await this.found(await this.scope(caller), id));
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Two records are one natural person: by a principal or an administrator of the district' })
  async link(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Body() body: PersonLinkBody,
  ): Promise<object> {
    const standing = await callerPosition(this.database, caller);
    const person = await findVisiblePerson(this.database, { everybody: true }, body.person);
    const linked = await findVisiblePerson(this.database, { everybody: true }, body.linked);
    if (!person || !linked) throw notFound();
    const { buildingIds } = await pairOf(this.database, person.id, linked.id);
    const change = this.change(caller, standing, request, buildingIds);
    const result = await onceAtATime(change.idempotency, () => this.links.link(person.id, linked.id, change));
    return linkResource(await this.found(all, answerOf(result, statuses).id));
  }

  @Post(':id/end')
  @HttpCode(200)
  @ApiOperation({ summary: 'They are two people after all: everything is as before the link' })
  async end(@CurrentCaller() caller: Caller, @Req() request: FastifyRequest, @Param('id') id: string): Promise<object> {
    const standing = await callerPosition(this.database, caller);
    const known = await this.found(scopeOfCharge('person-link', caller, standing), id);
    const { buildingIds } = await pairOf(this.database, known.person.id, known.linked.id);
    const change = this.change(caller, standing, request, buildingIds);
    const result = await onceAtATime(change.idempotency, () => this.links.end(known.id, known.person.id, change));
    return linkResource(await this.found(all, answerOf(result, statuses).id));
  }

  private async scope(caller: Caller): Promise<ScopeOfCharge> {
    return scopeOfCharge('person-link', caller, await callerPosition(this.database, caller));
  }

  private change(
    caller: Caller,
    standing: CallerPosition,
    request: FastifyRequest,
    buildingIds: readonly string[],
  ): LinkChange {
    if (caller.kind !== 'person' || !mayActOn('person-link', standing, buildingIds)) throw notFound();
    return {
      byIds: recordsOfCaller(caller, standing),
      roles: standing.position?.roles ?? [],
      actor: actorOf(caller),
      idempotency: idempotencyOf(request, caller),
    };
  }

  private async found(scope: ScopeOfCharge, id: string): Promise<LinkListed> {
    if (!isUuid(id)) throw notFound();
    const [one] = await listLinks(this.database, scope, { id: id.toLowerCase(), limit: 1 });
    if (!one) throw notFound();
    return one;
  }
}

const all: ScopeOfCharge = { everybody: true, buildingIds: [], personIds: [] };

const linkResource = (link: LinkListed): object => ({
  ...link,
  links: { self: `/api/v1/person-links/${link.id}`, end: `/api/v1/person-links/${link.id}/end` },
});

const candidateResource = (candidate: LinkCandidate): object => ({
  ...candidate,
  status: 'offered',
  links: { confirm: '/api/v1/person-links' },
});
