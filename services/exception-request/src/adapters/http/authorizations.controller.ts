import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { findPeople } from '@sightline/relations';
import { CurrentCaller, isUuid, notFound, PeopleOnly, type Page, type PersonCaller } from '@sightline/service-kit';
import type { AuthorizationRow } from '../../read-models/authorizations/authorizations.projection.js';
import {
  findAuthorization,
  listAuthorizations,
  ownChildren,
  seesAllStudents,
} from '../../read-models/authorizations/authorizations.queries.js';
import { isAuditor } from './caller-roles.js';
import { DATABASE, PEOPLE } from './exception-request-tokens.js';
import { AuthorizationsQuery } from './list-queries.dto.js';
import { namedReferencesTo, referencesTo, type Reference } from './references.js';
import { authorizationResource } from './request.resources.js';

/** Who may write to whom, how, until when. */
@ApiTags('exception-request')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/authorizations')
export class AuthorizationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Authorizations that the caller may see' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: AuthorizationsQuery): Promise<Page<object>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw notFound();
    const named = [query.person, query.student].flatMap((name) => name ?? []);
    const people = await findPeople(this.database, named);
    const idOf = (name: string): string | undefined =>
      people.find(({ personId, sourcedId }) => personId === name.toLowerCase() || sourcedId === name)?.personId;
    const staffId = query.person === undefined ? undefined : idOf(query.person);
    const studentId = query.student === undefined ? undefined : idOf(query.student);
    if ((query.person !== undefined && !staffId) || (query.student !== undefined && !studentId))
      return { items: [], next: null };
    const rows = await listAuthorizations(this.database, {
      callerId: caller.personId,
      all: await isAuditor(this.database, caller.personId),
      limit: query.limit,
      ...(staffId === undefined ? {} : { staffId }),
      ...(studentId === undefined ? {} : { studentId }),
      ...(query.at === undefined ? {} : { at: query.at }),
      ...(query.cursor === undefined ? {} : { before: query.cursor }),
    });
    const shown = rows.slice(0, query.limit);
    return {
      items: await this.resources(shown, caller.personId, await referencesTo(this.database, shown.flatMap(peopleIn))),
      next: rows.length > query.limit ? shown[shown.length - 1]!.authorization_id : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One authorization' })
  async show(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<object> {
    if (!isUuid(id)) throw notFound();
    const row = await findAuthorization(
      this.database,
      id.toLowerCase(),
      caller.personId,
      await isAuditor(this.database, caller.personId),
    );
    if (!row) throw notFound();
    const referTo = await namedReferencesTo(this.database, this.people, peopleIn(row));
    const [[resource], places] = await Promise.all([
      this.resources([row], caller.personId, referTo),
      this.people.places(row.group_id === null ? [] : [row.group_id]),
    ]);
    return { ...resource!, groupTitle: places.get(row.group_id ?? '')?.name ?? null };
  }

  /** A guardian sees the names of own children alone, unless another relation opens all of them. */
  private async resources(
    rows: readonly AuthorizationRow[],
    callerId: string,
    referTo: (id: string) => Reference,
  ): Promise<object[]> {
    const children = await ownChildren(this.database, callerId);
    const wholeIds = await seesAllStudents(
      this.database,
      rows.map(({ authorization_id }) => authorization_id),
      callerId,
    );
    const auditor = await isAuditor(this.database, callerId);
    return rows.map((row) =>
      authorizationResource(row, referTo, (id) => auditor || wholeIds.has(row.authorization_id) || children.has(id)),
    );
  }
}

const peopleIn = (row: AuthorizationRow): readonly string[] => [row.staff_id, ...row.student_ids];
