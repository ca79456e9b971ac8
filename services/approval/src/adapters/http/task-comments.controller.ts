import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  isUuid,
  notFound,
  onceAtATime,
  PeopleOnly,
  Problem,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OnePersonGuard } from './one-person.guard.js';
import { attachmentFault, type Attachment } from '../../application/attachments.js';
import type { CommentTaskHandler } from '../../application/comment-task.handler.js';
import { findAttachment } from '../../read-models/comments/comments.queries.js';
import { COMMENT_TASK, DATABASE } from './approval-tokens.js';
import { CommentBody, type AttachmentBody } from './comments.dto.js';
import { refusalStatuses } from './refusal-statuses.js';
import { taskAt } from './task-at.js';
import { TaskReader } from './task-reader.js';
import { expectedVersions, showVersion } from './task-version.js';

/** What is said about a task before it is decided, with files. */
@ApiTags('approval')
@ApiBearerAuth()
@PeopleOnly()
@UseGuards(OnePersonGuard)
@Controller('api/v1/approval-tasks')
export class TaskCommentsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(COMMENT_TASK) private readonly commentTask: CommentTaskHandler,
    @Inject(TaskReader) private readonly tasks: TaskReader,
  ) {}

  @Post(':id/comments')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say something about a task before it is decided, with up to three files' })
  async comment(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Body() { comment, attachments }: CommentBody,
  ): Promise<object> {
    const idempotency = idempotencyOf(request, caller);
    const row = await this.tasks.visible(caller, id);
    const files = (attachments ?? []).map(checked);
    const who = {
      ...{
        by: caller.personId,
        alsoIds: caller.recordIds,
        idempotency,
        expected: expectedVersions(request),
        causationId: String(request.id),
      },
    };
    await onceAtATime(idempotency, async () =>
      answerOf(await this.commentTask.execute(taskAt(row), { comment, attachments: files }, who), refusalStatuses),
    );
    const said = await this.tasks.visible(caller, id);
    showVersion(reply, said);
    return this.tasks.show(caller, said);
  }

  @Get(':id/comments/:comment/attachments/:place')
  @ApiOperation({ summary: 'A file of a comment, to be saved; its place counts from 0' })
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async attachment(
    @CurrentCaller() caller: PersonCaller,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('comment') comment: string,
    @Param('place') place: string,
  ): Promise<void> {
    const row = await this.tasks.visible(caller, id);
    if (!isUuid(comment) || !/^\d$/.test(place)) throw notFound();
    const file = await findAttachment(this.database, row.task_id, comment.toLowerCase(), Number(place));
    if (!file) throw notFound();
    await reply
      .header('content-type', file.mediaType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('cache-control', 'private, no-store')
      .send(Buffer.from(file.content, 'base64'));
  }
}

const checked = ({ name, mediaType, content }: AttachmentBody, place: number): Attachment => {
  const bytes = Buffer.from(content, 'base64');
  const fault = attachmentFault(bytes, mediaType);
  if (fault === undefined) return { name, mediaType, size: bytes.length, content: bytes.toString('base64') };
  throw new Problem({
    ...{ type: 'attachment-refused', status: 422, title: 'A file cannot be attached', detail: fault },
    errors: [{ field: `attachments[${place}].content`, detail: fault }],
  });
};
