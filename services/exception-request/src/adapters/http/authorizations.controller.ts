import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { isCalendarDate } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import {
  CurrentCaller,
  isUuid,
  notFound,
  PeopleOnly,
  Problem,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyReply } from 'fastify';
import { listAuthorizations } from '../../read-models/authorizations/authorizations.queries.js';
import { AuthorizationViews } from './authorization-views.js';
import { DATABASE, DISTRICT_TIME_ZONE } from './exception-request-tokens.js';
import { AuthorizationsQuery } from './list-queries.dto.js';

/** Who may write to whom, how, until when. */
@ApiTags('exception-request')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/authorizations')
export class AuthorizationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(DISTRICT_TIME_ZONE) private readonly districtTimeZone: string,
    @Inject(AuthorizationViews) private readonly views: AuthorizationViews,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Authorizations that the caller may see; with `at`, as they were on that day' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: AuthorizationsQuery): Promise<Page<object>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw notFound();
    if (query.at !== undefined && !isCalendarDate(query.at)) throw noSuchDay();
    const people = await findPeople(
      this.database,
      [query.person, query.student].flatMap((name) => name ?? []),
    );
    const idOf = (name: string | undefined): string | undefined =>
      people.find(({ personId, sourcedId }) => personId === name?.toLowerCase() || sourcedId === name)?.personId;
    const [staffId, studentId] = [idOf(query.person), idOf(query.student)];
    if ((query.person !== undefined && !staffId) || (query.student !== undefined && !studentId))
      return { items: [], next: null };
    const rows = await listAuthorizations(this.database, {
      ...{ callerId: caller.personId, limit: query.limit, districtTimeZone: this.districtTimeZone },
      ...(staffId === undefined ? {} : { staffId }),
      ...(studentId === undefined ? {} : { studentId }),
      ...(query.group === undefined ? {} : { group: query.group }),
      ...(query.kind === undefined ? {} : { kind: query.kind }),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.at === undefined ? {} : { at: query.at }),
      ...(query.cursor === undefined ? {} : { before: query.cursor }),
    });
    const shown = rows.slice(0, query.limit);
    return {
      items: await this.views.list(caller, shown, query.at),
      next: rows.length > query.limit ? shown[shown.length - 1]!.authorization_id : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One authorization' })
  show(
    @CurrentCaller() caller: PersonCaller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.views.show(caller, id, reply);
  }
}

const noSuchDay = (): Problem =>
  new Problem({
    type: 'not-a-date',
    status: 422,
    title: 'There is no such day',
    detail: 'Give the day as YYYY-MM-DD.',
    errors: [{ field: 'at', detail: 'There is no such day.' }],
  });
