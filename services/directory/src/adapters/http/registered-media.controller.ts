import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable, UnitResult } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  isUuid,
  notFound,
  onceAtATime,
  PeopleOnly,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type {
  ChangeRegisteredMediaHandler,
  MediumAct,
  MediumEntry,
} from '../../application/change-registered-media.handler.js';
import type { MediumListed } from '../../read-models/registered-media/registered-media.query.js';
import { callerPosition } from './caller-position.js';
import { DATABASE, REGISTERED_MEDIA } from './directory-tokens.js';
import { pageById } from './plain-text.js';
import { MediaRegister } from './registered-media.register.js';
import {
  MediumEntryBody,
  RegisteredMediaPage,
  RegisteredMediaQuery,
  RegisteredMediumResource,
  RegisterMediumBody,
  UnreachableBody,
} from './registered-media.dto.js';
import { registeredMediumResource } from './registered-medium.resource.js';

const statuses = { 'not-registered': 404, 'medium-ended': 409 } as const;

/** The register of media that staff use with students, with a way in for parents (C9). */
@ApiTags('directory')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/registered-media')
export class RegisteredMediaController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(REGISTERED_MEDIA) private readonly media: ChangeRegisteredMediaHandler,
    private readonly register: MediaRegister,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Media that staff use with students, as far as the caller may see them (C9)' })
  @ApiOkResponse({ type: RegisteredMediaPage })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: RegisteredMediaQuery): Promise<object> {
    return pageById(query, registeredMediumResource, (before) =>
      this.register.list(caller, {
        ...query,
        finding: query.finding === 'true',
        ...(before === undefined ? {} : { before }),
      }),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One entry of the register' })
  @ApiOkResponse({ type: RegisteredMediumResource })
  async show(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<RegisteredMediumResource> {
    return registeredMediumResource(await this.found(caller, id));
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Register a medium that the caller uses with students (C9)' })
  @ApiCreatedResponse({ type: RegisteredMediumResource })
  async add(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Body() body: RegisterMediumBody,
  ): Promise<RegisteredMediumResource> {
    const { relations } = await callerPosition(this.database, caller);
    if (!relations.has('staff-of-building')) throw notFound();
    requireWrite(['self']);
    const entry = await this.entryOf(caller, body);
    return this.done(caller, request, (act) => this.media.register(body.kind, entry, act));
  }

  @Post(':id/change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say the whole entry anew; it answers what parents reported' })
  @ApiOkResponse({ type: RegisteredMediumResource })
  async change(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: MediumEntryBody,
  ): Promise<RegisteredMediumResource> {
    const found = await this.found(caller, id);
    requireWrite(found.relations);
    const entry = await this.entryOf(caller, body);
    return this.done(caller, request, (act) => this.media.change(found.id, entry, act));
  }

  @Post(':id/unreachable')
  @HttpCode(200)
  @ApiOperation({ summary: 'A guardian found no way in: a finding until the entry is changed (C9)' })
  @ApiOkResponse({ type: RegisteredMediumResource })
  async reportUnreachable(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() { words }: UnreachableBody,
  ): Promise<RegisteredMediumResource> {
    const found = await this.found(caller, id);
    const [studentId] = found.childIds;
    if (studentId === undefined || !mayAccess('medium-report', 'write', new Set(['guardian-of-student'])))
      throw notFound();
    return this.done(caller, request, (act) => this.media.reportUnreachable(found.id, studentId, words, act));
  }

  @Post(':id/end')
  @HttpCode(200)
  @ApiOperation({ summary: 'It is no longer used with students; the entry stays readable' })
  @ApiOkResponse({ type: RegisteredMediumResource })
  async end(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
  ): Promise<RegisteredMediumResource> {
    const found = await this.found(caller, id);
    requireWrite(found.relations);
    return this.done(caller, request, (act) => this.media.end(found.id, act));
  }

  private async done(
    caller: PersonCaller,
    request: FastifyRequest,
    change: (act: MediumAct) => Promise<UnitResult<{ readonly id: string }>>,
  ): Promise<RegisteredMediumResource> {
    const idempotency = idempotencyOf(request, caller);
    const result = await onceAtATime(idempotency, () => change({ personId: caller.personId, idempotency }));
    return registeredMediumResource(await this.found(caller, answerOf(result, statuses).id));
  }

  private async entryOf(caller: PersonCaller, body: MediumEntryBody): Promise<MediumEntry> {
    const { name, address, wayIn, howParentsGetIn } = body;
    return { name, address, wayIn, howParentsGetIn, audience: await this.register.audience(caller, body) };
  }

  private async found(caller: PersonCaller, id: string): Promise<MediumListed> {
    const entries = isUuid(id) ? await this.register.list(caller, { id: id.toLowerCase(), limit: 1 }) : [];
    if (!entries[0]) throw notFound();
    return entries[0];
  }
}

/** @throws Problem not-found when nobody with these relations may change an entry */
const requireWrite = (relations: readonly Relation[]): void => {
  if (!mayAccess('registered-medium', 'write', new Set(relations))) throw notFound();
};
