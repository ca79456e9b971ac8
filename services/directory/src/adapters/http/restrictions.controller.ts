import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { restrictionKinds } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import {
  answerOf,
  CurrentCaller,
  isUuid,
  notFound,
  onceAtATime,
  PageQuery,
  type Caller,
  type Page,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { ChangeByHandHandler } from '../../application/change-by-hand.handler.js';
import { listRestrictions, restrictionIdOf, type RestrictionListed } from '../../read-models/by-hand/by-hand.query.js';
import { findVisiblePerson } from '../../read-models/people-list/people-list.query.js';
import { pairOf } from '../../read-models/person-links/person-links.query.js';
import { ReleaseBody, RestrictionBody } from './by-hand.dto.js';
import { callerPosition } from './caller-position.js';
import { CHANGE_BY_HAND, DATABASE, TODAY } from './directory-tokens.js';
import { pageById } from './plain-text.js';
import { handOf } from './relations.controller.js';
import { mayActOn, recordsOfCaller, scopeOfCharge, type ScopeOfCharge } from './scope-of-charge.js';

const statuses = {
  'technology-department': 403,
  'not-in-charge': 403,
  'own-restriction': 403,
  'already-over': 409,
} as const;

/** As an import has it: a restriction without a first day holds from ever. */
const fromEver = '1900-01-01';

const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** What a guardian may not have: recorded at once, lifted only by a named person with a document (C9). */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/restrictions')
export class RestrictionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(CHANGE_BY_HAND) private readonly byHand: ChangeByHandHandler,
    @Inject(TODAY) private readonly today: () => string,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Restrictions on guardians, with their documents and who verified them (C9)' })
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<object>> {
    const scope = scopeOfCharge('restriction', caller, await callerPosition(this.database, caller));
    return pageById(query, resource, (after) =>
      listRestrictions(this.database, scope, this.today(), {
        limit: query.limit,
        ...(after === undefined ? {} : { after }),
      }),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One restriction' })
  async show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return resource(
      await this.found(scopeOfCharge('restriction', caller, await callerPosition(this.database, caller)), id),
    );
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Record a restriction; it takes effect at once, and fails closed (C9)' })
  async record(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Body() body: RestrictionBody,
  ): Promise<object> {
    const standing = await callerPosition(this.database, caller);
    const student = await findVisiblePerson(this.database, { everybody: true }, body.student);
    const guardian = await findVisiblePerson(this.database, { everybody: true }, body.guardian);
    if (!student || !guardian) throw notFound();
    const { buildingIds } = await pairOf(this.database, student.id, student.id);
    if (!mayActOn('restriction', standing, buildingIds)) throw notFound();
    const by = handOf(caller, standing, request);
    const { from = fromEver, until = null, kinds = [...restrictionKinds], reference, verifiedBy } = body;
    const pair = { student: student.sourcedId, guardian: guardian.sourcedId };
    const result = await onceAtATime(by.idempotency, () =>
      this.byHand.restrict({ ...pair, ...{ kinds, from, until, reference, verifiedBy } }, by),
    );
    answerOf(result, statuses);
    const id = await restrictionIdOf(this.database, pair.student, pair.guardian, reference);
    return resource(await this.found(everything, id!));
  }

  @Post(':id/release')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lift a restriction, with the document and who verified it: by nobody of IT (C9)' })
  async release(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { reference, verifiedBy, from = this.today() }: ReleaseBody,
  ): Promise<object> {
    const standing = await callerPosition(this.database, caller);
    const known = await this.found(scopeOfCharge('restriction', caller, standing), id);
    if (caller.kind !== 'person' || !mayActOn('restriction', standing, known.studentBuildingIds)) throw notFound();
    const by = handOf(caller, standing, request);
    const release = {
      ...{ restrictionId: known.id, studentId: known.student.id, guardianId: known.guardian.id },
      ...{ endsOn: known.until, until: dayBefore(from), studentBuildingIds: known.studentBuildingIds },
      ...{ byIds: recordsOfCaller(caller, standing), roles: standing.position?.roles ?? [] },
      ...{ document: reference, verifiedBy },
    };
    const result = await onceAtATime(by.idempotency, () => this.byHand.release(release, by));
    return resource(await this.found(everything, answerOf(result, statuses).id));
  }

  private async found(scope: ScopeOfCharge, id: string): Promise<RestrictionListed> {
    if (!isUuid(id)) throw notFound();
    const [one] = await listRestrictions(this.database, scope, this.today(), { id: id.toLowerCase(), limit: 1 });
    if (!one) throw notFound();
    return one;
  }
}

const everything: ScopeOfCharge = { everybody: true, buildingIds: [], personIds: [] };

const resource = ({ studentBuildingIds: _, ...restriction }: RestrictionListed): object => ({
  ...restriction,
  links: {
    self: `/api/v1/restrictions/${restriction.id}`,
    release: `/api/v1/restrictions/${restriction.id}/release`,
  },
});
