import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { Verb } from '@sightline/policy';
import {
  answerOf,
  CurrentCaller,
  decodeCursor,
  idempotencyOf,
  isUuid,
  notFound,
  onceAtATime,
  pageOf,
  PeopleOnly,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { AnswerTextReplyHandler } from '../../application/answer-text-reply.handler.js';
import { listTextReplies, type ShownTextReply } from '../../read-models/text-replies/text-replies.queries.js';
import { officeOf } from './office-of.js';
import { TextReplyAnsweredBody, TextReplyDto, TextReplyPage, TextReplyQuery } from './text-replies.dto.js';

export const TEXT_REPLIES = Symbol('TextRepliesSource');

export interface TextRepliesSource {
  readonly database: Queryable;
  readonly people: Pick<PeopleReader, 'people' | 'places'>;
  readonly answering: AnswerTextReplyHandler;
}

const statuses: Readonly<Record<string, number>> = { 'text-reply-already-answered': 409, 'note-missing': 422 };

const beforeIn = (cursor: string | undefined): { receivedAt: string; replyId: string } | null => {
  const [receivedAt, replyId] = (decodeCursor(cursor, 2) ?? []).map(String);
  if (receivedAt === undefined || replyId === undefined || !isUuid(replyId)) return null;
  return Number.isNaN(Date.parse(receivedAt)) ? null : { receivedAt, replyId };
};

/** C6: what people answer to text messages in their own words; the office of their school reads it and says what it answered. */
@ApiTags('text-replies')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/text-replies')
export class TextRepliesController {
  constructor(@Inject(TEXT_REPLIES) private readonly source: TextRepliesSource) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Replies to text messages for the caller’s office, newest first' })
  @ApiOkResponse({ type: TextReplyPage })
  async list(
    @Query() { status, cursor, limit }: TextReplyQuery,
    @CurrentCaller() { personId }: PersonCaller,
  ): Promise<TextReplyPage> {
    const { database } = this.source;
    const buildingIds = await officeOf(database, personId, 'text-reply', 'read');
    const replies = await listTextReplies(
      database,
      { buildingIds, status: status ?? null, replyId: null },
      { before: beforeIn(cursor), limit: limit + 1 },
    );
    const page = pageOf(
      await this.resources(replies),
      limit,
      ({ createdAt, id }) => [createdAt, id],
      (item) => item,
    );
    return { items: [...page.items], next: page.next };
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'One reply' })
  @ApiOkResponse({ type: TextReplyDto })
  async one(@Param('id') id: string, @CurrentCaller() { personId }: PersonCaller): Promise<TextReplyDto> {
    const [reply] = await this.resources([await this.found(id, personId, 'read')]);
    return reply!;
  }

  @Post(':id/answered')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Note what was answered; once, with the name of who noted it' })
  @ApiOkResponse({ type: TextReplyDto })
  async answered(
    @Param('id') id: string,
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Body() { note }: TextReplyAnsweredBody,
  ): Promise<TextReplyDto> {
    const { replyId } = await this.found(id, caller.personId, 'write');
    const idempotency = idempotencyOf(request, caller);
    const by = {
      ...{ personId: caller.personId, causationId: String(request.id) },
      ...(idempotency ? { idempotency } : {}),
    };
    await onceAtATime(idempotency, async () =>
      answerOf(await this.source.answering.answer(replyId, note, by), statuses),
    );
    return this.one(id, caller);
  }

  /** Missing and forbidden are one answer, of the same query. */
  private async found(id: string, personId: string, verb: Verb): Promise<ShownTextReply> {
    if (!isUuid(id)) throw notFound();
    const { database } = this.source;
    const buildingIds = await officeOf(database, personId, 'text-reply', verb);
    const [reply] = await listTextReplies(
      database,
      { buildingIds, status: null, replyId: id },
      { before: null, limit: 1 },
    );
    if (!reply) throw notFound();
    return reply;
  }

  private async resources(replies: readonly ShownTextReply[]): Promise<TextReplyDto[]> {
    const { people, places } = await this.known(replies);
    const person = (id: string) => ({ id, sourcedId: people.get(id)?.sourcedId ?? null });
    return replies.map((reply) => ({
      id: reply.replyId,
      status: reply.status,
      createdAt: reply.receivedAt.toISOString(),
      links: {
        self: `/api/v1/text-replies/${reply.replyId}`,
        answered: `/api/v1/text-replies/${reply.replyId}/answered`,
      },
      text: reply.text,
      people: reply.personIds.map(person),
      number: reply.number,
      buildings: reply.buildingIds.map((id) => ({
        id,
        sourcedId: places.get(id)?.sourcedId ?? null,
        name: places.get(id)?.name ?? null,
      })),
      answeredAt: reply.answeredAt?.toISOString() ?? null,
      answeredBy: reply.answeredBy === null ? null : person(reply.answeredBy),
      note: reply.note,
    }));
  }

  /** One call for all of a page. */
  private async known(replies: readonly ShownTextReply[]): Promise<{
    readonly people: Awaited<ReturnType<PeopleReader['people']>>;
    readonly places: Awaited<ReturnType<PeopleReader['places']>>;
  }> {
    const personIds = new Set(replies.flatMap(({ personIds: ids, answeredBy }) => [...ids, answeredBy ?? []].flat()));
    const placeIds = new Set(replies.flatMap(({ buildingIds }) => buildingIds));
    const [people, places] = await Promise.all([
      personIds.size === 0 ? new Map() : this.source.people.people([...personIds]),
      placeIds.size === 0 ? new Map() : this.source.people.places([...placeIds]),
    ]);
    return { people, places };
  }
}
