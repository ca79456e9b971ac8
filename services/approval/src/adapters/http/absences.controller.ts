import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
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
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { AbsenceHandler } from '../../application/absence.handler.js';
import { OnePersonGuard } from './one-person.guard.js';
import { absencesOf, findAbsence, type AbsenceRow } from '../../read-models/absences/absences.queries.js';
import { AbsenceBody, AbsencesQuery } from './absences.dto.js';
import { ABSENCES, DATABASE, PEOPLE } from './approval-tokens.js';
import { Colleagues } from './colleagues.js';
import { absenceStatuses } from './refusal-statuses.js';

/** The substitute is whoever may decide meanwhile. */
const relationsTo = (row: AbsenceRow, { personId }: PersonCaller): ReadonlySet<Relation> =>
  new Set<Relation>([
    ...(row.person_id === personId ? (['self'] as const) : []),
    ...(row.substitute_id === personId ? (['candidate'] as const) : []),
  ]);

/** When approvers are away, and who decides in their place (C3, C5). */
@ApiTags('approval')
@ApiBearerAuth()
@PeopleOnly()
@UseGuards(OnePersonGuard)
@Controller('api/v1/absences')
export class AbsencesController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
    @Inject(ABSENCES) private readonly absences: AbsenceHandler,
    @Inject(Colleagues) private readonly colleagues: Colleagues,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The caller’s absences, and those in which the caller stands in for somebody; latest first',
  })
  async list(@CurrentCaller() caller: PersonCaller, @Query() { cursor, limit }: AbsencesQuery): Promise<Page<object>> {
    const after = decodeCursor(cursor, 2) as [string, string] | undefined;
    const rows = await absencesOf(this.database, caller.personId, after, limit);
    const item = await this.resources(rows.slice(0, limit));
    return pageOf(rows, limit, ({ from_on, absence_id }) => [from_on, absence_id], item);
  }

  @Post()
  @ApiOperation({ summary: 'Declare an absence; open tasks go to the substitute while it lasts' })
  async declare(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Body() { from, until, substitute }: AbsenceBody,
  ): Promise<object> {
    const idempotency = idempotencyOf(request, caller);
    const { id } = await onceAtATime(idempotency, async () => {
      const found = substitute === undefined ? undefined : await this.colleagues.find(substitute, 'substitute');
      const asked = {
        ...{ from, until, substituteId: found?.personId ?? null, substituteIsStaff: found?.isStaff ?? true },
      };
      const who = { by: caller.personId, idempotency, causationId: String(request.id) };
      return answerOf(await this.absences.declare(asked, who), absenceStatuses);
    });
    return this.show(caller, id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel an absence; tasks that are still open come back' })
  async cancel(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<object> {
    const idempotency = idempotencyOf(request, caller);
    const row = await this.visible(caller, id);
    if (!mayAccess('absence', 'write', relationsTo(row, caller))) throw notFound();
    const absence = {
      ...{ absenceId: row.absence_id, personId: row.person_id, substituteId: row.substitute_id },
      ...{ from: row.from_on, until: row.until_on },
    };
    const who = { by: caller.personId, idempotency, causationId: String(request.id) };
    await onceAtATime(idempotency, async () => answerOf(await this.absences.cancel(absence, who), absenceStatuses));
    return this.show(caller, id);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One absence' })
  async show(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<object> {
    const row = await this.visible(caller, id);
    return (await this.resources([row]))(row);
  }

  private async visible(caller: PersonCaller, id: string): Promise<AbsenceRow> {
    if (!isUuid(id)) throw notFound();
    const row = await findAbsence(this.database, id.toLowerCase(), caller.personId);
    if (!row || !mayAccess('absence', 'read', relationsTo(row, caller))) throw notFound();
    return row;
  }

  private async resources(rows: readonly AbsenceRow[]): Promise<(row: AbsenceRow) => object> {
    const ids = rows.flatMap((row) => [row.person_id, ...(row.substitute_id === null ? [] : [row.substitute_id])]);
    const people = await this.people.people([...new Set(ids)]);
    const reference = (id: string): object => {
      const details = people.get(id);
      return {
        id,
        sourcedId: details?.sourcedId ?? null,
        username: details?.username ?? null,
        displayName: details?.displayName ?? null,
      };
    };
    return (row) => ({
      id: row.absence_id,
      status: row.cancelled_at === null ? 'declared' : 'cancelled',
      createdAt: row.created_at,
      person: reference(row.person_id),
      substitute: row.substitute_id === null ? null : reference(row.substitute_id),
      from: row.from_on,
      until: row.until_on,
      links: { self: `/api/v1/absences/${row.absence_id}`, cancel: `/api/v1/absences/${row.absence_id}/cancel` },
    });
  }
}
