import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { clauseIds, type ClauseId } from '@sightline/policy';
import {
  CurrentCaller,
  decodeCursor,
  invalidCursor,
  isUuid,
  notFound,
  pageOf,
  PageQuery,
  PeopleOnly,
  type PersonCaller,
} from '@sightline/service-kit';
import { IsIn, IsOptional } from 'class-validator';
import { knownUpTo } from '../../application/judge-what-is-new.js';
import { judgeCase, judgedTypes, obligations, rules, type ProveRound } from '../../domain/index.js';
import {
  conformanceTotals,
  countUnseen,
  judgedUpTo,
  redCases,
  type TotalRow,
} from '../../read-models/conformance/conformance.queries.js';
import { readCases } from '../../read-models/ledger/cases.queries.js';
import { requireAuditor } from './only-auditors.js';

export const CONFORMANCE = Symbol('audit.conformance');
export interface ConformanceSource {
  readonly database: Queryable;
  readonly proveRound: ProveRound;
  now(): Date;
  size(): Promise<number>;
}

const path = '/api/v1/history/conformance';
const firstCase = '00000000-0000-0000-0000-000000000000';

class ConformanceQuery extends PageQuery {
  @ApiPropertyOptional({ enum: clauseIds, description: 'Only cases that break this clause.' })
  @IsOptional()
  @IsIn([...clauseIds])
  clause?: ClauseId;

  @ApiPropertyOptional({ description: 'Only cases that break this obligation or rule, by its id.' })
  @IsOptional()
  @IsIn([...obligations, ...rules].map(({ id }) => id))
  rule?: string;
}

/** Whether the policy was kept, clause by clause, from the history alone. */
@ApiTags('audit')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/history/conformance')
export class ConformanceController {
  constructor(@Inject(CONFORMANCE) private readonly source: ConformanceSource) {}

  @Get()
  @ApiOperation({ summary: 'What was kept, late, missing, waived or broken, by clause; and the cases where' })
  async report(@CurrentCaller() caller: PersonCaller, @Query() query: ConformanceQuery): Promise<object> {
    const { database } = this.source;
    await requireAuditor(database, caller);
    const after = decodeCursor(query.cursor, 1)?.[0] ?? firstCase;
    if (after !== firstCase && (typeof after !== 'string' || !isUuid(after))) throw invalidCursor();
    const size = await judgedUpTo(database);
    const [totals, unseen, red, now] = await Promise.all([
      conformanceTotals(database),
      countUnseen(database, size),
      redCases(database, { clause: query.clause ?? null, name: query.rule ?? null, after, limit: query.limit }),
      this.source.size(),
    ]);
    return {
      id: 'conformance',
      // What arrived in the last moments may not be judged yet.
      status: size === now ? 'judged' : 'judging',
      createdAt: this.source.now().toISOString(),
      size,
      cannotSee: cannotSee(unseen),
      clauses: clauseIds.map((clause) => clauseReport(clause, totals)),
      ...pageOf(
        red,
        query.limit,
        ({ caseId }) => [caseId],
        ({ caseId, names, clauses }) => ({
          ...{ id: caseId, status: 'breached', clauses, rules: names },
          links: { self: `${path}/cases/${caseId}`, case: `/api/v1/history/cases/${caseId}` },
        }),
      ),
      links: { self: path },
    };
  }

  @Get('cases/:id')
  @ApiOperation({ summary: 'One case held against every obligation and rule, with the events' })
  async ofCase(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<object> {
    const { database, proveRound } = this.source;
    await requireAuditor(database, caller);
    if (!isUuid(id)) throw notFound();
    const size = await this.source.size();
    const rows = await readCases(database, [id.toLowerCase()], judgedTypes, size);
    if (rows.length === 0) throw notFound();
    const now = this.source.now().toISOString();
    const { duties, breaches } = judgeCase(
      rows.map(({ event }) => event),
      now,
      await knownUpTo(database, size),
      proveRound,
    );
    const events = new Map(
      rows.map(({ sequence, event }) => [event.id, { id: event.id, sequence, type: event.type, time: event.time }]),
    );
    return {
      id: id.toLowerCase(),
      status: breaches.length > 0 || duties.some(({ status }) => isRed(status)) ? 'breached' : 'conformant',
      createdAt: now,
      size,
      duties: duties.map(({ eventId, settledBy, ...duty }) => ({
        ...duty,
        decision: events.get(eventId),
        consequence: settledBy === null ? null : events.get(settledBy),
      })),
      breaches: breaches.map(({ eventIds, ...breach }) => ({
        ...breach,
        events: eventIds.map((eventId) => events.get(eventId)),
      })),
      links: { self: `${path}/cases/${id.toLowerCase()}`, case: `/api/v1/history/cases/${id.toLowerCase()}` },
    };
  }
}

const isRed = (status: string): boolean => status === 'late' || status === 'missing';

const cannotSee = ({ gaps, uncovered }: { readonly gaps: number; readonly uncovered: number }): object[] => [
  { what: 'never-requested', words: 'Communication for which nobody asked leaves no trace here.', count: null },
  { what: 'never-copied', words: 'Messages of which no copy was sent are not in the archive.', count: null },
  { what: 'never-reported', words: 'Concerns that nobody raised are not known.', count: null },
  { what: 'uncovered-messages', words: 'Archived messages that no authorization covers.', count: uncovered },
  { what: 'named-gaps', words: 'Students and guardians named as not told, with the reason.', count: gaps },
];

const counted = ['met', 'late', 'missing', 'waived', 'open', 'breaches'] as const;

const clauseReport = (clause: ClauseId, totals: readonly TotalRow[]): object => {
  const ofClause = totals.filter((total) => total.clause === clause);
  const sum = (rows: readonly TotalRow[]) =>
    Object.fromEntries(counted.map((what) => [what, rows.reduce((total, row) => total + row[what], 0)]));
  const declared = [...obligations, ...rules].filter((each) => each.clause === clause);
  const proved = ofClause.filter(({ name }) => !declared.some(({ id }) => id === name));
  return {
    clause,
    ...sum(ofClause),
    rules: [
      ...declared.map(({ id, words }) => ({ id, words })),
      ...proved.map(({ name }) => ({ id: name, words: 'A decision of an approval round that its own rules forbid.' })),
    ].map(({ id, words }) => {
      const rows = ofClause.filter(({ name }) => name === id);
      return { id, words, ...sum(rows), cases: rows.reduce((total, row) => total + row.redCases, 0) };
    }),
  };
};
