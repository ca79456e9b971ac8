import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import type { PeopleReader } from '@sightline/contracts';
import { CurrentCaller, notFound, pageOf, Scopes, type Caller, type Page } from '@sightline/service-kit';
import { listBuildings, listGroups } from '../../read-models/groups-list/groups-list.query.js';
import { findVisiblePerson, listPeople, type PersonListed } from '../../read-models/people-list/people-list.query.js';
import { callerPosition, peopleScope, requireAccess } from './caller-position.js';
import { DATABASE, PEOPLE_READER, TODAY } from './directory-tokens.js';
import { GroupsQuery, PeopleQuery } from './page-query.dto.js';
import { named, textCursor } from './plain-text.js';
import { BuildingResource, GroupResource, MeResource, PersonResource } from './people.resources.js';

/** The roster as far as the caller may see it. */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1')
export class PeopleController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE_READER) private readonly people: PeopleReader,
    @Inject(TODAY) private readonly today: () => string,
  ) {}

  @Get('me')
  @Scopes('roster', 'messages', 'webhooks', 'operations')
  @ApiOperation({ summary: 'Who am I, and in which roles' })
  @ApiOkResponse({ type: MeResource })
  async me(@CurrentCaller() caller: Caller): Promise<MeResource> {
    if (caller.kind === 'client') return { kind: 'client', id: caller.clientId, scopes: [...caller.scopes], roles: [] };
    const { position } = await callerPosition(this.database, caller);
    const details = (await this.people.people([caller.personId])).get(caller.personId);
    if (!position || !details) throw notFound();
    return {
      kind: 'person',
      id: details.personId,
      sourcedId: details.sourcedId,
      username: details.username,
      displayName: details.displayName,
      language: details.language,
      roles: [...position.roles],
      scopes: [],
    };
  }

  @Get('people')
  @Scopes('roster')
  @ApiOperation({ summary: 'People whom the caller may see' })
  async list(@CurrentCaller() caller: Caller, @Query() query: PeopleQuery): Promise<Page<PersonResource>> {
    const scope = peopleScope(caller, await callerPosition(this.database, caller), this.today());
    const after = textCursor(query.cursor);
    const rows = await listPeople(this.database, scope, {
      limit: query.limit,
      ...(query.role === undefined ? {} : { role: query.role }),
      ...(query.building === undefined ? {} : { building: query.building }),
      ...(query.q === undefined ? {} : { text: query.q }),
      ...(after === undefined ? {} : { after }),
    });
    return pageOf(
      rows,
      query.limit,
      ({ sortName, id }) => [sortName, id],
      (row) => personResource(row, scope.everybody),
    );
  }

  @Get('people/:id')
  @Scopes('roster')
  @ApiOperation({ summary: 'One person, by id or sourcedId' })
  @ApiOkResponse({ type: PersonResource })
  async show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<PersonResource> {
    const scope = peopleScope(caller, await callerPosition(this.database, caller), this.today());
    const row = await findVisiblePerson(this.database, scope, named(id));
    if (!row) throw notFound();
    return personResource(row, scope.everybody);
  }

  @Get('groups')
  @Scopes('roster')
  @ApiOperation({ summary: 'Classes and activities of the buildings that the caller may see' })
  async groups(@CurrentCaller() caller: Caller, @Query() query: GroupsQuery): Promise<Page<GroupResource>> {
    const position = await callerPosition(this.database, caller);
    const scope = peopleScope(caller, position, this.today());
    const after = textCursor(query.cursor);
    const rows = await listGroups(this.database, {
      buildingIds: scope.everybody ? null : scope.buildingIds,
      limit: query.limit,
      ...(query.building === undefined ? {} : { building: query.building }),
      ...(after === undefined ? {} : { after }),
    });
    return pageOf(
      rows,
      query.limit,
      ({ title, id }) => [title.toLowerCase(), id],
      (row) => ({
        id: row.id,
        sourcedId: row.sourcedId,
        title: row.title,
        kind: row.kind,
        building: { id: row.buildingId, sourcedId: row.buildingSourcedId },
        endsOn: row.endsOn,
        students: row.students,
        status: 'active',
        links: { building: `/api/v1/groups?building=${row.buildingId}` },
      }),
    );
  }

  @Get('buildings')
  @Scopes('roster')
  @ApiOperation({ summary: 'The buildings of the district' })
  async buildings(@CurrentCaller() caller: Caller): Promise<Page<BuildingResource>> {
    const position = await callerPosition(this.database, caller);
    if (caller.kind === 'client') requireAccess('building', 'read', position);
    const rows = await listBuildings(this.database);
    return {
      items: rows.map((row) => ({ ...row, status: 'active', links: { groups: `/api/v1/groups?building=${row.id}` } })),
      next: null,
    };
  }
}

const personResource = (row: PersonListed, withAddress: boolean): PersonResource => ({
  id: row.id,
  sourcedId: row.sourcedId,
  username: row.username,
  displayName: row.displayName,
  ...(withAddress && row.email !== null ? { email: row.email } : {}),
  roles: row.roles.map(({ role, buildingSourcedId }) => ({
    role,
    ...(buildingSourcedId === undefined ? {} : { buildingSourcedId }),
  })),
  status: 'active',
  links: { self: `/api/v1/people/${row.id}` },
});
