import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { newId } from '../ids.js';
import type { HealthRegistry } from '../operations/health.js';
import { operationsModule } from '../operations/operations.module.js';
import { bodyValidation } from '../problem/body-validation.js';
import { ProblemFilter, problemOf, sendProblem } from '../problem/problem.filter.js';
import { CallerLimitGuard, limitAddresses, type RequestLimits } from './limits/request-limits.js';
import { StreamedBodyGuard, streamUploads } from './limits/streamed-bodies.js';
import { sendSecurityHeaders } from './security-headers.js';
import { answerUnreadableRequest } from './unreadable-requests.js';
import { SignInGuard, type AccessTokens } from '../sign-in/index.js';
import { NestLogger } from './nest-logger.js';

export interface HttpApplicationOptions {
  /** Shown in the OpenAPI document. */
  readonly title: string;
  readonly modules: readonly DynamicModule[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly health: HealthRegistry;
  readonly tokens: AccessTokens;
  /** Addresses of proxies whose `X-Forwarded-*` may be believed. */
  readonly trustedProxies?: readonly string[];
  readonly bodySizeMaxBytes?: number;
  /** None unless said otherwise. */
  readonly limits?: RequestLimits;
  /** People reach it by https alone. */
  readonly https?: boolean;
}

const noLimits: RequestLimits = { perCaller: 0, perAddress: 0 };

@Module({})
class RootModule {}

/** What Fastify refuses before any route runs (an address that cannot be decoded, say) is a problem like any other. */
const frameworkErrors = {
  frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply): void =>
    sendProblem(reply, request.url.split('?')[0]!, problemOf(error)),
};

/**
 * The HTTP side of a process: Fastify, sign-in on every route that does not opt out, problem+json for every failure,
 * bodies checked against their DTOs, bounded sizes and frequencies. Large uploads arrive as streams.
 */
export async function createHttpApplication(options: HttpApplicationOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodySizeMaxBytes ?? 1_048_576,
    trustProxy: options.trustedProxies && options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    genReqId: () => newId(),
    connectionTimeout: 0,
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
    clientErrorHandler: answerUnreadableRequest,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    ...frameworkErrors,
  });
  const fastify = adapter.getInstance();
  const { clock, limits = noLimits, https = false } = options;
  sendSecurityHeaders(fastify, { https });
  limitAddresses(fastify, limits, clock);
  streamUploads(fastify);

  const root: DynamicModule = {
    module: RootModule,
    imports: [operationsModule({ title: options.title, health: options.health }), ...options.modules],
  };
  const application = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(options.logger),
    abortOnError: false,
    bodyParser: true,
  });
  await application.register(multipart as never, { limits: { files: 1, fields: 5, fileSize: 4 * 1024 ** 3 } });
  application.useGlobalFilters(new ProblemFilter(options.logger));
  application.useGlobalPipes(bodyValidation());
  application.useGlobalGuards(
    new SignInGuard(options.tokens, application.get(Reflector)),
    new CallerLimitGuard(limits, clock),
    new StreamedBodyGuard(),
  );
  return application;
}
