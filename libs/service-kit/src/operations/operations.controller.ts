import { Controller, Get, Header, Inject, Module, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { collectDefaultMetrics, register } from 'prom-client';
import { Public } from '../sign-in/index.js';
import type { HealthRegistry } from './health.js';

export const HEALTH = Symbol('HealthRegistry');
export const OPERATIONS_TITLE = Symbol('OperationsTitle');

@Module({})
export class OperationsModule {}

/** For operators: is the process alive, can it work, what does it measure. Says nothing about people. */
@ApiExcludeController()
@Controller()
export class OperationsController {
  private collecting = false;

  constructor(
    @Inject(HEALTH) private readonly health: HealthRegistry,
    @Inject(OPERATIONS_TITLE) private readonly title: string,
  ) {}

  @Public()
  @Get('health/live')
  live(): { status: 'ok'; service: string } {
    return { status: 'ok', service: this.title };
  }

  @Public()
  @Get('health/ready')
  ready(@Res() reply: FastifyReply): void {
    const reasons = this.health.reasons();
    const well = Object.keys(reasons).length === 0;
    void reply.status(well ? 200 : 503).send({ status: well ? 'ok' : 'degraded', reasons });
  }

  @Public()
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async metrics(): Promise<string> {
    if (!this.collecting) {
      this.collecting = true;
      collectDefaultMetrics();
    }
    return register.metrics();
  }
}
