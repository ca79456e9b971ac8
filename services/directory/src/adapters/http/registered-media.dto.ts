import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { registeredMediumKinds, waysIn, type RegisteredMediumKind, type WayIn } from '@sightline/contracts';
import { PageQuery } from '@sightline/service-kit';
import { ArrayMaxSize, IsArray, IsBooleanString, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { IsPlainText } from './plain-text.js';
import { ReferenceResource } from './people.resources.js';

const Ids =
  (description: string): PropertyDecorator =>
  (target, property) => {
    for (const decorate of [
      ApiPropertyOptional({ type: [String], description }),
      IsOptional(),
      IsArray(),
      ArrayMaxSize(200),
      IsString({ each: true }),
      MaxLength(255, { each: true }),
      IsPlainText({ each: true }),
    ])
      decorate(target, property);
  };

/** All of an entry; a change says the whole anew. */
export class MediumEntryBody {
  @ApiProperty({ description: 'What it is called, as in “Girls’ soccer on GroupChat”.' })
  @IsString()
  @Length(1, 200)
  @IsPlainText()
  name!: string;

  @ApiProperty({ description: 'Where it is: an address of a page, a name of an account or group, a number.' })
  @IsString()
  @Length(1, 500)
  @IsPlainText()
  address!: string;

  @ApiProperty({ enum: waysIn, description: 'How a parent gets to see it; `none` is a finding (C9).' })
  @IsIn(waysIn)
  wayIn!: WayIn;

  @ApiPropertyOptional({ description: 'In words; required for `guardians-join` and `shown-on-request`.', default: '' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  @IsPlainText()
  howParentsGetIn: string = '';

  @Ids('Students with whom it is used, by id or sourcedId.')
  students: string[] = [];

  @Ids('Classes and activities whose students use it, by id or sourcedId.')
  groups: string[] = [];

  @Ids('Buildings for whose students it is, by id or sourcedId.')
  buildings: string[] = [];
}

export class RegisterMediumBody extends MediumEntryBody {
  @ApiProperty({ enum: registeredMediumKinds })
  @IsIn(registeredMediumKinds)
  kind!: RegisteredMediumKind;
}

export class UnreachableBody {
  @ApiProperty({ description: 'What was tried, in own words.' })
  @IsString()
  @Length(1, 2000)
  @IsPlainText()
  words!: string;
}

export class RegisteredMediaQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Entries of one member of staff, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  @IsPlainText()
  person?: string;

  @ApiPropertyOptional({ description: 'Entries that concern one student, by id or sourcedId.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  @IsPlainText()
  student?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Only those with a finding.' })
  @IsOptional()
  @IsBooleanString()
  finding?: string;
}

export class MediumStaffResource extends ReferenceResource {
  @ApiProperty() displayName!: string;
}

export class UnreachableReportResource {
  @ApiProperty({ format: 'uuid', description: 'The child on whose behalf; who reported is not said.' })
  student!: string;
  @ApiProperty({ format: 'date-time' }) reportedAt!: string;
  @ApiProperty({ type: String, nullable: true }) words!: string | null;
}

/** A guardian sees own children alone among `students`, and neither groups, buildings nor reports. */
export class RegisteredMediumResource {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['in-use', 'ended'] }) status!: 'in-use' | 'ended';
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) changedAt!: string;
  @ApiProperty({ enum: ['C9'] }) clause!: 'C9';
  @ApiProperty({ type: MediumStaffResource }) staff!: MediumStaffResource;
  @ApiProperty({ enum: registeredMediumKinds }) kind!: RegisteredMediumKind;
  @ApiProperty() name!: string;
  @ApiProperty() address!: string;
  @ApiProperty({ enum: waysIn }) wayIn!: WayIn;
  @ApiProperty() howParentsGetIn!: string;
  @ApiProperty({
    enum: ['no-way-in', 'reported-unreachable'],
    nullable: true,
    type: String,
    description: 'Why no parent, or not every parent, can look (C9).',
  })
  finding!: 'no-way-in' | 'reported-unreachable' | null;
  @ApiProperty({ type: [String], format: 'uuid' }) students!: string[];
  @ApiPropertyOptional({ type: [String], format: 'uuid' }) groups?: string[];
  @ApiPropertyOptional({ type: [String], format: 'uuid' }) buildings?: string[];
  @ApiPropertyOptional({ type: [UnreachableReportResource] }) reports?: UnreachableReportResource[];
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) links!: Record<string, string>;
}

export class RegisteredMediaPage {
  @ApiProperty({ type: [RegisteredMediumResource] }) items!: RegisteredMediumResource[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
