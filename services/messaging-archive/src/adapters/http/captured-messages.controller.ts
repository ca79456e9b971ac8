import { Controller, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  notFound,
  onceAtATime,
  Scopes,
  type Caller,
  type Clock,
} from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CaptureMessageHandler, HandedIn } from '../../application/capture-message.handler.js';
import { isStaff } from '../../read-models/message-imports/importing-staff.queries.js';
import {
  capturedMessage,
  holderOf,
  type CapturedMessageRow,
} from '../../read-models/messages/captured-message.query.js';
import { DATABASE } from './access-grants.controller.js';
import { CAPTURE_MESSAGE } from './archive-tokens.js';
import { CaptureBody, CaptureQuery } from './captured-messages.dto.js';
import { handedIn } from './handed-in-message.js';

export interface MessageCapture {
  readonly handler: CaptureMessageHandler;
  readonly clock: Clock;
}

/** Copies that are handed in: own messages and calls of a member of staff, or what a system of the district carried (C7). */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@ApiExtraModels(CaptureBody)
@Scopes('messages')
@Controller('api/v1/messages')
export class CapturedMessagesController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(CAPTURE_MESSAGE) private readonly capture: MessageCapture,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiConsumes('application/json', 'message/rfc822')
  @ApiBody({ schema: { oneOf: [{ $ref: getSchemaPath(CaptureBody) }, { type: 'string', format: 'binary' }] } })
  @ApiOperation({ summary: 'Hand in the copy of a message, a mail, or the log of a telephone call (C7)' })
  async create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: CaptureQuery,
  ): Promise<object> {
    const { handler, clock } = this.capture;
    const { headers, method, url } = request;
    // What it stands for is hashed with a key, when it is here.
    const key = idempotencyOf({ headers, method, url, body: null } as FastifyRequest, caller);
    const { content, authorizationId = query.authorization } = await handedIn(request, clock);
    const by: HandedIn = {
      actor: caller.kind === 'person' ? `person:${caller.personId}` : `client:${caller.clientId}`,
      staffId: await this.staffOf(caller, authorizationId?.toLowerCase()),
      authorizationId: authorizationId?.toLowerCase() ?? null,
      ...{ carriedBySystem: caller.kind === 'client', key },
    };
    const taken = answerOf(await onceAtATime(key, () => handler.execute(by, content)));
    void reply.header('location', `/api/v1/messages/${taken.messageId}`);
    return captureResource(await capturedMessage(this.database, taken.custodyId));
  }

  /** In whose name it is taken. @throws Problem not-found for anybody else's authorization, as for one that is not there */
  private async staffOf(caller: Caller, authorizationId: string | undefined): Promise<string | null> {
    const holder = authorizationId === undefined ? undefined : await holderOf(this.database, authorizationId);
    const known = authorizationId === undefined || holder !== undefined;
    const held: Relation[] = caller.kind === 'client' ? ['district-client'] : [];
    if (caller.kind === 'person') {
      const own = holder === undefined ? await isStaff(this.database, caller.personId) : holder === caller.personId;
      if (own) held.push('self');
    }
    if (!known || !mayAccess('message', 'write', new Set(held))) throw notFound();
    return holder ?? (caller.kind === 'person' ? caller.personId : null);
  }
}

const captureResource = (row: CapturedMessageRow): object => ({
  id: row.messageId,
  status: row.authorizationId === null ? 'uncovered' : 'covered',
  createdAt: row.firstReceivedAt,
  clause: 'C7',
  authorization: row.authorizationId,
  ...{ medium: row.medium, sentAt: row.sentAt, uncoveredBecause: row.uncoveredBecause, unread: row.unread },
  custody: { id: row.custodyId, createdAt: row.receivedAt, by: row.by },
  copyGapSeconds: row.copyGapSeconds,
  links: {
    self: `/api/v1/messages/${row.messageId}`,
    source: `/api/v1/messages/${row.messageId}/source`,
    ...(row.authorizationId === null ? {} : { authorization: `/api/v1/authorizations/${row.authorizationId}` }),
  },
});
