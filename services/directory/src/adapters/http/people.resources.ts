import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { rosterRoles, type RosterRole } from '@sightline/contracts';

export class RoleResource {
  @ApiProperty({ enum: rosterRoles })
  role!: RosterRole;
  @ApiPropertyOptional({ description: 'Absent for a role in the whole district.' })
  buildingSourcedId?: string;
}

export class PersonResource {
  @ApiProperty() id!: string;
  @ApiProperty() sourcedId!: string;
  @ApiProperty() username!: string;
  @ApiProperty() displayName!: string;
  @ApiPropertyOptional() email?: string;
  @ApiProperty({ type: [RoleResource] }) roles!: RoleResource[];
  @ApiProperty({ enum: ['active'] }) status!: 'active';
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) links!: Record<string, string>;
}

export class RoleHeldResource {
  @ApiProperty({ enum: rosterRoles }) role!: RosterRole;
  @ApiProperty({ type: String, nullable: true }) buildingId!: string | null;
}

export class MeResource {
  @ApiProperty({ enum: ['person', 'client'] }) kind!: 'person' | 'client';
  @ApiProperty() id!: string;
  @ApiPropertyOptional() sourcedId?: string;
  @ApiPropertyOptional() username?: string;
  @ApiPropertyOptional() displayName?: string;
  @ApiPropertyOptional() language?: string;
  @ApiProperty({ type: [RoleHeldResource] }) roles!: RoleHeldResource[];
  @ApiProperty({ type: [String] }) scopes!: string[];
}

export class ReferenceResource {
  @ApiProperty() id!: string;
  @ApiProperty() sourcedId!: string;
}

export class GroupResource {
  @ApiProperty() id!: string;
  @ApiProperty() sourcedId!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ enum: ['class', 'activity'] }) kind!: 'class' | 'activity';
  @ApiProperty({ type: ReferenceResource }) building!: ReferenceResource;
  @ApiProperty({ type: String, nullable: true, format: 'date' }) endsOn!: string | null;
  @ApiProperty() students!: number;
  @ApiProperty({ enum: ['active'] }) status!: 'active';
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) links!: Record<string, string>;
}

export class BuildingResource {
  @ApiProperty() id!: string;
  @ApiProperty() sourcedId!: string;
  @ApiProperty() name!: string;
  @ApiProperty() type!: string;
  @ApiProperty({ enum: ['active'] }) status!: 'active';
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) links!: Record<string, string>;
}
