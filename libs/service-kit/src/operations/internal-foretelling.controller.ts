import { Body, Controller, HttpCode, Inject, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Foretelling, SupposedEvent } from '@sightline/contracts';
import { ClientsOnly } from '../sign-in/index.js';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';

const FORETELLING = Symbol('Foretelling');

class Supposed implements SupposedEvent {
  @IsString()
  @MaxLength(200)
  type!: string;

  @IsString()
  @MaxLength(200)
  subject!: string;

  @IsObject()
  data!: object;

  @IsString()
  @MaxLength(200)
  partitionkey!: string;

  @IsString()
  @MaxLength(200)
  correlationid!: string;

  @IsString()
  @MaxLength(200)
  policyversion!: string;
}

class Supposition {
  @IsArray()
  @ArrayMaxSize(10_000)
  @ValidateNested({ each: true })
  @Type(() => Supposed)
  events!: Supposed[];
}

@Module({})
class ForetellingModule {}

/** Where services run apart: what one of them would say, for the other services alone. */
export const internalForetellingModule = (source: Foretelling): DynamicModule => ({
  module: ForetellingModule,
  controllers: [InternalForetellingController],
  providers: [{ provide: FORETELLING, useValue: source }],
});

@ApiExcludeController()
@ClientsOnly('internal')
@Controller('internal/v1/foretelling')
class InternalForetellingController {
  constructor(@Inject(FORETELLING) private readonly source: Foretelling) {}

  @Post()
  @HttpCode(200)
  async foretell(@Body() { events }: Supposition): Promise<{ items: readonly SupposedEvent[] }> {
    return { items: await this.source.foretell(events) };
  }
}
