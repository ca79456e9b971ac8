import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleReader, RequestWords, RequestWordsReader } from '@sightline/contracts';
import type { Queryable, UnitOfWork } from '@sightline/event-store';
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
  problemOf,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { DecideTaskHandler } from '../../application/decide-task.handler.js';
import type { MoveTaskHandler } from '../../application/move-task.handler.js';
import { findTask, listTasks, type TaskRow } from '../../read-models/tasks/tasks.queries.js';
import { DecisionBody, ManyDecisionsBody, TasksQuery } from './approval-tasks.dto.js';
import { DATABASE, DECIDE_TASK, MOVE_TASK, PEOPLE, REQUEST_WORDS } from './approval-tokens.js';
import { refusalStatuses } from './refusal-statuses.js';
import { taskResource } from './task.resource.js';

/** The tasks of approvers: who waits for whom, and the decision (C3, C5). */
@ApiTags('approval')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/approval-tasks')
export class ApprovalTasksController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
    @Inject(REQUEST_WORDS) private readonly words: RequestWordsReader,
    @Inject(DECIDE_TASK) private readonly decideTask: DecideTaskHandler,
    @Inject(MOVE_TASK) private readonly moveTask: MoveTaskHandler,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Tasks that the caller may decide, decided or audits; due first' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: TasksQuery): Promise<Page<object>> {
    const after = decodeCursor(query.cursor, 2) as [string, string] | undefined;
    const rows = await listTasks(this.database, {
      callerId: caller.personId,
      limit: query.limit,
      ...(query.request === undefined ? {} : { requestId: query.request }),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(after === undefined ? {} : { after }),
    });
    const details = await this.detailsFor(rows.slice(0, query.limit), false);
    return pageOf(
      rows,
      query.limit,
      ({ due_at, task_id }) => [due_at.toISOString(), task_id],
      (row) => taskResource(row, details, false),
    );
  }

  @Post('decisions')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide many tasks at once: a verdict for each, one does not disturb another' })
  async decideMany(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Body() body: ManyDecisionsBody,
  ): Promise<object> {
    const items = await Promise.all(
      body.decisions.map(async ({ task, ...decision }) => {
        try {
          return {
            task,
            verdict: 'accepted',
            id: await this.decideOne(caller, task, decision, undefined, String(request.id)),
          };
        } catch (error) {
          const { type, ...problem } = problemOf(error);
          return { task, verdict: 'refused', problem: { type: `urn:sightline:problem:${type}`, ...problem } };
        }
      }),
    );
    return { items, next: null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One task, with what was written to ask' })
  async show(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<object> {
    const row = await this.visible(caller, id);
    return taskResource(row, await this.detailsFor([row], true), true);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve, deny or return (C3, C5)' })
  async decide(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: DecisionBody,
  ): Promise<object> {
    const idempotency = idempotencyOf(request, caller);
    await onceAtATime(idempotency, () => this.decideOne(caller, id, body, idempotency, String(request.id)));
    return this.show(caller, id);
  }

  @Post(':id/claim')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a task from its pool' })
  claim(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<object> {
    return this.move('claim', caller, request, id);
  }

  @Post(':id/return-to-pool')
  @HttpCode(200)
  @ApiOperation({ summary: 'Return a task to its pool' })
  returnToPool(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<object> {
    return this.move('return-to-pool', caller, request, id);
  }

  private async decideOne(
    caller: PersonCaller,
    id: string,
    { outcome, comment, findings, copyCondition }: DecisionBody,
    idempotency: UnitOfWork['idempotency'],
    causationId: string,
  ): Promise<string> {
    const row = await this.visible(caller, id);
    const result = await this.decideTask.execute({
      ...{ taskId: row.task_id, roundId: row.round_id, caseId: row.case_id, policyVersion: row.policy_version },
      ...{ by: caller.personId, outcome, comment, findings, copyCondition, idempotency, causationId },
    });
    return answerOf(result, refusalStatuses).id;
  }

  private async move(
    move: 'claim' | 'return-to-pool',
    caller: PersonCaller,
    request: FastifyRequest,
    id: string,
  ): Promise<object> {
    const row = await this.visible(caller, id);
    const idempotency = idempotencyOf(request, caller);
    const result = await onceAtATime(idempotency, () =>
      this.moveTask.execute({
        ...{ move, taskId: row.task_id, roundId: row.round_id, caseId: row.case_id, policyVersion: row.policy_version },
        ...{ by: caller.personId, idempotency, causationId: String(request.id) },
      }),
    );
    answerOf(result, refusalStatuses);
    return this.show(caller, id);
  }

  private async visible(caller: PersonCaller, id: string): Promise<TaskRow> {
    if (!isUuid(id)) throw notFound();
    const row = await findTask(this.database, id.toLowerCase(), caller.personId);
    if (!row) throw notFound();
    return row;
  }

  private async detailsFor(rows: readonly TaskRow[], withWords: boolean) {
    const ids = [
      ...new Set(
        rows.flatMap((row) => [
          row.requester_id,
          ...row.candidate_ids,
          ...(row.decided_by === null ? [] : [row.decided_by]),
        ]),
      ),
    ];
    const [people, words] = await Promise.all([
      this.people.people(ids),
      withWords
        ? this.words.requestWords(rows.map(({ request_id }) => request_id))
        : Promise.resolve<ReadonlyMap<string, RequestWords>>(new Map()),
    ]);
    return { people, words };
  }
}
