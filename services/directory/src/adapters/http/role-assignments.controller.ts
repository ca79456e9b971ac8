import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { rosterRoles, type RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { answerOf, CurrentCaller, notFound, type Caller, type Page } from '@sightline/service-kit';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { AssignRoleHandler } from '../../application/assign-role.handler.js';
import { findVisiblePerson } from '../../read-models/people-list/people-list.query.js';
import { actorOf, callerPosition, requireAccess } from './caller-position.js';
import { ASSIGN_ROLE, DATABASE } from './directory-tokens.js';
import { IsPlainText } from './plain-text.js';

class RoleAssignmentBody {
  @ApiProperty({ description: 'A person, by id, sourcedId.' })
  @IsString()
  @MaxLength(255)
  @IsPlainText()
  person!: string;

  @ApiProperty({ enum: rosterRoles })
  @IsIn(rosterRoles)
  role!: RosterRole;

  @ApiPropertyOptional({ description: 'A building, by id; left out for the whole district.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  @IsPlainText()
  building?: string;
}

interface RoleAssignmentResource {
  readonly person: { readonly id: string; readonly sourcedId: string };
  readonly role: RosterRole;
  readonly buildingId: string | null;
  readonly status: 'assigned' | 'ended';
}

/** Roles that the roster cannot give, in the hands of operators; each change is in the history. */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/v1/role-assignments')
export class RoleAssignmentsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(ASSIGN_ROLE) private readonly assignRole: AssignRoleHandler,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who holds which role by an operator’s word' })
  async list(@CurrentCaller() caller: Caller): Promise<Page<RoleAssignmentResource>> {
    requireAccess('role-assignment', 'read', await callerPosition(this.database, caller));
    const { rows } = await this.database.query<{
      id: string;
      sourcedId: string;
      role: RosterRole;
      buildingId: string | null;
    }>(
      `select person_id as id, sourced_id as "sourcedId", at->>'role' as role, at->>'buildingId' as "buildingId"
       from assigned_roles join people on people.id = person_id, jsonb_array_elements(assigned_roles.roles) as at order by sourced_id, role limit 1000`,
    );
    return {
      items: rows.map(({ id, sourcedId, role, buildingId }) => ({
        person: { id, sourcedId },
        role,
        buildingId,
        status: 'assigned' as const,
      })),
      next: null,
    };
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Give a person a role' })
  assign(@CurrentCaller() caller: Caller, @Body() body: RoleAssignmentBody): Promise<RoleAssignmentResource> {
    return this.change('assign', caller, body);
  }

  @Post('end')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a role from a person' })
  end(@CurrentCaller() caller: Caller, @Body() body: RoleAssignmentBody): Promise<RoleAssignmentResource> {
    return this.change('unassign', caller, body);
  }

  private async change(
    kind: 'assign' | 'unassign',
    caller: Caller,
    body: RoleAssignmentBody,
  ): Promise<RoleAssignmentResource> {
    requireAccess('role-assignment', 'write', await callerPosition(this.database, caller));
    const person = await findVisiblePerson(this.database, { everybody: true }, body.person);
    if (!person) throw notFound();
    const building = body.building === undefined ? null : await this.buildingId(body.building);
    const result = await this.assignRole.execute({
      kind,
      personId: person.id,
      role: body.role,
      buildingId: building,
      actor: actorOf(caller),
      byPersonId: caller.kind === 'person' ? caller.personId : null,
    });
    if (!result) throw notFound();
    answerOf(result);
    return {
      person: { id: person.id, sourcedId: person.sourcedId },
      role: body.role,
      buildingId: building,
      status: kind === 'assign' ? 'assigned' : 'ended',
    };
  }

  private async buildingId(named: string): Promise<string> {
    const { rows } = await this.database.query<{ id: string }>(
      'select id from buildings where id::text = lower($1) or sourced_id = $1',
      [named],
    );
    if (!rows[0]) throw notFound();
    return rows[0].id;
  }
}
