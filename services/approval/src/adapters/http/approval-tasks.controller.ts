import { Controller, Get, Inject, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import {
  CurrentCaller,
  decodeCursor,
  invalidCursor,
  pageOf,
  PeopleOnly,
  type Clock,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyReply } from 'fastify';
import { OnePersonGuard } from './one-person.guard.js';
import { countTasks, listTasks, type TaskCounts, type TasksFilter } from '../../read-models/tasks/list-tasks.js';
import { TaskConditions, TasksQuery } from './approval-tasks.dto.js';
import { CLOCK, DATABASE, PEOPLE } from './approval-tokens.js';
import { TaskReader } from './task-reader.js';
import { showVersion } from './task-version.js';

/** How many people a search by name may find before it has to be narrower. */
const foundPeopleMax = 100;

/** The tasks of approvers: who waits for whom (C3, C5). */
@ApiTags('approval')
@ApiBearerAuth()
@PeopleOnly()
@UseGuards(OnePersonGuard)
@Controller('api/v1/approval-tasks')
export class ApprovalTasksController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TaskReader) private readonly tasks: TaskReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Tasks that the caller may decide, decided or audits; due first' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: TasksQuery): Promise<Page<object>> {
    const { sort, limit, status } = query;
    const cursor = decodeCursor(query.cursor, 3) as [string, string, string] | undefined;
    if (cursor && (cursor[0] !== sort || Number.isNaN(Date.parse(cursor[1])))) throw invalidCursor();
    const filter = { ...(await this.filterOf(caller, query)), ...(status === undefined ? {} : { status }) };
    const rows = await listTasks(this.database, filter, {
      ...{ sort, limit },
      ...(cursor ? { after: [cursor[1], cursor[2]] } : {}),
    });
    const item = await this.tasks.showAll(caller, rows.slice(0, limit), query.similar !== undefined);
    return pageOf(
      rows,
      limit,
      ({ due_at, created_at, task_id }) => [
        sort,
        (sort.endsWith('dueAt') ? due_at : created_at).toISOString(),
        task_id,
      ],
      item,
    );
  }

  @Get('counts')
  @ApiOperation({ summary: 'How many open tasks the caller has, and which of them can be decided alike' })
  async counts(@CurrentCaller() caller: PersonCaller, @Query() query: TaskConditions): Promise<TaskCounts> {
    return countTasks(this.database, await this.filterOf(caller, query), this.clock.now());
  }

  @Get(':id')
  @ApiOperation({ summary: 'One task, with what was written to ask and to answer' })
  async show(
    @CurrentCaller() caller: PersonCaller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const row = await this.tasks.visible(caller, id);
    showVersion(reply, row);
    return this.tasks.show(caller, row);
  }

  private async filterOf(caller: PersonCaller, query: TaskConditions): Promise<TasksFilter> {
    const { request, building, requester, q, overdue, ...rest } = query;
    const named = q === undefined ? undefined : await this.people.search(q, foundPeopleMax);
    const requesterIds = named?.map(({ personId }) => personId).filter((id) => !requester || id === requester);
    const { side, kind, about, purpose, medium, assigned, similar } = rest;
    const given = {
      ...{ side, kind, about, purpose, medium, assigned, similar },
      ...{ requestId: request, buildingId: building },
      requesterIds: requesterIds ?? (requester === undefined ? undefined : [requester]),
      overdueAt: overdue === true ? this.clock.now() : undefined,
      dueFrom: overdue === false ? this.clock.now() : undefined,
    };
    const set = Object.entries(given).filter(([, value]) => value !== undefined);
    return { callerId: caller.personId, ...(Object.fromEntries(set) as Omit<TasksFilter, 'callerId'>) };
  }
}
