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
  Scopes,
  type Caller,
  type Page,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { ChangeByHandHandler } from '../../application/change-by-hand.handler.js';
import { listHandRelations, type HandRelationListed } from '../../read-models/by-hand/by-hand.query.js';
import { findVisiblePerson } from '../../read-models/people-list/people-list.query.js';
import { pairOf } from '../../read-models/person-links/person-links.query.js';
import { RelationBody, RelationsQuery } from './by-hand.dto.js';
import { actorOf, callerPosition, type CallerPosition } from './caller-position.js';
import { CHANGE_BY_HAND, DATABASE } from './directory-tokens.js';
import { pageById } from './plain-text.js';
import { mayActOn, scopeOfCharge, type ScopeOfCharge } from './scope-of-charge.js';

const statuses = { 'already-ended': 409 } as const;

/** Relations that people enter by hand: they survive imports, and show who entered them and when (C5, C6). */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/relations')
export class RelationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(CHANGE_BY_HAND) private readonly byHand: ChangeByHandHandler,
  ) {}

  @Get()
  @Scopes('roster')
  @ApiOperation({ summary: 'Relations that people have entered by hand, with who did and when' })
  async list(@CurrentCaller() caller: Caller, @Query() query: RelationsQuery): Promise<Page<object>> {
    const scope = scopeOfCharge('hand-relation', caller, await callerPosition(this.database, caller));
    return pageById(query, resource, (after) =>
      listHandRelations(this.database, scope, { limit: query.limit, ...(after === undefined ? {} : { after }) }),
    );
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Enter a supervisor, the order in which a guardian is told, or a home language' })
  async enter(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Body() { type, person: named, related: other, order, language }: RelationBody,
  ): Promise<object> {
    const standing = await callerPosition(this.database, caller);
    const person = await findVisiblePerson(this.database, { everybody: true }, named);
    const related = other === undefined ? null : await findVisiblePerson(this.database, { everybody: true }, other);
    if (!person || related === undefined) throw notFound();
    const { buildingIds } = await pairOf(this.database, person.id, person.id);
    if (!mayActOn('hand-relation', standing, buildingIds)) throw notFound();
    const by = handOf(caller, standing, request);
    const relation = {
      ...{ type, person: person.sourcedId, related: type === 'language' ? null : (related?.sourcedId ?? null) },
      language: type === 'language' ? (language ?? null) : null,
      place: type === 'contact' ? (order ?? null) : null,
    };
    const result = await onceAtATime(by.idempotency, () => this.byHand.enter(relation, by));
    return resource(await this.found(everything, answerOf(result, statuses).id));
  }

  @Post(':id/end')
  @HttpCode(200)
  @ApiOperation({ summary: 'What the roster says holds again' })
  async end(@CurrentCaller() caller: Caller, @Req() request: FastifyRequest, @Param('id') id: string): Promise<object> {
    const standing = await callerPosition(this.database, caller);
    const known = await this.found(scopeOfCharge('hand-relation', caller, standing), id);
    if (!mayActOn('hand-relation', standing, known.buildingIds)) throw notFound();
    const by = handOf(caller, standing, request);
    const result = await onceAtATime(by.idempotency, () => this.byHand.end(known.id, by));
    answerOf(result, statuses);
    return resource(await this.found(everything, known.id));
  }

  private async found(scope: ScopeOfCharge, id: string): Promise<HandRelationListed> {
    if (!isUuid(id)) throw notFound();
    const [one] = await listHandRelations(this.database, scope, { id: id.toLowerCase(), limit: 1 });
    if (!one) throw notFound();
    return one;
  }
}

const everything: ScopeOfCharge = { everybody: true, buildingIds: [], personIds: [] };

/** Who enters something by hand, under every record. */
export const handOf = (caller: Caller, { position }: CallerPosition, request: FastifyRequest) => ({
  actor: actorOf(caller),
  senderIds: position?.recordIds ?? [],
  idempotency: idempotencyOf(request, caller),
});

const resource = ({ buildingIds: _, ...relation }: HandRelationListed): object => ({
  ...relation,
  origin: 'hand',
  links: { self: `/api/v1/relations?origin=hand`, end: `/api/v1/relations/${relation.id}/end` },
});
