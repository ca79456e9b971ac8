import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  CurrentCaller,
  decodeCursor,
  invalidCursor,
  isUuid,
  notFound,
  pageOf,
  PeopleOnly,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { requireAuditor } from './only-auditors.js';
import { clausesOfEvent } from '../../domain/index.js';
import { caseBegunAt, readCase, readLedger, type LedgerRow } from '../../read-models/ledger/ledger.queries.js';

export const DATABASE = Symbol('audit.database');

/** PostgreSQL knows no NUL, and neither subjects nor types hold control characters. */
const printable = /^\P{Cc}*$/u;

class CaseQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 1000, default: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 200;
}

class HistoryQuery extends CaseQuery {
  @ApiPropertyOptional({ description: 'One aggregate, as in request/<id>.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(printable, { message: 'subject must be printable' })
  subject?: string;

  @ApiPropertyOptional({ description: 'One event type.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(printable, { message: 'type must be printable' })
  type?: string;
}

/** What happened, in order, for those who audit it; everybody else finds nothing here. */
@ApiTags('audit')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/history')
export class HistoryController {
  constructor(@Inject(DATABASE) private readonly database: Queryable) {}

  @Get()
  @ApiOperation({ summary: 'The ledger, by subject or event type' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: HistoryQuery): Promise<Page<object>> {
    await requireAuditor(this.database, caller);
    const rows = await readLedger(this.database, {
      after: sequenceOf(query.cursor),
      limit: query.limit,
      ...(query.subject === undefined ? {} : { subject: query.subject }),
      ...(query.type === undefined ? {} : { type: query.type }),
    });
    return page(rows, query.limit);
  }

  @Get('cases/:id')
  @ApiOperation({ summary: 'One case from the request to the last notice, in order' })
  async showCase(
    @CurrentCaller() caller: PersonCaller,
    @Param('id') id: string,
    @Query() query: CaseQuery,
  ): Promise<object> {
    await requireAuditor(this.database, caller);
    if (!isUuid(id)) throw notFound();
    const caseId = id.toLowerCase();
    const after = sequenceOf(query.cursor);
    const begunAt = await caseBegunAt(this.database, caseId);
    if (begunAt === undefined) throw notFound();
    const rows = await readCase(this.database, caseId, after, query.limit);
    return {
      id: caseId,
      status: 'recorded',
      createdAt: begunAt,
      ...page(rows, query.limit),
      links: {
        self: `/api/v1/history/cases/${caseId}`,
        request: `/api/v1/exception-requests/${caseId}`,
      },
    };
  }
}

/** The sequence that a page begins behind. @throws Problem for a cursor that names none */
const sequenceOf = (cursor: string | undefined): number => {
  const sequence = decodeCursor(cursor, 1)?.[0] ?? 0;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 0) throw invalidCursor();
  return sequence;
};

const page = (rows: readonly LedgerRow[], limit: number): Page<object> =>
  pageOf(
    rows,
    limit,
    ({ sequence }) => [sequence],
    ({ sequence, leafHash, event }) => {
      const [kind = '', ...rest] = event.actor.split(':');
      return {
        sequence,
        id: event.id,
        type: event.type,
        subject: event.subject,
        time: event.time,
        actor: { kind, id: rest.join(':') },
        clauses: clausesOfEvent(event.type),
        policyVersion: event.policyversion,
        causationId: event.causationid,
        log: event.log,
        epoch: event.epoch,
        position: event.position,
        subjectVersion: event.subjectversion,
        data: event.data,
        leafHash,
      };
    },
  );
