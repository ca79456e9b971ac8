import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  isUuid,
  notFound,
  onceAtATime,
  Scopes,
  type Caller,
  type Page,
} from '@sightline/service-kit';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  MaxLength,
} from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { ChangeDistrictFormsHandler } from '../../application/change-district-forms.handler.js';
import { listDistrictForms, type DistrictFormListed } from '../../read-models/district-forms/district-forms.query.js';
import { actorOf, callerPosition, requireAccess } from './caller-position.js';
import { DATABASE, DISTRICT_FORMS } from './directory-tokens.js';
import { IsPlainText, named } from './plain-text.js';

const formKinds = ['email', 'web-page', 'social-page', 'messaging', 'telephone', 'other'] as const;

class DistrictFormBody {
  @ApiProperty({ enum: formKinds })
  @IsIn(formKinds)
  kind!: string;

  @ApiProperty({ description: 'What staff call it, as in “student e-mail”.' })
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  name!: string;

  @ApiProperty({ type: [String], description: 'Buildings, by id or sourcedId; none means the whole district.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(255, { each: true })
  @IsPlainText({ each: true })
  buildings: string[] = [];

  @ApiProperty({ default: true })
  @IsOptional()
  @IsBoolean()
  available: boolean = true;
}

class AvailabilityBody {
  @ApiProperty()
  @IsBoolean()
  available!: boolean;

  @ApiProperty({ required: false, description: 'Since when, RFC 3339; now when left out.' })
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;
}

/** The register of district forms (C2): what there is, where, and since when it is available or not. */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/district-forms')
export class DistrictFormsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(DISTRICT_FORMS) private readonly forms: ChangeDistrictFormsHandler,
  ) {}

  @Get()
  @Scopes('roster')
  @ApiOperation({ summary: 'The register of district forms (C2)' })
  async list(@CurrentCaller() caller: Caller): Promise<Page<object>> {
    if (caller.kind === 'person') await callerPosition(this.database, caller);
    return { items: (await listDistrictForms(this.database)).map(resource), next: null };
  }

  @Get(':id')
  @Scopes('roster')
  @ApiOperation({ summary: 'One district form' })
  async show(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    if (caller.kind === 'person') await callerPosition(this.database, caller);
    return this.found(id);
  }

  @Post()
  @HttpCode(201)
  @Scopes('roster')
  @ApiOperation({ summary: 'Register a district form (C2)' })
  async register(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Body() body: DistrictFormBody,
  ): Promise<object> {
    requireAccess('district-form', 'write', await callerPosition(this.database, caller));
    const buildingIds = await this.buildingIds(body.buildings);
    const idempotency = idempotencyOf(request, caller);
    const { kind, name, available } = body;
    const result = await onceAtATime(idempotency, () =>
      this.forms.register({ kind, name, buildingIds, available }, { actor: actorOf(caller), idempotency }),
    );
    return this.found(answerOf(result).id);
  }

  @Post(':id/availability')
  @HttpCode(200)
  @Scopes('roster')
  @ApiOperation({ summary: 'Say that a form is available, or no longer (C2)' })
  async changeAvailability(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: AvailabilityBody,
  ): Promise<object> {
    requireAccess('district-form', 'write', await callerPosition(this.database, caller));
    if (!isUuid(id)) throw notFound();
    const idempotency = idempotencyOf(request, caller);
    const from = body.from === undefined ? undefined : new Date(body.from);
    const result = await onceAtATime(idempotency, () =>
      this.forms.changeAvailability(id.toLowerCase(), body.available, from, {
        actor: actorOf(caller),
        idempotency,
      }),
    );
    answerOf(result, { 'not-registered': 404 });
    return this.found(id);
  }

  private async found(id: string): Promise<object> {
    const [form] = await listDistrictForms(this.database, named(id));
    if (!form) throw notFound();
    return resource(form);
  }

  private async buildingIds(buildings: readonly string[]): Promise<string[]> {
    const { rows } = await this.database.query<{ id: string; sourced_id: string }>(
      'select id, sourced_id from buildings where sourced_id = any($1) or id::text = any($1)',
      [buildings],
    );
    if (new Set(buildings).size !== rows.length) throw notFound();
    return rows.map(({ id }) => id);
  }
}

const resource = (form: DistrictFormListed): object => ({
  id: form.id,
  kind: form.kind,
  name: form.name,
  status: form.available ? 'available' : 'unavailable',
  available: form.available,
  availableSince: form.availableSince,
  buildings: form.buildingIds,
  createdAt: form.createdAt,
  links: { self: `/api/v1/district-forms/${form.id}`, availability: `/api/v1/district-forms/${form.id}/availability` },
});
