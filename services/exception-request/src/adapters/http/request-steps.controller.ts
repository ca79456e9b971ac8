import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { answerOf, CurrentCaller, onceAtATime, PeopleOnly, type PersonCaller } from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RevokeAuthorizationHandler } from '../../application/revoke-authorization.handler.js';
import type { WithdrawRequestHandler } from '../../application/withdraw-request.handler.js';
import { askedBy } from './asked-by.js';
import { RevocationBody } from './authorization-steps.controller.js';
import { AuthorizationViews } from './authorization-views.js';
import { endingSideOf } from './ending-side.js';
import { ExceptionRequestBody, RenewalBody } from './exception-request.dto.js';
import { REVOKE_AUTHORIZATION, WITHDRAW_REQUEST } from './exception-request-tokens.js';
import { refusalStatuses } from './refusal-statuses.js';
import { RequestViews } from './request-views.js';
import { RequestWriter } from './request-writer.js';

/** What becomes of a request once it is written; each step takes `If-Match` with the ETag of the request. */
@ApiTags('exception-request')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/exception-requests')
export class RequestStepsController {
  constructor(
    @Inject(RequestViews) private readonly views: RequestViews,
    @Inject(RequestWriter) private readonly writer: RequestWriter,
    @Inject(AuthorizationViews) private readonly authorizations: AuthorizationViews,
    @Inject(REVOKE_AUTHORIZATION) private readonly revokeAuthorization: RevokeAuthorizationHandler,
    @Inject(WITHDRAW_REQUEST) private readonly withdrawRequest: WithdrawRequestHandler,
  ) {}

  @Post(':id/amend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Submit a draft, or a returned request again, changed (C3); or replace a draft' })
  async amend(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: ExceptionRequestBody,
  ): Promise<object> {
    const { request_id } = (await this.views.visible(caller, id, 'read')).request;
    await this.writer.write(caller, request, body, request_id);
    return this.views.show(caller, request_id, reply);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a request back before it is decided, or throw a draft away' })
  async withdraw(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<object> {
    const { request_id } = (await this.views.visible(caller, id, 'read')).request;
    const by = askedBy(caller, request);
    const result = await onceAtATime(by.idempotency, () => this.withdrawRequest.execute(request_id, by));
    answerOf(result, refusalStatuses);
    return this.views.show(caller, request_id, reply);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'End the authorization that a request became, with the reason' })
  async revoke(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Body() { reason }: RevocationBody,
  ): Promise<object> {
    const { request_id: requestId } = (await this.views.visible(caller, id, 'read')).request;
    const row = await this.authorizations.visible(caller, { requestId });
    const by = askedBy(caller, request);
    const { authorization_id: authorizationId, case_id: caseId } = row;
    // If-Match names the version of the request, which a revocation does not change.
    const revocation = {
      authorizationId,
      caseId,
      by: { ...by, expectedVersion: null },
      reason,
      side: endingSideOf(row),
    };
    const result = await onceAtATime(by.idempotency, () => this.revokeAuthorization.execute(revocation));
    answerOf(result, refusalStatuses);
    return this.views.show(caller, requestId, reply);
  }

  @Post(':id/renew')
  @HttpCode(201)
  @ApiOperation({ summary: 'Ask for the authorization of a request again: a new request that names only what changed' })
  async renew(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: RenewalBody,
  ): Promise<object> {
    const { request_id } = (await this.views.visible(caller, id, 'read')).request;
    const renewal = await this.writer.renew(caller, request, request_id, body);
    void reply.header('location', `/api/v1/exception-requests/${renewal}`);
    return this.views.show(caller, renewal, reply);
  }
}
