import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import { CurrentCaller, PeopleOnly, type PersonCaller } from '@sightline/service-kit';
import { OnePersonGuard } from './one-person.guard.js';
import { IsUUID } from 'class-validator';
import { answersTo } from '../../read-models/tasks/answers.js';
import { DATABASE, PEOPLE } from './approval-tokens.js';

export class AnswersQuery {
  @ApiProperty({ format: 'uuid', description: 'The request that was answered.' })
  @IsUUID('all')
  request!: string;
}

type Answer = Awaited<ReturnType<typeof answersTo>>[number];

const relationsTo = (answer: Answer, { personId }: PersonCaller): ReadonlySet<Relation> =>
  new Set<Relation>([
    // The guardian whose objection it answers.
    ...(answer.review_guardian_id === personId ? (['self'] as const) : []),
    ...(answer.requester_id === personId ? (['requester'] as const) : []),
    ...(answer.decides ? (['candidate'] as const) : []),
    ...(answer.decided_by === personId ? (['decider'] as const) : []),
    ...(answer.audits ? (['auditor'] as const) : []),
  ]);

/** What was answered: a denial says why, a return what is to be changed (C3), an objection is answered in words (C6). */
@ApiTags('approval')
@ApiBearerAuth()
@PeopleOnly()
@UseGuards(OnePersonGuard)
@Controller('api/v1/approval-tasks')
export class TaskAnswersController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
  ) {}

  @Get('answers')
  @ApiOperation({
    summary: 'What approvers answered, in their words: for whoever asked, decides, audits, or objected (C3, C6)',
  })
  async list(@CurrentCaller() caller: PersonCaller, @Query() { request }: AnswersQuery): Promise<object> {
    const rows = await answersTo(this.database, request.toLowerCase(), caller.personId);
    const open = rows.filter((row) => mayAccess('approval-answer', 'read', relationsTo(row, caller)));
    const people = await this.people.people([...new Set(open.map(({ decided_by }) => decided_by!))]);
    const items = open.map((row) => {
      const { sourcedId = null, username = null, displayName = null } = people.get(row.decided_by!) ?? {};
      return {
        id: row.task_id,
        status: row.review_outcome ?? row.outcome,
        review: row.review_id,
        createdAt: row.decided_at,
        side: row.side,
        submission: row.submission,
        decidedBy: { id: row.decided_by, sourcedId, username, displayName },
        comment: row.words?.comment ?? null,
        copyCondition: row.words?.copyCondition ?? null,
        findings: row.words?.findings ?? null,
        links: { request: `/api/v1/exception-requests/${request}` },
      };
    });
    return { items, next: null };
  }
}
