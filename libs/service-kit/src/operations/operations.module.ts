import type { DynamicModule } from '@nestjs/common';
import { HEALTH, OPERATIONS_TITLE, OperationsController, OperationsModule } from './operations.controller.js';
import type { HealthRegistry } from './health.js';

export const operationsModule = (options: { title: string; health: HealthRegistry }): DynamicModule => ({
  module: OperationsModule,
  controllers: [OperationsController],
  providers: [
    { provide: HEALTH, useValue: options.health },
    { provide: OPERATIONS_TITLE, useValue: options.title },
  ],
});
