import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { approvalSides, media, purposes, requestKinds } from '@sightline/contracts';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { taskSorts, type TaskSort } from '../../read-models/tasks/list-tasks.js';
import { taskStatuses } from '../../read-models/tasks/task.row.js';

/** Bounds the work; how long a text may be is the policy's to say. */
export const textLengthMax = 20_000;

/** Which tasks; every condition holds at once. */
export class TaskConditions {
  @ApiPropertyOptional({ description: 'Tasks of one request.' })
  @IsOptional()
  @IsUUID('all')
  request?: string;

  @ApiPropertyOptional({ enum: approvalSides })
  @IsOptional()
  @IsIn(approvalSides)
  side?: string;

  @ApiPropertyOptional({ enum: requestKinds })
  @IsOptional()
  @IsIn(requestKinds)
  kind?: string;

  @ApiPropertyOptional({ enum: ['request', 'review'], description: 'About a request, or about a live authorization.' })
  @IsOptional()
  @IsIn(['request', 'review'])
  about?: string;

  @ApiPropertyOptional({ enum: purposes })
  @IsOptional()
  @IsIn(purposes)
  purpose?: string;

  @ApiPropertyOptional({ enum: media })
  @IsOptional()
  @IsIn(media)
  medium?: string;

  @ApiPropertyOptional({ description: 'Tasks of the principal of one building.' })
  @IsOptional()
  @IsUUID('all')
  building?: string;

  @ApiPropertyOptional({ description: 'Tasks about requests of one person.' })
  @IsOptional()
  @IsUUID('all')
  requester?: string;

  @ApiPropertyOptional({ enum: ['me', 'pool', 'others'], description: 'Who has them.' })
  @IsOptional()
  @IsIn(['me', 'pool', 'others'])
  assigned?: 'me' | 'pool' | 'others';

  @ApiPropertyOptional({ description: 'Open tasks that are overdue.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  overdue?: boolean;

  @ApiPropertyOptional({ description: 'The `similar` of a task: tasks that can be decided alike.' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  similar?: string;

  @ApiPropertyOptional({ description: 'Part of the name or username of whoever asks.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  q?: string;
}

export class TasksQuery extends TaskConditions {
  @ApiPropertyOptional({ enum: taskStatuses })
  @IsOptional()
  @IsIn(taskStatuses)
  status?: string;

  @ApiPropertyOptional({ enum: taskSorts, default: 'dueAt' })
  @IsOptional()
  @IsIn(taskSorts)
  sort: TaskSort = 'dueAt';

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

export class DelegationBody {
  @ApiProperty({ description: 'Who decides in your place: id, roster `sourcedId` or username.' })
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  to!: string;

  @ApiProperty({ format: 'date', description: 'Last day, in the district’s time zone; the task comes back after it.' })
  @IsDateString({ strict: true })
  @MaxLength(10)
  until!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(textLengthMax)
  comment?: string;
}
