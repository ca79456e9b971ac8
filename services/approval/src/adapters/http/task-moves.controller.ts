import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { UnitResult } from '@sightline/event-store';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  onceAtATime,
  PeopleOnly,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DelegateTaskHandler } from '../../application/delegate-task.handler.js';
import type { MoveTaskHandler } from '../../application/move-task.handler.js';
import type { ByPerson } from '../../application/task-context.js';
import type { StoredTask } from '../../read-models/tasks/task.row.js';
import { OnePersonGuard } from './one-person.guard.js';
import { DelegationBody } from './approval-tasks.dto.js';
import { DELEGATE_TASK, MOVE_TASK } from './approval-tokens.js';
import { Colleagues } from './colleagues.js';
import { refusalStatuses } from './refusal-statuses.js';
import { taskAt } from './task-at.js';
import { TaskReader } from './task-reader.js';
import { expectedVersions, showVersion } from './task-version.js';

/** Who has a task: claim, return, delegate. */
@ApiTags('approval')
@ApiBearerAuth()
@PeopleOnly()
@UseGuards(OnePersonGuard)
@Controller('api/v1/approval-tasks')
export class TaskMovesController {
  constructor(
    @Inject(MOVE_TASK) private readonly moveTask: MoveTaskHandler,
    @Inject(DELEGATE_TASK) private readonly delegateTask: DelegateTaskHandler,
    @Inject(Colleagues) private readonly colleagues: Colleagues,
    @Inject(TaskReader) private readonly tasks: TaskReader,
  ) {}

  @Post(':id/claim')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a task from its pool' })
  claim(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<object> {
    return this.act(caller, request, reply, id, (row, who) => this.moveTask.execute(taskAt(row), 'claim', who));
  }

  @Post(':id/return-to-pool')
  @HttpCode(200)
  @ApiOperation({ summary: 'Return a task to its pool' })
  returnToPool(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<object> {
    return this.act(caller, request, reply, id, (row, who) =>
      this.moveTask.execute(taskAt(row), 'return-to-pool', who),
    );
  }

  @Post(':id/delegate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Have a colleague decide in your place, until a day; both names stay in the history' })
  async delegate(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Body() { to, until, comment }: DelegationBody,
  ): Promise<object> {
    return this.act(caller, request, reply, id, async (row, who) => {
      const { personId: toId, recordIds: toAlsoIds, isStaff: toIsStaff } = await this.colleagues.find(to, 'to');
      return this.delegateTask.execute(taskAt(row), { toId, toAlsoIds, toIsStaff, until, comment }, who);
    });
  }

  @Post(':id/revoke-delegation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a task back from a delegate, or give it back to whoever delegated it' })
  revokeDelegation(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<object> {
    return this.act(caller, request, reply, id, (row, who) =>
      this.moveTask.execute(taskAt(row), 'revoke-delegation', who),
    );
  }

  private async act(
    caller: PersonCaller,
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    move: (row: StoredTask, who: ByPerson) => Promise<UnitResult<unknown>>,
  ): Promise<object> {
    const idempotency = idempotencyOf(request, caller);
    const row = await this.tasks.visible(caller, id);
    const expected = expectedVersions(request);
    const who = {
      by: caller.personId,
      alsoIds: caller.recordIds,
      idempotency,
      expected,
      causationId: String(request.id),
    };
    await onceAtATime(idempotency, async () => answerOf(await move(row, who), refusalStatuses));
    const moved = await this.tasks.visible(caller, id).catch(() => row);
    showVersion(reply, moved);
    return this.tasks.show(caller, moved);
  }
}
