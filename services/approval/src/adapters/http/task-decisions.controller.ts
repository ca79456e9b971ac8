import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  newId,
  notFound,
  onceAtATime,
  PeopleOnly,
  problemOf,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DecideTaskHandler, WhatIsSaid } from '../../application/decide-task.handler.js';
import type { ByPerson } from '../../application/task-context.js';
import type { StoredTask } from '../../read-models/tasks/task.row.js';
import { OnePersonGuard } from './one-person.guard.js';
import { findTasks } from '../../read-models/tasks/tasks.queries.js';
import { DATABASE, DECIDE_TASK } from './approval-tokens.js';
import { DecisionBody, ManyDecisionsBody, type DecisionWordsBody, type ManyDecisionsItem } from './decisions.dto.js';
import { refusalStatuses } from './refusal-statuses.js';
import { taskAt } from './task-at.js';
import { TaskReader } from './task-reader.js';
import { expectedVersions, showVersion } from './task-version.js';

/** Decisions about tasks, one by one and many at once (C3, C5). */
@ApiTags('approval')
@ApiBearerAuth()
@PeopleOnly()
@UseGuards(OnePersonGuard)
@Controller('api/v1/approval-tasks')
export class TaskDecisionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(DECIDE_TASK) private readonly decideTask: DecideTaskHandler,
    @Inject(TaskReader) private readonly tasks: TaskReader,
  ) {}

  @Post('decisions')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide many tasks at once: a verdict for each, one does not disturb another' })
  async decideMany(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Body() body: ManyDecisionsBody,
  ): Promise<object> {
    const idempotency = idempotencyOf(request, caller);
    return onceAtATime(idempotency, async () => {
      const ids = body.decisions.map(({ task }) => task.toLowerCase());
      const rows = await findTasks(this.database, ids, caller.personId);
      const byId = new Map(rows.map((row) => [row.task_id, row]));
      const sharedWordsId = newId();
      // Called in one turn, they share one transaction.
      const items = await Promise.all(
        body.decisions.map(async (item) => {
          const row = byId.get(item.task.toLowerCase());
          const who: ByPerson = {
            by: caller.personId,
            alsoIds: caller.recordIds,
            causationId: String(request.id),
            expected: undefined,
            // Each verdict is kept under the key of all, so that a repetition finds what was accepted.
            idempotency: idempotency && { ...idempotency, key: `${idempotency.key} ${item.task.toLowerCase()}` },
          };
          return this.verdict(item, row, whatIsSaid(item, body.shared, sharedWordsId), who);
        }),
      );
      return { items, next: null };
    });
  }

  @Post(':id/decision')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Approve, deny or return a request (C3, C5); keep or end an authorization, or exclude a student (C6)',
  })
  async decide(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: DecisionBody,
  ): Promise<object> {
    const idempotency = idempotencyOf(request, caller);
    await onceAtATime(idempotency, async () => {
      const row = await this.tasks.visible(caller, id);
      const expected = expectedVersions(request);
      const who = {
        by: caller.personId,
        alsoIds: caller.recordIds,
        idempotency,
        expected,
        causationId: String(request.id),
      };
      answerOf(await this.decideTask.execute(taskAt(row), body, who), refusalStatuses);
    });
    const decided = await this.tasks.visible(caller, id);
    showVersion(reply, decided);
    // As in a list: whoever has just decided knows the words, and reading them again is half of what a decision costs.
    return (await this.tasks.showAll(caller, [decided], false))(decided);
  }

  private async verdict(
    { task }: ManyDecisionsItem,
    row: StoredTask | undefined,
    said: WhatIsSaid,
    who: ByPerson,
  ): Promise<object> {
    try {
      if (!row) throw notFound();
      const { id } = answerOf(await this.decideTask.execute(taskAt(row), said, who), refusalStatuses);
      return { task, verdict: 'accepted', id };
    } catch (error) {
      const { type, ...problem } = problemOf(error);
      return { task, verdict: 'refused', problem: { type: `urn:sightline:problem:${type}`, ...problem } };
    }
  }
}

/** A decision's own words go before the shared ones; only where shared ones are used the history says so. */
const whatIsSaid = (
  item: ManyDecisionsItem,
  shared: DecisionWordsBody | undefined,
  sharedWordsId: string,
): WhatIsSaid => {
  const { outcome, comment, findings, copyCondition } = item;
  const approves = outcome === 'approve';
  const words = {
    comment: comment ?? shared?.comment,
    findings: findings ?? shared?.findings,
    copyCondition: copyCondition ?? (approves ? shared?.copyCondition : undefined),
  };
  const own: Partial<Record<keyof typeof words, unknown>> = { comment, findings, copyCondition };
  const sharesWords = (Object.keys(words) as (keyof typeof words)[]).some((name) => words[name] !== own[name]);
  return { outcome, ...words, ...(sharesWords ? { sharedWordsId } : {}) };
};
