import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { mayAccess } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import {
  CurrentCaller,
  decodeCursor,
  invalidCursor,
  isUuid,
  pageOf,
  PeopleOnly,
  type Page,
  type PersonCaller,
  PageQuery,
} from '@sightline/service-kit';
import { IsOptional, IsUUID } from 'class-validator';
import { isAuditor, listAccessGrants } from '../../read-models/access-grants/access-grants.queries.js';

export const DATABASE = Symbol('messaging-archive.database');

class AccessGrantsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Grants of one request.' })
  @IsOptional()
  @IsUUID('all')
  request?: string;

  @ApiPropertyOptional({ description: 'Grants of one authorization.' })
  @IsOptional()
  @IsUUID('all')
  authorization?: string;
}

/** Which supervisor may see what is archived under which authorization (C7). */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/access-grants')
export class AccessGrantsController {
  constructor(@Inject(DATABASE) private readonly database: Queryable) {}

  @Get()
  @ApiOperation({
    summary: 'Access grants of the caller, or on the caller’s own authorizations; all for an auditor (C7)',
  })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: AccessGrantsQuery): Promise<Page<object>> {
    const before = decodeCursor(query.cursor, 1)?.[0];
    if (before !== undefined && !isUuid(String(before))) throw invalidCursor();
    const auditor = await isAuditor(this.database, caller.personId);
    const rows = await listAccessGrants(this.database, {
      partyId: auditor && mayAccess('access-grant', 'read', new Set(['auditor'])) ? null : caller.personId,
      limit: query.limit,
      ...(query.request === undefined ? {} : { requestId: query.request }),
      ...(query.authorization === undefined ? {} : { authorizationId: query.authorization }),
      ...(before === undefined ? {} : { before: String(before) }),
    });
    const shown = rows.slice(0, query.limit);
    const people = await findPeople(
      this.database,
      shown.flatMap((row) => [row.supervisor_id, row.staff_id]),
    );
    const sourcedIds = new Map(people.map(({ personId, sourcedId }) => [personId, sourcedId]));
    const reference = (id: string) => ({ id, sourcedId: sourcedIds.get(id) ?? null });
    return pageOf(
      rows,
      query.limit,
      (row) => [row.grant_id],
      (row) => ({
        id: row.grant_id,
        status: row.status,
        createdAt: row.granted_at,
        endedAt: row.ended_at,
        endedBecause: row.ended_because,
        clause: 'C7',
        authorization: row.authorization_id,
        request: row.request_id,
        case: row.case_id,
        supervisor: reference(row.supervisor_id),
        staff: reference(row.staff_id),
        links: {
          authorization: `/api/v1/authorizations/${row.authorization_id}`,
          request: `/api/v1/exception-requests/${row.request_id}`,
        },
      }),
    );
  }
}
