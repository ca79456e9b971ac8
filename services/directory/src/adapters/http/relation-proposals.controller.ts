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
import type { SettleRelationHandler } from '../../application/settle-relation.handler.js';
import { listProposals, type ProposalListed } from '../../read-models/relation-proposals/relation-proposals.query.js';
import { actorOf, callerPosition } from './caller-position.js';
import { DATABASE, SETTLE_RELATION } from './directory-tokens.js';
import { pageById } from './plain-text.js';
import { mayActOn, recordsOfCaller, scopeOfCharge, type ScopeOfCharge } from './scope-of-charge.js';
import { ProposalsQuery, SettleProposalBody } from './relation-proposals.dto.js';

/** Refusals about the state of the proposal, or about who asks. */
const statuses = {
  'not-proposed': 404,
  'already-settled': 409,
  'technology-department': 403,
  'not-in-charge': 403,
  'own-relation': 403,
  'own-roster': 403,
} as const;

/** Relations of the roster that wait for somebody outside IT, since they would open what is there already (C7, C9). */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/relation-proposals')
export class RelationProposalsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(SETTLE_RELATION) private readonly settleRelation: SettleRelationHandler,
  ) {}

  @Get()
  @Scopes('roster')
  @ApiOperation({ summary: 'Relations that wait, or waited, for somebody outside IT (C7, C9)' })
  async list(@CurrentCaller() caller: Caller, @Query() query: ProposalsQuery): Promise<Page<object>> {
    const scope = scopeOfCharge('relation-proposal', caller, await callerPosition(this.database, caller));
    return pageById(query, resource, (before) =>
      listProposals(this.database, scope, {
        limit: query.limit,
        ...(query.status === undefined ? {} : { status: query.status }),
        ...(before === undefined ? {} : { before }),
      }),
    );
  }

  @Get(':id')
  @Scopes('roster')
  @ApiOperation({ summary: 'One relation that waits, or waited' })
  async show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return resource(
      await this.found(scopeOfCharge('relation-proposal', caller, await callerPosition(this.database, caller)), id),
    );
  }

  @Post(':id/confirmation')
  @HttpCode(200)
  @ApiOperation({ summary: 'It holds from now on: by a principal of the building or an administrator of the district' })
  confirm(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: SettleProposalBody,
  ): Promise<object> {
    return this.settle('confirm', caller, request, id, body);
  }

  @Post(':id/rejection')
  @HttpCode(200)
  @ApiOperation({ summary: 'It does not hold, however often the roster says it' })
  reject(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: SettleProposalBody,
  ): Promise<object> {
    return this.settle('reject', caller, request, id, body);
  }

  private async settle(
    outcome: 'confirm' | 'reject',
    caller: Caller,
    request: FastifyRequest,
    id: string,
    body: SettleProposalBody,
  ): Promise<object> {
    const standing = await callerPosition(this.database, caller);
    const scope = scopeOfCharge('relation-proposal', caller, standing);
    const proposal = await this.found(scope, id);
    if (caller.kind !== 'person' || !mayActOn('relation-proposal', standing, proposal.subjectBuildingIds))
      throw notFound();
    const idempotency = idempotencyOf(request, caller);
    const result = await onceAtATime(idempotency, () =>
      this.settleRelation.execute({
        ...{ outcome, idempotency, actor: actorOf(caller), words: body.words },
        proposalId: proposal.id,
        subjectId: proposal.subject.id,
        subjectBuildingIds: proposal.subjectBuildingIds,
        byIds: recordsOfCaller(caller, standing),
        roles: standing.position?.roles ?? [],
      }),
    );
    return resource(await this.found(scope, answerOf(result, statuses).id));
  }

  private async found(scope: ScopeOfCharge, id: string): Promise<ProposalListed> {
    if (!isUuid(id)) throw notFound();
    const [one] = await listProposals(this.database, scope, { id: id.toLowerCase(), limit: 1 });
    if (!one) throw notFound();
    return one;
  }
}

const resource = ({ subjectBuildingIds: _, ...proposal }: ProposalListed): object => ({
  ...proposal,
  links: {
    self: `/api/v1/relation-proposals/${proposal.id}`,
    confirmation: `/api/v1/relation-proposals/${proposal.id}/confirmation`,
    rejection: `/api/v1/relation-proposals/${proposal.id}/rejection`,
  },
});
