import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  CurrentCaller,
  dateInZone,
  decodeCursor,
  invalidCursor,
  isUuid,
  notFound,
  pageOf,
  PageQuery,
  PeopleOnly,
  Problem,
  type PersonCaller,
} from '@sightline/service-kit';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsISO8601, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { asOfTypes, authorizationAsOf } from '../../application/as-of.js';
import { replayCase, type FoldAggregates } from '../../application/replay-case.js';
import { authorizationsBegun, eventsOfCasesBy } from '../../read-models/ledger/as-of.queries.js';
import { readCaseUpTo } from '../../read-models/ledger/packs.queries.js';
import { requireAuditor } from './only-auditors.js';

export const REPLAY = Symbol('audit.replay');
export interface ReplaySource {
  readonly database: Queryable;
  readonly districtTimeZone: string;
  readonly foldAggregates: FoldAggregates;
  size(): Promise<number>;
}

/** A case with more events than these is replayed up to its first ones only. */
const eventsOfCaseMax = 20_000;
const path = '/api/v1/history';
const lowerCase = ({ value }: { readonly value: unknown }): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;

class ReplayQuery {
  @ApiPropertyOptional({ minimum: 1, description: 'A place in the ledger; the end of the case, when it is not given.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  at?: number;
}

class AsOfQuery extends PageQuery {
  @ApiProperty({ format: 'date-time', description: 'The moment, with its offset.' })
  @IsISO8601({ strict: true })
  @Matches(/T.*(Z|[+-]\d\d:\d\d)$/, { message: 'at must be a moment with its offset, as in 2026-10-01T12:00:00Z' })
  at!: string;

  @ApiPropertyOptional({
    minimum: 0,
    description: 'How many events of the history the answer rests on; all, when it is not given.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  size?: number;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only what this staff member may.' })
  @IsOptional()
  @Transform(lowerCase)
  @IsUUID()
  person?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only what is about this student.' })
  @IsOptional()
  @Transform(lowerCase)
  @IsUUID()
  student?: string;
}

/** The past as it was: after any event, and at any moment. */
@ApiTags('audit')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/history')
export class ReplayController {
  constructor(@Inject(REPLAY) private readonly source: ReplaySource) {}

  @Get('cases/:id/replay')
  @ApiOperation({ summary: 'A case as it stood after one of its events, with the state of everything in it' })
  async replay(
    @CurrentCaller() caller: PersonCaller,
    @Param('id') id: string,
    @Query() query: ReplayQuery,
  ): Promise<object> {
    const { database, foldAggregates } = this.source;
    await requireAuditor(database, caller);
    if (!isUuid(id)) throw notFound();
    const caseId = id.toLowerCase();
    const rows = await readCaseUpTo(database, caseId, 0, Number.MAX_SAFE_INTEGER, eventsOfCaseMax);
    const replayed = replayCase(rows, query.at ?? Number.MAX_SAFE_INTEGER, foldAggregates);
    if (!replayed) throw notFound();
    const { event, previous, next, ...step } = replayed;
    const self = `${path}/cases/${caseId}/replay`;
    return {
      id: caseId,
      status: 'replayed',
      createdAt: rows[0]!.event.time,
      ...step,
      event: { id: event.id, type: event.type, subject: event.subject, time: event.time, data: event.data },
      links: {
        self: `${self}?at=${step.sequence}`,
        previous: previous === null ? null : `${self}?at=${previous}`,
        next: next === null ? null : `${self}?at=${next}`,
        case: `${path}/cases/${caseId}`,
      },
    };
  }

  @Get('as-of')
  @ApiOperation({ summary: 'Who might write to whom at a moment, who could see it, and who had been told' })
  async asOf(@CurrentCaller() caller: PersonCaller, @Query() query: AsOfQuery): Promise<object> {
    const { database, districtTimeZone } = this.source;
    await requireAuditor(database, caller);
    const after = decodeCursor(query.cursor, 1)?.[0] ?? 0;
    if (typeof after !== 'number' || !Number.isSafeInteger(after) || after < 0) throw invalidCursor();
    const now = await this.source.size();
    const size = query.size ?? now;
    if (size > now) throw notThatLong(now);
    const at = new Date(query.at).toISOString();
    const begun = await authorizationsBegun(database, {
      ...{ at, size, after, limit: query.limit },
      staffId: query.person ?? null,
      studentId: query.student ?? null,
    });
    const cases = begun.map(({ event }) => event.correlationid);
    const events = Map.groupBy(
      await eventsOfCasesBy(database, [...new Set(cases)], asOfTypes, { at, size }),
      ({ correlationid }) => correlationid,
    );
    const today = dateInZone(new Date(at), districtTimeZone);
    return {
      ...{ id: `as-of/${at}`, status: 'recorded', at, size },
      ...pageOf(
        begun,
        query.limit,
        ({ sequence }) => [sequence],
        ({ event }) => authorizationAsOf(event, events.get(event.correlationid) ?? [], today),
      ),
      links: { treeHead: `${path}/tree-head?size=${size}` },
    };
  }
}

const notThatLong = (now: number): Problem =>
  new Problem({
    type: 'history-not-that-long',
    status: 422,
    title: 'The history is not that long yet',
    detail: `It holds ${now} events.`,
    remedy: 'Ask for a size up to that.',
  });
