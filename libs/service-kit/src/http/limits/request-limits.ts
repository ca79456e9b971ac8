import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import type { Clock } from '../../clock.js';
import { Problem, type ProblemDetails } from '../../problem.js';
import { sendProblem } from '../../problem/problem.filter.js';
import type { Caller } from '../../sign-in/caller.js';
import type { SignedInRequest } from '../../sign-in/sign-in.decorators.js';
import { Allowances } from './allowances.js';
import { networkOf } from './network-of.js';

/** Requests a minute; 0 is no limit. */
export interface RequestLimits {
  readonly perCaller: number;
  readonly perAddress: number;
}

/** Operators look in while it is busy. */
const unlimitedPaths = new Set(['/health/live', '/health/ready', '/metrics']);

const refused = new Counter({
  name: 'sightline_requests_refused_total',
  help: 'Requests refused because a caller or an address had asked too often',
  labelNames: ['by'] as const,
});

const tooMany = (by: 'caller' | 'address', retryAfterSeconds: number): ProblemDetails => {
  refused.inc({ by });
  return {
    type: 'too-many-requests',
    status: 429,
    title: 'Too many requests',
    detail: 'Nothing was done. Ask again after the seconds that Retry-After names, and then less often.',
    retryAfterSeconds,
  };
};

/** Refuses an address that asks too often, before anything else is done for it, whatever it asks for. */
export function limitAddresses(server: FastifyInstance, { perAddress }: RequestLimits, clock: Clock): void {
  if (perAddress === 0) return;
  const allowances = new Allowances(perAddress, clock);
  server.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?')[0]!;
    if (unlimitedPaths.has(path)) return done();
    const seconds = allowances.take(networkOf(request.ip));
    if (seconds === undefined) return done();
    sendProblem(reply, path, tooMany('address', seconds));
  });
}

/** The services themselves ask on behalf of others, whose requests were counted already. */
const isService = (caller: Caller): boolean => caller.kind === 'client' && caller.scopes.includes('internal');

/** Stands behind the sign-in guard: refuses a caller that asks too often, from however many addresses. @throws Problem 429 */
export class CallerLimitGuard implements CanActivate {
  private readonly allowances: Allowances | undefined;

  constructor({ perCaller }: RequestLimits, clock: Clock) {
    this.allowances = perCaller === 0 ? undefined : new Allowances(perCaller, clock);
  }

  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<FastifyRequest & SignedInRequest>();
    if (!this.allowances || !caller || isService(caller)) return true;
    const key = caller.kind === 'person' ? `person:${caller.personId}` : `client:${caller.clientId}`;
    const seconds = this.allowances.take(key);
    if (seconds !== undefined) throw new Problem(tooMany('caller', seconds));
    return true;
  }
}
