import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  CurrentCaller,
  decodeCursor,
  invalidCursor,
  pageOf,
  Scopes,
  type Caller,
  type Page,
  PageQuery,
} from '@sightline/service-kit';
import { IsIn, IsOptional } from 'class-validator';
import {
  countGaps,
  listGap,
  readinessGaps,
  type GapListed,
  type ReadinessGap,
} from '../../read-models/roster-readiness/roster-readiness.query.js';
import { callerPosition, requireAccess } from './caller-position.js';
import { DATABASE, TODAY } from './directory-tokens.js';

const examplesMax = 10;

const explained: Readonly<
  Record<ReadinessGap, { readonly clause: string; readonly meaning: string; readonly remedy: string }>
> = {
  'staff-without-supervisor': {
    clause: 'C5',
    meaning: 'Nobody can allow these members of staff a personal telephone, and nobody gets their copies.',
    remedy: 'Add a row of type supervisor to relations.csv.',
  },
  'building-without-principal': {
    clause: 'C3',
    meaning: 'Requests of staff and about students of these schools find no principal to decide.',
    remedy: 'Give somebody the role principal at the school in roles.csv, with dates that hold today.',
  },
  'student-without-guardian': {
    clause: 'C6',
    meaning: 'Nobody is told about these students, and nobody may look for them.',
    remedy: 'Name their guardians in agentSourcedIds or in relationships.csv.',
  },
  'student-without-contact': {
    clause: 'C6',
    meaning: 'No guardian of these students has an e-mail address, a number or a postal address.',
    remedy: 'Fill email, sms or phone of a guardian in users.csv, or add a row of type address to relations.csv.',
  },
  'guardian-without-channel': {
    clause: 'C6',
    meaning: 'No notice reaches these guardians: there is no e-mail address, no number and no postal address.',
    remedy: 'Fill email, sms or phone in users.csv, or add a row of type address to relations.csv.',
  },
  'student-without-birth-date': {
    clause: 'C9',
    meaning: 'It is not known when these students stand in their parents’ place.',
    remedy: 'Fill birthDate in demographics.csv.',
  },
};

class ReadinessQuery extends PageQuery {
  @ApiPropertyOptional({ enum: readinessGaps, description: 'List those of one gap.' })
  @IsOptional()
  @IsIn(readinessGaps)
  gap?: ReadinessGap;
}

class ReadinessEntry implements GapListed {
  @ApiProperty() id!: string;
  @ApiProperty() sourcedId!: string;
  @ApiProperty() name!: string;
}

class ReadinessResource {
  @ApiProperty({ enum: readinessGaps, description: 'Of a summary: what is missing.' }) gap!: ReadinessGap;
  @ApiProperty({ description: 'The clause that needs it.' }) clause!: string;
  @ApiProperty({ description: 'What does not work without it.' }) meaning!: string;
  @ApiProperty() remedy!: string;
  @ApiProperty() count!: number;
  @ApiProperty({ type: [ReadinessEntry], description: 'The first ten.' }) examples!: GapListed[];
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) links!: Record<string, string>;
}

/** What the clauses need of the roster and it does not say: read before a school year begins. */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/roster/readiness')
export class RosterReadinessController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(TODAY) private readonly today: () => string,
  ) {}

  @Get()
  @Scopes('roster')
  @ApiOperation({
    summary:
      'Staff without supervisor, schools without principal, students without guardian, contact or birth date, guardians whom nothing reaches',
  })
  @ApiOkResponse({ type: ReadinessResource, isArray: true })
  async show(
    @CurrentCaller() caller: Caller,
    @Query() { gap, cursor, limit }: ReadinessQuery,
  ): Promise<
    Page<GapListed> | (Page<ReadinessResource> & { readonly status: 'ready' | 'gaps'; readonly asOf: string })
  > {
    requireAccess('roster-readiness', 'read', await callerPosition(this.database, caller));
    if (gap) return this.listed(gap, cursor, limit);
    const counts = await countGaps(this.database);
    const items: ReadinessResource[] = [];
    for (const each of readinessGaps) {
      const count = counts.get(each) ?? 0;
      const examples =
        count === 0 ? [] : (await listGap(this.database, each, { limit: examplesMax })).slice(0, examplesMax);
      items.push({
        gap: each,
        ...explained[each],
        count,
        examples,
        links: { all: `/api/v1/roster/readiness?gap=${each}` },
      });
    }
    const status = items.every(({ count }) => count === 0) ? 'ready' : 'gaps';
    return { status, asOf: this.today(), items, next: null };
  }

  private async listed(gap: ReadinessGap, cursor: string | undefined, limit: number): Promise<Page<GapListed>> {
    const [after] = decodeCursor(cursor, 1) ?? [];
    if (after !== undefined && (typeof after !== 'string' || after.includes('\0'))) throw invalidCursor();
    const rows = await listGap(this.database, gap, { limit, ...(after === undefined ? {} : { after }) });
    return pageOf(
      rows,
      limit,
      ({ sourcedId }) => [sourcedId],
      (row) => row,
    );
  }
}
