import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
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
import type { ChangePolicyVersionsHandler } from '../../application/change-policy-versions.handler.js';
import {
  listPolicyVersions,
  type PolicyVersionListed,
} from '../../read-models/policy-versions/policy-versions.query.js';
import { actorOf, callerPosition, requireAccess } from './caller-position.js';
import { CHANGE_POLICY_VERSIONS, DATABASE, TODAY } from './directory-tokens.js';
import { PolicyVersionBody } from './policy-versions.dto.js';

/** Refusals about the state of the version, or about who asks. */
const statuses = {
  'not-scheduled': 404,
  'first-day-taken': 409,
  'same-person': 403,
  'technology-department': 403,
  'not-in-charge': 403,
} as const;

/** The versions of the policy (C11): which was in force when, and how the next one comes into force. */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/policy-versions')
export class PolicyVersionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(CHANGE_POLICY_VERSIONS) private readonly versions: ChangePolicyVersionsHandler,
    @Inject(TODAY) private readonly today: () => string,
  ) {}

  @Get()
  @Scopes('roster')
  @ApiOperation({ summary: 'The versions of the policy, by their first day in force (C11)' })
  async list(@CurrentCaller() caller: Caller): Promise<Page<object>> {
    if (caller.kind === 'person') await callerPosition(this.database, caller);
    return { items: (await listPolicyVersions(this.database, this.today())).map(resource), next: null };
  }

  @Get(':id')
  @Scopes('roster')
  @ApiOperation({ summary: 'One version of the policy, with its texts and settings' })
  async show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    if (caller.kind === 'person') await callerPosition(this.database, caller);
    return this.found(id);
  }

  @Post()
  @HttpCode(201)
  @Scopes('roster')
  @ApiOperation({ summary: 'Prepare a version for a day ahead; it awaits confirmation by a second person (C11)' })
  async schedule(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Body() body: PolicyVersionBody,
  ): Promise<object> {
    requireAccess('policy-version', 'write', await callerPosition(this.database, caller));
    const idempotency = idempotencyOf(request, caller);
    const preparedBy = caller.kind === 'person' ? caller.personId : null;
    const result = await onceAtATime(idempotency, () =>
      this.versions.schedule({ ...body }, preparedBy, { actor: actorOf(caller), idempotency }),
    );
    return this.found(answerOf(result, statuses).id);
  }

  @Post(':id/confirmation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Publish it: by a principal or administrator who did not prepare it (C11)' })
  async confirm(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<object> {
    const held = await callerPosition(this.database, caller);
    requireAccess('policy-confirmation', 'write', held);
    if (caller.kind !== 'person' || !isUuid(id)) throw notFound();
    const roles = (held.position?.roles ?? []).map(({ role }) => role);
    const idempotency = idempotencyOf(request, caller);
    const result = await onceAtATime(idempotency, () =>
      this.versions.confirm(id.toLowerCase(), caller.personId, roles, { actor: actorOf(caller), idempotency }),
    );
    return this.found(answerOf(result, statuses).id);
  }

  private async found(id: string): Promise<object> {
    const all = await listPolicyVersions(this.database, this.today());
    const one = all.find(({ version }) => version.id.toLowerCase() === id.toLowerCase());
    if (!one) throw notFound();
    return resource(one);
  }
}

const resource = ({ version, status, createdAt, ...listed }: PolicyVersionListed): object => ({
  id: version.id,
  status,
  createdAt,
  number: version.number,
  title: version.title,
  inForceFrom: version.inForceFrom,
  boardDate: version.approvedOn,
  resolutionReference: listed.resolutionReference,
  clauses: version.clauses,
  settings: version.settings,
  preparedBy: listed.preparedBy === null ? null : { id: listed.preparedBy },
  confirmedBy: listed.confirmedBy === null ? null : { id: listed.confirmedBy },
  links: {
    self: `/api/v1/policy-versions/${version.id}`,
    confirmation: `/api/v1/policy-versions/${version.id}/confirmation`,
    impact: `/api/v1/policy-versions/${version.id}/impact`,
  },
});
