import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Module,
  Param,
  Post,
  Query,
  type DynamicModule,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { isUuid } from '../../ids.js';
import { notFound } from '../../problem.js';
import { ClientsOnly } from '../../sign-in/index.js';
import type { ParkedEventsSource, ParkedEventSummary, Resumed } from './parked-events-source.js';

const PARKED_EVENTS = Symbol('ParkedEvents');

class ListQuery {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  limit!: number;

  @IsOptional()
  @IsUUID('all')
  after?: string;
}

class ResumeBody {
  @IsString()
  @MaxLength(300)
  actor!: string;
}

@Module({})
class ParkedEventsModule {}

/** Where services run apart: what one of them has parked, for the portal alone. */
export const internalParkedEventsModule = (source: ParkedEventsSource): DynamicModule => ({
  module: ParkedEventsModule,
  controllers: [InternalParkedEventsController],
  providers: [{ provide: PARKED_EVENTS, useValue: source }],
});

@ApiExcludeController()
@ClientsOnly('internal')
@Controller('internal/v1/parked-events')
class InternalParkedEventsController {
  constructor(@Inject(PARKED_EVENTS) private readonly source: ParkedEventsSource) {}

  @Get()
  async list(@Query() { limit, after }: ListQuery): Promise<{ items: readonly ParkedEventSummary[] }> {
    return { items: await this.source.list(limit, after) };
  }

  @Post(':id/resume')
  @HttpCode(200)
  async resume(@Param('id') id: string, @Body() { actor }: ResumeBody): Promise<Resumed> {
    const resumed = isUuid(id) ? await this.source.resume(id, actor) : undefined;
    if (!resumed) throw notFound();
    return resumed;
  }
}
