import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  answerOf,
  CurrentCaller,
  isUuid,
  newId,
  notFound,
  onceAtATime,
  PeopleOnly,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { SayAboutMessageHandler, Saying } from '../../application/looks/say-about-message.handler.js';
import { SAY_ABOUT_MESSAGE } from './archive-tokens.js';
import { askedBy } from './asked-by.js';
import { AttachmentReviewBody, ContestDecisionBody, SafetyHoldBody, SayingBody } from './message-records.dto.js';

const nobody = '00000000-0000-0000-0000-000000000000';
const idOf = (id: string): string => (isUuid(id) ? id.toLowerCase() : nobody);
const statuses: Readonly<Record<string, number>> = {
  'not-entitled': 403,
  'party-to-contest': 403,
  'contest-open': 409,
  'no-open-contest': 409,
  'no-such-hold': 409,
};

/** What people say about an archived message (C9). */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/messages')
export class MessageRecordsController {
  constructor(@Inject(SAY_ABOUT_MESSAGE) private readonly sayAbout: SayAboutMessageHandler) {}

  @Post(':id/dispute')
  @HttpCode(200)
  @ApiOperation({ summary: 'The member of staff says that a message in the own name is not theirs' })
  dispute(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { reason }: SayingBody,
  ): Promise<object> {
    return this.say(caller, request, id, { type: 'dispute' }, reason);
  }

  @Post(':id/contests')
  @ApiOperation({
    summary: 'A guardian disagrees with a record about the own child; the statement stays attached (C9)',
  })
  contest(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { reason }: SayingBody,
  ): Promise<object> {
    return this.say(caller, request, id, { type: 'contest', contestId: newId() }, reason);
  }

  @Post(':id/contests/:contest/decision')
  @HttpCode(200)
  @ApiOperation({ summary: 'The custodian answers a statement of disagreement (C9)' })
  decideContest(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Param('contest') contest: string,
    @Body() { outcome, reason }: ContestDecisionBody,
  ): Promise<object> {
    return this.say(caller, request, id, { type: 'decide-contest', contestId: idOf(contest), outcome }, reason);
  }

  @Post(':id/attachments/:attachment/review')
  @HttpCode(200)
  @ApiOperation({ summary: 'The custodian says whether families get an attachment (C9)' })
  reviewAttachment(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Param('attachment') attachment: string,
    @Body() { outcome, reason }: AttachmentReviewBody,
  ): Promise<object> {
    return this.say(
      ...([
        caller,
        request,
        id,
        { type: 'review-attachment', attachmentId: idOf(attachment), outcome },
        reason,
      ] as const),
    );
  }

  @Post(':id/safety-holds')
  @ApiOperation({ summary: 'For a child’s safety families do not get this message for a time (C9)' })
  hold(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { until, reason }: SafetyHoldBody,
  ): Promise<object> {
    const moment = new Date(until).toISOString();
    return this.say(caller, request, id, { type: 'hold', holdId: newId(), until: moment }, reason);
  }

  @Post(':id/safety-holds/:hold/release')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a safety hold before its time' })
  releaseHold(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Param('hold') hold: string,
    @Body() { reason }: SayingBody,
  ): Promise<object> {
    return this.say(caller, request, id, { type: 'release-hold', holdId: idOf(hold) }, reason);
  }

  private async say(
    caller: PersonCaller,
    request: FastifyRequest,
    id: string,
    saying: Saying,
    reason: string,
  ): Promise<object> {
    const by = askedBy(caller, request);
    const result = await onceAtATime(by.idempotency, () => this.sayAbout.execute(by, idOf(id), saying, reason));
    if (!result) throw notFound();
    return {
      ...answerOf(result, statuses),
      ...{ status: 'said', links: { message: `/api/v1/messages/${idOf(id)}` } },
    };
  }
}
