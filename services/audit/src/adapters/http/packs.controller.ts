import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { CurrentCaller, notFound, PeopleOnly, Problem, type PersonCaller } from '@sightline/service-kit';
import { Transform, Type } from 'class-transformer';
import { Equals, IsInt, IsISO8601, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { Readable } from 'node:stream';
import type { PackOrder } from '../../application/packs/write-pack.js';
import { casesOfBuilding, readCaseUpTo, stretchOfPeriod } from '../../read-models/ledger/packs.queries.js';
import { requireAuditor } from './only-auditors.js';

export const PACKS = Symbol('audit.packs');
export interface PacksSource {
  readonly database: Queryable;
  size(): Promise<number>;
  write(order: PackOrder): AsyncIterable<string>;
}

const lowerCase = ({ value }: { readonly value: unknown }): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;

class PackQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @Transform(lowerCase)
  @IsUUID()
  case?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Every case with a request of or for this building.' })
  @IsOptional()
  @Transform(lowerCase)
  @IsUUID()
  building?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive; with `until`.' })
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Exclusive; with `from`.' })
  @IsOptional()
  @IsISO8601({ strict: true })
  until?: string;

  @ApiPropertyOptional({ enum: ['true'], description: 'The whole history.' })
  @IsOptional()
  @Equals('true')
  all?: 'true';

  @ApiPropertyOptional({
    minimum: 1,
    description: 'How many events of the history; all that there are, when it is not given.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  size?: number;
}

/** The history to take away: proved by itself, read by `npm run verify` without a server. */
@ApiTags('audit')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/history/packs')
export class PacksController {
  constructor(@Inject(PACKS) private readonly source: PacksSource) {}

  @Get()
  @ApiOperation({ summary: 'A case, a building, a period or all of the history as one signed file' })
  async pack(@CurrentCaller() caller: PersonCaller, @Query() query: PackQuery): Promise<StreamableFile> {
    const { database } = this.source;
    await requireAuditor(database, caller);
    const now = await this.source.size();
    const size = query.size ?? now;
    if (size > now || size === 0) throw notFound();
    const order = await this.orderOf(query, size);
    return new StreamableFile(Readable.from(this.source.write(order)), {
      type: 'application/x-ndjson',
      disposition: `attachment; filename="history-${size}.ndjson"`,
    });
  }

  private async orderOf(query: PackQuery, size: number): Promise<PackOrder> {
    const { database } = this.source;
    const { case: caseId, building, from, until, all } = query;
    const asked = [caseId, building, from ?? until, all].filter((scope) => scope !== undefined);
    if (asked.length !== 1 || (from === undefined) !== (until === undefined)) throw oneScope();
    if (caseId !== undefined) {
      if ((await readCaseUpTo(database, caseId, 0, size, 1)).length === 0) throw notFound();
      return { scope: { case: caseId }, size, holds: { cases: [caseId] } };
    }
    if (building !== undefined)
      return { scope: { building }, size, holds: { cases: await casesOfBuilding(database, building, size) } };
    if (from !== undefined && until !== undefined)
      return { scope: { from, until }, size, holds: await stretchOfPeriod(database, from, until, size) };
    return { scope: { all: true }, size, holds: { from: 0, to: size } };
  }
}

const oneScope = (): Problem =>
  new Problem({
    type: 'pack-of-one-thing',
    status: 422,
    title: 'A pack holds a case, a building, a period or all',
    remedy: 'Ask with case, or building, or from and until, or all=true.',
  });
